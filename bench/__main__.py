"""`make bench`: prints what was measured on this machine, and keeps it in bench/results.md."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table as Shown

from bench.cost import Cost, award_costs
from tessera.commands.emulators import free_port, start_dynamodb, stop
from tessera.commands.local_stack import REGION
from tessera.commands.stack_file import call_as
from tessera.storage.table import Table

RESULTS = Path(__file__).parent / "results.md"
HEADINGS = ("buyer", "lines", "round trips", "write units", "read units")


def main() -> None:
    with _a_table() as table:
        costs = award_costs(table)
    rows = [_row(cost) for cost in costs]
    Console().print(_shown(rows))
    RESULTS.write_text(_page(rows))


@contextmanager
def _a_table() -> Iterator[Table]:
    call_as("local", "local")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        pid = start_dynamodb(port, Path(folder))
        try:
            table = Table("bench", region=REGION, endpoint=f"http://127.0.0.1:{port}")
            table.create()
            yield table
        finally:
            stop(pid)


def _row(cost: Cost) -> tuple[str, ...]:
    return (cost.buyer, str(cost.lines), str(cost.round_trips), str(cost.write_units), str(cost.read_units))


def _shown(rows: Sequence[tuple[str, ...]]) -> Shown:
    shown = Shown(title="What awarding one order costs (14-day hold, points and cashback)")
    for heading in HEADINGS:
        shown.add_column(heading, justify="left" if heading == "buyer" else "right")
    for row in rows:
        shown.add_row(*row)
    return shown


def _page(rows: Sequence[tuple[str, ...]]) -> str:
    lines = [HEADINGS, ("---",) * len(HEADINGS), *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"# Last results of `make bench`\n\nAwarding one order, 14-day hold, points and cashback:\n\n{table}\n"


main()
