"""The whole ledger, read once and in parallel segments, for whoever adds it up (docs/rules.md §13)."""

from collections.abc import Iterator

from tessera.domain.account import Account
from tessera.domain.entries import Record
from tessera.storage.rows import AccountRow, FilingRow
from tessera.storage.table import Table

_READ = ("pk", "sk", "kind", "member", "moment", "seq", "cause", "programme", "entries", "version", "account")


def read_segment(table: Table, segment: int, segments: int) -> Iterator[Account | Record]:
    """All accounts and records of one of so many segments, in no order (consistently: what was written before the scan
    began is there)."""
    for row in table.scan(segment=segment, segments=segments, attributes=_READ, consistent=True):
        if isinstance(row, AccountRow):
            yield row.read()
        elif isinstance(row, FilingRow) and (record := row.record()):
            yield record
