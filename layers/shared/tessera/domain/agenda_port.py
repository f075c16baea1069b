"""The port of the agenda: items by day and shard, and of each member and job a mark that says where the item lies.

One contract suite (tests/storage/test_agenda.py) holds every adapter to the promises written here.
"""

from datetime import date
from typing import Protocol

from tessera.domain.agenda import Item, Job


class Agenda(Protocol):
    """What is due when. Every read is consistent; every write may be repeated."""

    def put(self, item: Item) -> None:
        """Keep an item."""
        ...

    def remove(self, item: Item) -> None:
        """Keep it no more."""
        ...

    def members(self, job: Job, shard: int, day: date, *, limit: int, after: str = "") -> tuple[str, ...]:
        """Whose items lie on a day, in the order of their ids: so many at most, of those after an id."""
        ...

    def mark(self, job: Job, member_id: str) -> date | None:
        """On which day the member's item lies."""
        ...

    def move_mark(self, job: Job, member_id: str, was: date | None, day: date | None) -> bool:
        """Say that it lies on another day, or on none; False when the mark is not as it was."""
        ...

    def begins_on(self, job: Job, shard: int) -> date | None:
        """The first day of a shard that has not been worked to its end; None: it never was."""
        ...

    def move_on(self, job: Job, shard: int, was: date | None, day: date) -> bool:
        """Let it be another day; False when it is not what it was."""
        ...
