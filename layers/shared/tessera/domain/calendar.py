"""Days of the programme's time zone and instants on the wire (docs/rules.md §1). Pure: "now" is always passed in."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from tessera.domain.quoting import quoted

Zone = str
"""The IANA name of a time zone, such as Europe/Rome."""

Span = Literal["day", "month", "year"]

_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})?"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ZONE = re.compile(r"UTC|[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z0-9_+-]+){1,2}")
_SECOND = timedelta(seconds=1)

YEARS = range(1900, 3000)
"""Where instants lie: days of any zone, and holds and expiries counted from there, stay within what a date can hold."""


@lru_cache(maxsize=64)
def zone_of(name: Zone) -> ZoneInfo:
    """The time zone of that IANA name. Raises ValueError, with a sentence, when there is none."""
    try:
        if not _ZONE.fullmatch(name):
            raise KeyError(name)
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:
        raise ValueError(f"{quoted(name)} is not a time zone; write its IANA name, such as Europe/Rome") from unknown


def day_of(instant: datetime, zone: Zone) -> date:
    """The day it is in that zone at an (aware) instant."""
    return instant.astimezone(zone_of(zone)).date()


@lru_cache(maxsize=4096)
def start_of_day(day: date, zone: Zone) -> datetime:
    """The first instant of that day there, in UTC.

    A day that begins twice starts the first time; one that begins after midnight, or that the zone left out, starts
    when the clock has jumped.
    """
    midnight = datetime.combine(day, time.min, zone_of(zone))
    late, early = midnight.astimezone(UTC), midnight.replace(fold=1).astimezone(UTC)
    return late if late <= early else _first_second_of(day, zone, early, late)


def _first_second_of(day: date, zone: Zone, before: datetime, after: datetime) -> datetime:
    """The clock jumps over midnight somewhere between the two: the second at which it does."""
    while after - before > _SECOND:
        middle = before + (after - before) // _SECOND // 2 * _SECOND
        before, after = (before, middle) if day_of(middle, zone) >= day else (middle, after)
    return after


@lru_cache(maxsize=4096)
def plus_months(day: date, months: int) -> date:
    """The same day so many months later (earlier when negative); from the 31st it lands on the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of(day: date, span: Span) -> date:
    """The last day of that day's month or year, or the day itself."""
    if span == "day":
        return day
    month = day.month if span == "month" else 12
    return date(day.year, month, monthrange(day.year, month)[1])


def day_in_year(month: int, day: int, year: int) -> date:
    """The day a date of every year falls on in that year; 29 February is 28 February in common years."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def parse_day(text: object) -> date:
    """A day written as 2026-03-31. Raises ValueError, with a sentence, for anything else."""
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        raise ValueError("write a day as year-month-day, such as 2026-03-31")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"there is no day {text}") from None


def parse_instant(text: object) -> datetime:
    """An instant of RFC 3339, in UTC. Raises ValueError, with a sentence, for anything else, one without offset or
    outside YEARS too."""
    found = _INSTANT.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError("write an instant with its offset, such as 2026-01-10T10:00:00+01:00")
    if found[1] is None:
        raise ValueError(f"{found[0]} has no offset; write {found[0]}Z or, say, {found[0]}+01:00")
    try:
        instant = datetime.fromisoformat(found[0].upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"there is no instant {found[0]}") from None
    if instant.year not in YEARS:
        raise ValueError(f"{found[0]} is not an instant between the years {YEARS[0]} and {YEARS[-1]}")
    return instant


def show_instant(instant: datetime, zone: Zone = "UTC") -> str:
    """An (aware) instant as RFC 3339, with the offset of that zone; UTC is shown as Z."""
    return instant.astimezone(zone_of(zone)).isoformat().replace("+00:00", "Z")
