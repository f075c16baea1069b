"""Keep the agenda: whoever is due for a job earlier than before is put on the earlier day (docs/rules.md §7).

A day that has become later is left alone: the job that finds the member there too early puts them on.
"""

from datetime import date, datetime

from tessera.domain.account import Account
from tessera.domain.agenda import JOBS, Item, booking, first_open
from tessera.domain.agenda_port import Agenda
from tessera.domain.calendar import Zone
from tessera.domain.ports import Patience, Programmes
from tessera.domain.refusals import Busy


def follow_account(
    before: Account | None, after: Account, *, agenda: Agenda, programmes: Programmes, patience: Patience, now: datetime
) -> int:
    """Put a member on the agenda of each job that a write has brought nearer; `before` None: of each that is ahead,
    as after a publication, or where there was no agenda yet. Gives how many that were. Raises NoProgramme, Busy."""
    version = programmes.in_force(now)
    nearer = [
        Item(job, after.member_id, day)
        for job in JOBS
        if (day := booking(job, after, version, now)) and day < (booking(job, before, version, now) or date.max)
    ]
    for item in nearer:
        _put(item, agenda, patience, now, version.programme.timezone)
    return len(nearer)


def _put(item: Item, agenda: Agenda, patience: Patience, now: datetime, zone: Zone) -> None:
    """The item first, then the mark: a mark never names a day on which nothing lies. A mark on a day that is under way
    counts for nothing: its item may have been looked at before the write."""
    open_from = first_open(item.job, now, zone)
    for _ in patience.attempts():
        mark = agenda.mark(item.job, item.member_id)
        if mark and open_from <= mark <= item.day:
            return
        agenda.put(item)
        if agenda.move_mark(item.job, item.member_id, mark, item.day):
            return
    raise Busy("Many jobs are at work on this member.")
