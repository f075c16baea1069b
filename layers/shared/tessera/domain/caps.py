"""Caps: the most that orders may earn in a wallet (docs/rules.md §2)."""

from collections.abc import Sequence

from tessera.domain.programme.earning import Cap
from tessera.domain.standing import EarnedBefore


def capped(amount: int, wallet: str, caps: Sequence[Cap], before: EarnedBefore) -> int:
    """What is left of an award once every cap of its wallet, in the sequence of the document, has been applied."""
    used = {"order": 0, "day": before.day, "month": before.month, "lifetime": before.lifetime}
    for cap in caps:
        room = max(0, cap.amount - used[cap.per])
        if cap.wallet == wallet and amount > room:
            amount = room if cap.overflow == "trim" else 0
    return amount
