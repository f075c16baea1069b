"""The tallies in DynamoDB: counters in shards, by day and by month, and what is among them already."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from zlib import crc32

from pynamodb.exceptions import TransactWriteError

from tessera.domain.figures import Figures, Tally
from tessera.domain.ports import Patience
from tessera.domain.refusals import Busy
from tessera.storage import keys
from tessera.storage.figure_rows import FiguresRow, ToldRow
from tessera.storage.table import ABSENT, Add, Put, Table
from tessera.storage.transaction import PUTS_MAX, conditions_failed

SHARDS = 4
"""Several batches are counted at once: those that meet in a row have to wait for each other."""


class DynamoTallies:
    """The `Tallies` of domain/figures.py over one table, whose promises are written there."""

    def __init__(self, table: Table, patience: Patience) -> None:
        self._table, self._patience = table, patience

    def count(self, tallies: Sequence[Tally], *, at: datetime) -> int:
        """One TransactWriteItems for as many as it takes; another for those that are left where some had been told."""
        return sum(self._count(part, at) for part in _parts({tally.id: tally for tally in tallies}.values()))

    def days(self, first: date, last: date) -> dict[date, Figures]:
        """A Query of each shard."""
        between = FiguresRow.sk.between(first.isoformat(), last.isoformat())
        days: defaultdict[date, Figures] = defaultdict(Counter)
        for shard in range(SHARDS):
            for row in self._table.query(keys.figures_of_day(shard, "").pk, between, consistent=False):
                if isinstance(row, FiguresRow):
                    days[date.fromisoformat(row.sk)].update(row.read())
        return dict(sorted(days.items()))

    def through(self, last: date) -> Figures:
        """Two Queries of each shard: the months before, and the days of this one."""
        begun = last.replace(day=1)
        figures = Figures()
        for of_day in self.days(begun, last).values():
            figures.update(of_day)
        for shard in range(SHARDS):
            earlier = FiguresRow.sk < _month(begun)
            for row in self._table.query(keys.figures_of_month(shard, "").pk, earlier, consistent=False):
                if isinstance(row, FiguresRow):
                    figures.update(row.read())
        return figures

    def _count(self, tallies: Sequence[Tally], at: datetime) -> int:
        for _ in self._patience.attempts():
            told = self._add(tallies, at)
            if told is None:
                return len(tallies)
            tallies = [tally for number, tally in enumerate(tallies) if number not in told]
            if not tallies:
                return 0
        raise Busy("Many batches are being counted.")

    def _add(self, tallies: Sequence[Tally], at: datetime) -> set[int] | None:
        """Add all of them, or nothing: then it gives which had been told."""
        puts = [Put(ToldRow.of(tally, at), ABSENT) for tally in tallies]
        shard = crc32(tallies[0].id.encode()) % SHARDS
        sums = _sums(tallies, shard).items()
        try:
            self._table.transact(puts, (), [_added(place, figures) for place, figures in sums])
        except TransactWriteError as failed:
            return {number for number, has_failed in enumerate(conditions_failed(failed)) if has_failed}
        return None


def _parts(tallies: Iterable[Tally]) -> Iterator[list[Tally]]:
    """As many at once as a transaction takes, with the rows that they are added to."""
    part, rows = list[Tally](), set[keys.Place]()
    for tally in tallies:
        with_it = rows | _sums([tally], 0).keys()
        if len(part) + 1 + len(with_it) > PUTS_MAX:
            yield part
            part, with_it = [], {*_sums([tally], 0)}
        part, rows = [*part, tally], with_it
    if part:
        yield part


def _sums(tallies: Iterable[Tally], shard: int) -> dict[keys.Place, Figures]:
    """What is added to which rows of a shard."""
    sums: defaultdict[keys.Place, Figures] = defaultdict(Counter)
    for tally in tallies:
        for day, figures in tally.days:
            sums[keys.figures_of_day(shard, day.isoformat())].update(figures)
            sums[keys.figures_of_month(shard, _month(day))].update(figures)
    return sums


def _added(place: keys.Place, figures: Figures) -> Add:
    return Add(FiguresRow.named(place), FiguresRow.additions(figures))


def _month(day: date) -> str:
    return day.isoformat()[:7]
