"""What each cap of a wallet did to an award, one after the other (docs/rules.md §2)."""

from collections.abc import Iterator
from typing import NamedTuple

from tessera.domain.caps import capped
from tessera.domain.earning import WalletAward
from tessera.domain.programme import Cap, Programme
from tessera.domain.standing import EarnedBefore, Standing
from tessera.domain.views import Json, show_units


class CapStep(NamedTuple):
    """One cap: what had been used of it, what it still had room for, and the award before and after it."""

    cap: Cap
    used: int
    room: int
    before: int
    after: int


def cap_steps(programme: Programme, award: WalletAward, standing: Standing) -> Iterator[CapStep]:
    """The caps of the award's wallet, in the sequence of the document."""
    earned, left = standing.earned_in(award.wallet), award.uncapped
    for cap in programme.earning.caps:
        if cap.wallet == award.wallet:
            used = _used(cap, earned)
            after = capped(left, (cap,), earned)
            yield CapStep(cap, used, max(0, cap.amount - used), left, after)
            left = after


def cap_view(programme: Programme, step: CapStep) -> Json:
    """A cap as clients read it; `cut` is what it took of the award."""
    numbers = {
        "amount": step.cap.amount,
        "used": step.used,
        "room": step.room,
        "cut": step.before - step.after,
        "left": step.after,
    }
    shown = {name: show_units(programme, step.cap.wallet, units) for name, units in numbers.items()}
    return {"per": step.cap.per, "overflow": step.cap.overflow, **shown}


def _used(cap: Cap, earned: EarnedBefore) -> int:
    return {"order": 0, "day": earned.day, "month": earned.month, "lifetime": earned.lifetime}[cap.per]
