"""The tallies in memory: the twin of those in DynamoDB."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from threading import Lock

from tessera.domain.figures import Figures, Tally


class MemoryTallies:
    """The `Tallies` of domain/figures.py, whose promises are written there; it never forgets what it was told."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._told: set[str] = set()
        self._days: defaultdict[date, Figures] = defaultdict(Counter)

    def count(self, tallies: Sequence[Tally], *, at: datetime) -> int:
        """Each under one lock."""
        return sum(self._count(tally) for tally in tallies)

    def days(self, first: date, last: date) -> dict[date, Figures]:
        """Those between."""
        with self._lock:
            return {day: Figures(self._days[day]) for day in sorted(self._days) if first <= day <= last}

    def through(self, last: date) -> Figures:
        """All of them until then."""
        figures = Figures()
        for of_day in self.days(date.min, last).values():
            figures.update(of_day)
        return figures

    def _count(self, tally: Tally) -> bool:
        with self._lock:
            if tally.id in self._told:
                return False
            self._told.add(tally.id)
            for day, figures in tally.days:
                self._days[day].update(figures)
            return True
