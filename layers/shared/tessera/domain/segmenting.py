"""Entering and leaving segments: at once with what a member does, by night with the calendar (docs/rules.md §2).

Who is in a segment when it is published has not entered it: gifts and messages are for those who enter it later.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from tessera.domain.account import Account
from tessera.domain.book import Book
from tessera.domain.calendar import day_of
from tessera.domain.due import Due, Turn, night_of
from tessera.domain.segments import ONE_DAY, days_of_change, is_in
from tessera.domain.versions import Version


def segment_due(account: Account, now: datetime, moment: datetime, version: Version) -> Due | None:
    """The next instant, from `moment` on until `now`, at which the member is found to be in or out of a segment."""
    if not version.programme.segments and not account.segments:
        return None
    found = (
        Due(at, Turn.SEGMENT, partial(_note, moved=moved, silent=silent))
        for at, silent in sorted(_instants(account, now, moment, version), key=lambda each: (each[0], not each[1]))
        if (moved := _moved(account, at, version, silent))
    )
    return next(found, None)


def _instants(account: Account, now: datetime, moment: datetime, version: Version) -> Iterator[tuple[datetime, bool]]:
    """When to look: silently when segments were published, each night on which something may change, and now."""
    zone = version.programme.timezone
    today = day_of(now, zone)
    published = {version.since[f"segments/{each.id}"] for each in version.programme.segments}
    yield from ((at, True) for at in published if account.settled_at < at and moment <= at <= now)
    days = {day_of(moment, zone), day_of(moment, zone) + ONE_DAY, *days_of_change(account, version.programme)}
    nights = (night_of(day, zone) for day in days if day <= today)
    yield from ((night, False) for night in nights if moment <= night <= now)
    yield now, False


def _moved(account: Account, at: datetime, version: Version, silent: bool) -> dict[str, bool]:
    """Which segments the member is found to have entered (True) or left, as the programme knew them by then."""
    programme, day = version.programme, day_of(at, version.programme.timezone)
    known = {name for name, _ in account.segments}
    moved = {}
    for each in programme.segments:
        since = version.since[f"segments/{each.id}"]
        if (since == at if silent else since <= at) and is_in(each, account, programme, day) != (each.id in known):
            moved[each.id] = each.id not in known
    gone = known - {each.id for each in programme.segments}
    return moved | dict.fromkeys(gone, False)


def _note(book: Book, at: datetime, *, moved: dict[str, bool], silent: bool) -> None:
    for name, entered in moved.items():
        book.note_segment(name, entered=entered, at=at, silent=silent)


def stand_in_silence(book: Book, version: Version) -> None:
    """Note in which segments the member is now, silently: who comes from elsewhere has entered none of them here."""
    day = day_of(book.at, version.programme.timezone)
    known = {name for name, _ in book.account.segments}
    for each in version.programme.segments:
        found = is_in(each, book.account, version.programme, day)
        if found != (each.id in known):
            book.note_segment(each.id, entered=found, at=book.at, silent=True)


def entered_on(account: Account, segment: str, version: Version) -> date | None:
    """The day on which the member entered a segment they are in now; None also for who was in it from the start."""
    at = dict(account.segments).get(segment)
    return day_of(at, version.programme.timezone) if at else None
