"""What is due: something that the clock does to an account at an instant (docs/rules.md §5 and §7)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

from tessera.domain.book import Book
from tessera.domain.calendar import Zone, start_of_day

NIGHT = timedelta(minutes=30)
"""Nights run half an hour after midnight."""
ONE_DAY = timedelta(days=1)
LAST_DAY = date(2999, 12, 31)


class Turn(IntEnum):
    """In which order things happen that are due at one instant."""

    LAPSE = 0
    EXPIRE = 1
    ACTIVATE = 2
    ISSUE = 3
    TIER = 4
    MEMBERSHIP = 5
    SEGMENT = 6


class Due(NamedTuple):
    """Something that became due: when, its turn among what is due at one instant, and what it does to the book."""

    at: datetime
    turn: Turn
    happen: Callable[[Book, datetime], None]


def night_of(day: date, zone: Zone) -> datetime:
    """The instant at which the night of a day runs."""
    return start_of_day(min(day, LAST_DAY), zone) + NIGHT


def end_of_time(zone: Zone) -> datetime:
    """The instant before the last night of all: what has no day of its own is due there, and never comes."""
    return night_of(LAST_DAY, zone) - timedelta(seconds=1)
