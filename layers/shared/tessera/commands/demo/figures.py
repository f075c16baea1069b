"""What came of the demo, added up from every entry of the ledger."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tessera.domain.entries import Record
from tessera.storage.rows import FilingRow
from tessera.storage.table import Table

ATTRIBUTES = ("pk", "sk", "kind", "member", "moment", "seq", "cause", "programme", "entries")
KINDS = {
    "accrual": "issued",
    "redemption": "redeemed",
    "reversal": "reversed",
    "restoration": "restored",
    "expiry": "expired",
    "adjustment": "adjusted",
    "shortage": "written off",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Units per wallet and kind of entry, and how many writes and entries they come from."""

    units: Counter[tuple[str, str]]
    records: int
    entries: int

    def of(self, wallet: str, name: str) -> int:
        """The units of one wallet that were issued, redeemed …; what was taken away is negative."""
        return self.units[wallet, name]

    def outstanding(self, wallet: str) -> int:
        """What all members hold together."""
        return sum(units for (name, _), units in self.units.items() if name == wallet)


def figures_of(table: Table) -> Figures:
    """The figures of a whole (small) table."""
    return added_up(_records(table))


def added_up(records: Iterable[Record]) -> Figures:
    """The figures of these records."""
    units, count, entries = Counter[tuple[str, str]](), 0, 0
    for record in records:
        count, entries = count + 1, entries + len(record.entries)
        for entry in record.entries:
            units[entry.wallet, KINDS.get(entry.kind, entry.kind)] += entry.amount
    return Figures(units, count, entries)


def _records(table: Table) -> Iterator[Record]:
    for row in table.scan(segment=0, segments=1, attributes=ATTRIBUTES):
        if isinstance(row, FilingRow) and (record := row.record()):
            yield record
