"""Figures: what all records come to, by day, and what they leave outstanding (docs/rules.md §9)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from tessera.domain.entries import WALLETS
from tessera.domain.voucher import ISSUED, USED, VOIDED

MOVED = {
    "accrual": ("issued", 1),
    "redemption": ("redeemed", -1),
    "reversal": ("reversed", -1),
    "restoration": ("restored", 1),
    "expiry": ("expired", -1),
    "adjustment": ("adjusted", 1),
    "shortage": ("written_off", 1),
}
"""What each kind of entry counts as, and the sign of its amount there: only an adjustment may be less than nothing."""

PENDING = "pending"
OF_A_WALLET = (*(name for name, _ in MOVED.values()), PENDING)
VOUCHERS = (ISSUED, USED, VOIDED)
NAMES = (
    *(f"{wallet}_{name}" for wallet in WALLETS for name in OF_A_WALLET),
    *("enrolments", "orders", "spend", "refunds", "refunded", "tiers_up", "tiers_down"),
    *(f"vouchers_{state}" for state in VOUCHERS),
)
"""Every figure: units of the wallets (`pending` is how many more of them wait), minor units of `spend` and of what was
`refunded` of it, and numbers of everything else."""

Figures = Counter[str]
"""Amounts by the names of figures."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a record, or the `id`'s part of one, comes to: `days` ascending, each with its figures."""

    id: str
    days: tuple[tuple[date, Figures], ...]


class Tallies(Protocol):
    """The tallies of all records so far. One contract suite (tests/storage) holds every adapter to the promises written
    here."""

    def count(self, tallies: Sequence[Tally], *, at: datetime) -> int:
        """Add each tally once, however often it is told and together with whichever others; gives how many were new.
        That it was is known for a week after `at`, far longer than anything is told again. Raises Busy."""
        ...

    def days(self, first: date, last: date) -> dict[date, Figures]:
        """The days from the first to the last on which something was counted (it may be a moment old)."""
        ...

    def through(self, last: date) -> Figures:
        """What all days until the end of this one come to (it may be a moment old)."""
        ...


def outstanding(figures: Figures, wallet: str) -> int:
    """What a wallet's figures leave outstanding, pending units included: the sum of all entries."""
    return sum(sign * figures[f"{wallet}_{name}"] for name, sign in MOVED.values())
