"""Days and instants as short text and numbers."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")

END_OF_TIME = datetime.max.replace(tzinfo=UTC)


class Days:
    """Whole days as numbers, counted from one of them."""

    def __init__(self, first: date) -> None:
        self._first = first.toordinal()

    def number(self, day: date) -> int:
        """The number of a day."""
        return day.toordinal() - self._first

    def day(self, number: int) -> date:
        """The day of a number."""
        return date.fromordinal(self._first + number)


def if_any(make: Callable[[Given], Made], given: Given | None) -> Made | None:
    """What is made of what is given, nothing of nothing."""
    return None if given is None else make(given)


def write_instant(instant: datetime) -> str:
    """An instant in UTC, no longer than it must be."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def write_sortable(instant: datetime) -> str:
    """An instant in UTC, all of one width: it sorts as instants do."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_instant(text: str) -> datetime:
    """The instant that was written, in UTC."""
    return datetime.fromisoformat(text)
