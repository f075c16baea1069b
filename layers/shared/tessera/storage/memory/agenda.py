"""The agenda in memory: the twin of the one in DynamoDB."""

from datetime import date
from threading import Lock
from typing import TypeVar

from tessera.domain.agenda import Item, Job, shard_of

Named = TypeVar("Named")


class MemoryAgenda:
    """The `Agenda` of domain/agenda_port.py, whose promises are written there; safe from any number of threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._items: set[Item] = set()
        self._marks: dict[tuple[Job, str], date] = {}
        self._begins: dict[tuple[Job, int], date] = {}

    def put(self, item: Item) -> None:
        """Keep an item."""
        with self._lock:
            self._items.add(item)

    def remove(self, item: Item) -> None:
        """Keep it no more."""
        with self._lock:
            self._items.discard(item)

    def members(self, job: Job, shard: int, day: date, *, limit: int, after: str = "") -> tuple[str, ...]:
        """Whose items lie on a day, in the order of their ids."""
        with self._lock:
            due = [each.member_id for each in self._items if (each.job, each.day) == (job, day)]
        return tuple(sorted(each for each in due if shard_of(each) == shard and each > after)[:limit])

    def mark(self, job: Job, member_id: str) -> date | None:
        """On which day the member's item lies."""
        return self._marks.get((job, member_id))

    def move_mark(self, job: Job, member_id: str, was: date | None, day: date | None) -> bool:
        """Say that it lies on another day, or on none; False when the mark is not as it was."""
        with self._lock:
            return _exchange(self._marks, (job, member_id), was, day)

    def begins_on(self, job: Job, shard: int) -> date | None:
        """The first day of a shard that has not been worked to its end."""
        return self._begins.get((job, shard))

    def move_on(self, job: Job, shard: int, was: date | None, day: date) -> bool:
        """Let it be another day; False when it is not what it was."""
        with self._lock:
            return _exchange(self._begins, (job, shard), was, day)

    def items(self) -> frozenset[Item]:
        """All that are kept."""
        with self._lock:
            return frozenset(self._items)


def _exchange(kept: dict[Named, date], key: Named, was: date | None, day: date | None) -> bool:
    if kept.get(key) != was:
        return False
    if day is None:
        kept.pop(key, None)
    else:
        kept[key] = day
    return True
