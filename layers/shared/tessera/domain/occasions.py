"""What belongs together in a record: the write itself, and each thing that the clock did before it (docs/rules.md §8).

What the clock did is the same occasion, with the same cause, whoever entered it: a night, or any other write.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tessera.domain.calendar import show_instant
from tessera.domain.entries import POINTS, Change, Entry, Record
from tessera.domain.filing import Key

OF_THE_CLOCK = ("hold/", "expiry/")
NOBODY_ASKED = "settlement"


@dataclass(frozen=True, slots=True)
class Move:
    """An entry, and by how much it changed what is active and what is pending in its wallet."""

    entry: Entry
    active: int
    pending: int

    @property
    def reaches(self) -> range:
        """The balances of active points that were not there before it, and are now."""
        after = self.entry.active
        return range(after - self.active + 1, after + 1) if self.entry.wallet == POINTS else range(0)


@dataclass(frozen=True, slots=True)
class Occasion:
    """All of a record that has one cause; `is_own`: the write itself."""

    cause: str
    at: datetime
    is_own: bool
    moves: tuple[Move, ...]
    changes: tuple[Change, ...]


def occasions_of(record: Record, key: Key) -> tuple[Occasion, ...]:
    """The occasions of a record, in the order in which they happened: those of the clock, each with its hold, its last
    day or its instant as cause, then the write's own, which has the cause of its key."""
    holds = {each.at: each.cause for each in record.entries if each.cause.startswith(OF_THE_CLOCK[0])}
    moves, changes = dict[str, list[Move]](), dict[str, list[Change]]()
    for move in _moves(record):
        moves.setdefault(_cause_of(move.entry, record, key, holds), []).append(move)
    for change in record.changes:
        changes.setdefault(_cause_at(change.at, record, key, holds), []).append(change)
    causes = dict.fromkeys((*moves, *changes, key.cause))
    found = [_occasion(cause, record, key, moves.get(cause, []), changes.get(cause, [])) for cause in causes]
    return tuple(sorted(found, key=lambda each: (each.is_own, each.at)))


def _occasion(cause: str, record: Record, key: Key, moves: list[Move], changes: list[Change]) -> Occasion:
    instants = (*(each.entry.at for each in moves), *(each.at for each in changes))
    return Occasion(cause, min(instants, default=record.recorded_at), cause == key.cause, tuple(moves), tuple(changes))


def _moves(record: Record) -> Iterator[Move]:
    before = dict(record.before)
    for entry in record.entries:
        active, pending, _ = before[entry.wallet]
        yield Move(entry, entry.active - active, entry.pending - pending)
        before[entry.wallet] = entry.after


def _cause_of(entry: Entry, record: Record, key: Key, holds: dict[datetime, str]) -> str:
    """A conversion has the cause of what made it due; whatever else has a write's own cause belongs to the write."""
    if entry.cause.startswith(OF_THE_CLOCK):
        return entry.cause
    return _cause_at(entry.at, record, key, holds) if entry.cause.startswith("conversion/") else key.cause


def _cause_at(at: datetime, record: Record, key: Key, holds: dict[datetime, str]) -> str:
    """What is dated before the write is the clock's: of the hold that ended at that instant, if one did."""
    if at == record.recorded_at and key.kind != NOBODY_ASKED:
        return key.cause
    return holds.get(at) or f"{NOBODY_ASKED}/{show_instant(at)}"
