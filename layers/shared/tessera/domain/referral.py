"""Advocates and friends: what an account keeps of who brought whom (docs/rules.md §2)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tessera.domain.entries import CASHBACK
from tessera.domain.lots import Lot

FriendshipState = Literal["open", "held", "rejected"]
WAITING_MAX = 100
"""How many orders of a friend wait for a decision; what comes then brings the advocate no share."""


@dataclass(frozen=True, slots=True)
class Friendship:
    """A friend's side: whose friend, whether it counts, and if not, why it is held.

    `order_id` is the order that qualifies now and `lot` the friend's own points for it, None while nothing was given;
    `shared` is how many orders bring the advocate a share, `waiting` are those recorded while it is held.
    """

    advocate_id: str
    state: FriendshipState = "open"
    reasons: tuple[str, ...] = ()
    order_id: str | None = None
    lot: Lot | None = None
    shared: int = 0
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Referral:
    """A member's own code, how many friends enrolled and how many of them are rewarded now; and, of a friend, the
    friendship.

    `recent` are the days and friends rewarded that a limit may still look at.
    """

    code: str = ""
    friends: int = 0
    rewarded: int = 0
    recent: tuple[tuple[date, str], ...] = ()
    friendship: Friendship | None = None


NO_REFERRAL = Referral()


@dataclass(frozen=True, slots=True)
class FriendOrder:
    """What an order of a friend may bring the advocate: whether it qualified when it was recorded, and each line's
    share in `wallet`."""

    advocate_id: str
    qualified: bool = False
    lines: tuple[int, ...] = ()
    wallet: str = CASHBACK
