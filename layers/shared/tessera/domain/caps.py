"""Caps: the most that orders may earn in a wallet (docs/rules.md §2)."""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter

from tessera.domain.programme.earning import Cap
from tessera.domain.standing import EarnedBefore

USED: Mapping[str, Callable[[EarnedBefore], int]] = {
    "order": lambda _: 0,
    "day": attrgetter("day"),
    "month": attrgetter("month"),
    "lifetime": attrgetter("lifetime"),
}
"""What of a cap orders before have used up."""


def capped(amount: int, caps: Sequence[Cap], before: EarnedBefore) -> int:
    """What is left of an award once every cap of its wallet, in the sequence of the document, has been applied."""
    for cap in caps:
        room = cap.amount - USED[cap.per](before)
        if amount > room:
            amount = max(0, room) if cap.overflow == "trim" else 0
    return amount
