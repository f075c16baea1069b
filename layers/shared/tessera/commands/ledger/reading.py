"""Reading the whole table for the books of a period, in parallel segments and in constant memory."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from tessera.commands.ledger.books import Books, Period
from tessera.commands.ledger.spool import Spool
from tessera.domain.entries import Record
from tessera.storage.export import read_segment
from tessera.storage.table import Table

SHOWN_EVERY = 200
"""The bar moves once for so many rows."""


def read_books(table: Table, period: Period, segments: int, folder: Path) -> tuple[Books, list[Spool]]:
    """Read the whole table once: the sums, and the lines of the period in spools that lie in the folder."""
    parts = [(Books(period), Spool(folder, f"segment-{number}")) for number in range(segments)]
    with _bar(_rows_about(table)) as advance, ThreadPoolExecutor(segments) as readers:
        reading = [readers.submit(_read, table, number, segments, *part, advance) for number, part in enumerate(parts)]
        for each in reading:
            each.result()
    whole = Books(period)
    for books, _ in parts:
        whole.add(books)
    return whole, [spool for _, spool in parts]


def _read(table: Table, number: int, segments: int, books: Books, spool: Spool, advance: Callable[[], None]) -> None:
    for count, read in enumerate(read_segment(table, number, segments), 1):
        if books.enter(read) and isinstance(read, Record):
            for placed in books.period.lines(read):
                spool.put(placed)
        if count % SHOWN_EVERY == 0:
            advance()


def _rows_about(table: Table) -> int:
    """How many rows the table had some hours ago: enough for a bar."""
    count: int = table.client.describe_table(TableName=table.name)["Table"]["ItemCount"]
    return count


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], None]]:
    columns = TextColumn("  reading"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("rows", total=total or None)
        yield lambda: progress.advance(task, SHOWN_EVERY)
