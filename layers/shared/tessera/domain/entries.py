"""Ledger entries: what moved, why, and how the wallet stood after it (docs/rules.md §5, §10)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

POINTS = "points"
CASHBACK = "cashback"
WALLETS = (POINTS, CASHBACK)

Kind = Literal[
    "accrual",
    "activation",
    "reservation",
    "release",
    "lapse",
    "redemption",
    "reversal",
    "restoration",
    "shortage",
    "adjustment",
    "expiry",
]


ChangeKind = Literal["tier", "membership", "segment", "stamps", "voucher", "referral", "block", "reminder"]


class Balance(NamedTuple):
    """A wallet in three numbers: active and pending units, and how many of the active ones are reserved."""

    active: int
    pending: int
    reserved: int

    @property
    def total(self) -> int:
        """Active and pending together."""
        return self.active + self.pending


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement in one wallet.

    `amount` is the change of what the wallet holds (active and pending together), so the amounts of a wallet
    sum up to it; `units` says how many units moved, also where the amount is 0 (activation, reservation,
    release, lapse). `active`, `pending` and `reserved` are the wallet after the entry. Units are points or minor
    units of money. `cause` is a path such as `order/o1`, `refund/o1/r1` or `expiry/2027-01-11`; `version` is that of
    the programme by which the entry was made.
    """

    kind: Kind
    cause: str
    wallet: str
    amount: int
    units: int
    at: datetime
    active: int
    pending: int
    reserved: int
    version: int

    @property
    def balance(self) -> int:
        """What the wallet holds after the entry: the sum of its entries so far."""
        return self.active + self.pending

    @property
    def after(self) -> Balance:
        """The wallet after the entry."""
        return Balance(self.active, self.pending, self.reserved)


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed beside the wallets, such as the tier: from what it was to what it is; `of` says of which,
    where there are several (a stamp card, a reward)."""

    kind: ChangeKind
    at: datetime
    was: str
    now: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """All entries of one write to one account: `seq` is the version of the account that it made, without gaps.

    `before` is each wallet as it stood before the write, so that one record tells every balance between two writes;
    storage keeps it with the entries (in the index too).
    """

    member_id: str
    seq: int
    recorded_at: datetime
    before: dict[str, Balance]
    entries: tuple[Entry, ...]
    changes: tuple[Change, ...] = ()

    def balances_at(self, instant: datetime) -> dict[str, Balance]:
        """The wallets as they stood at an instant after the record before this one and before this one's own."""
        moved = {entry.wallet: entry.after for entry in self.entries if entry.at <= instant}
        return {**self.before, **moved}
