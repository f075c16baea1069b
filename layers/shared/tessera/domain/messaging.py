"""Messages: what a member is told, of which kind, and because of what (docs/rules.md §8)."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

MessageKind = Literal[
    "welcome",
    "points_earned",
    "points_active",
    "reward_available",
    "reward_issued",
    "cashback_available",
    "tier_changed",
    "birthday",
    "expiry_reminder",
    "points_expired",
    "referral_rewarded",
    "membership_trial_ending",
    "membership_renewed",
    "refund_processed",
    "marketing_confirmation",
]

Purpose = Literal["service", "marketing"]
Channel = Literal["mail", "push"]

MARKETING: frozenset[MessageKind] = frozenset({"birthday", "reward_available"})
"""Kinds that only go to members who agreed to marketing; all others serve the programme they joined."""


def purpose_of(kind: MessageKind) -> Purpose:
    """Which consent a kind needs."""
    return "marketing" if kind in MARKETING else "service"


@dataclass(frozen=True, slots=True)
class Amount:
    """So many units of a wallet, never negative."""

    wallet: str
    units: int


@dataclass(frozen=True, slots=True)
class IssuedVoucher:
    """A voucher that the member has just got: with its code, which is told to nobody else."""

    code: str
    reward_id: str
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a message has to tell, as the ledger says it; what does not apply is empty.

    `earned` is active at once, `pending` from `activates_on` on; `activated` became active; `taken_back` and
    `given_back` are a refund's; `expiring` units go after `last_day`, `expired` ones are gone. `balances` is what is
    active in each wallet after it. `rewards` are those that have come within reach; `tier` is the level's id.
    """

    earned: tuple[Amount, ...] = ()
    pending: tuple[Amount, ...] = ()
    activates_on: date | None = None
    activated: tuple[Amount, ...] = ()
    taken_back: tuple[Amount, ...] = ()
    given_back: tuple[Amount, ...] = ()
    expiring: tuple[Amount, ...] = ()
    expired: tuple[Amount, ...] = ()
    last_day: date | None = None
    balances: dict[str, int] = field(default_factory=dict)
    vouchers: tuple[IssuedVoucher, ...] = ()
    rewards: tuple[str, ...] = ()
    tier: str | None = None
    tier_was: str | None = None
    plan: str | None = None
    until: date | None = None
    order_id: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One cause makes one message, however many facts it has: `kind` is that of the weightiest of them.

    Where that kind needs a consent to marketing, `otherwise` is the weightiest one that does not: what the message is
    to a member who did not give it; None, if nothing of it serves the programme they joined.
    """

    member_id: str
    kind: MessageKind
    cause: str
    at: datetime
    told: Told
    otherwise: MessageKind | None = None

    @property
    def without_marketing(self) -> "Message | None":
        """What it is to a member who agreed to no marketing: itself, where its kind serves the programme."""
        if purpose_of(self.kind) == "service":
            return self
        return replace(self, kind=self.otherwise, otherwise=None) if self.otherwise else None
