"""Erase again whom a restore has brought back (docs/privacy.md)."""

from collections.abc import Callable
from datetime import datetime

from tessera.domain.erased import Erased, Erasure
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.refusals import Busy, UnknownMember
from tessera.operations.erase_member import erase_member

Clear = Callable[[Erased], bool]
"""Clears away what else is written of an erased member; False when it is to be asked again."""


def replay_erasure(
    erasure: Erasure, *, clear: Clear, ledger: Ledger, programmes: Programmes, patience: Patience, now: datetime
) -> bool:
    """Erase a member by a line of the list, if they are there as they were before it: not one who enrolled under the id
    since. An erasure that the restored table knows is gone on with. Gives whether there was something to do.

    Any number of times. Raises Busy, also where it cannot be cleared to the end.
    """
    profile = ledger.profile(erasure.member_id)
    if profile and profile.enrolled_at >= erasure.erased_at:
        return False
    try:
        erased = erase_member(
            erasure.member_id,
            ledger=ledger,
            programmes=programmes,
            patience=patience,
            now=now,
            erased_at=erasure.erased_at,
        )
    except UnknownMember:
        return False
    return not erased.is_cleared and _cleared(erased, clear, patience)


def _cleared(erased: Erased, clear: Clear, patience: Patience) -> bool:
    if any(clear(erased) for _ in patience.attempts()):
        return True
    raise Busy("The index of the table does not have everything yet; replay the list again.")
