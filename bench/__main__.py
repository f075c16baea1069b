"""`make bench`: prints what was measured on this machine, and keeps it in bench/results.md.

`python -m bench engine`, `cost` or `agenda` measures one of them and leaves the others' results as they are.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table as Shown

from bench.agenda import NightCost, agenda_costs
from bench.cost import Cost, award_costs
from bench.engine import engine_speeds, where_time_goes
from tessera.commands.emulators import free_port, start_dynamodb, stop
from tessera.commands.local_stack import REGION
from tessera.commands.stack_file import call_as
from tessera.storage.table import Table

RESULTS = Path(__file__).parent / "results.md"
SECTION = re.compile(r"^## (\w+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
COSTS = ("buyer", "lines", "round trips", "write units", "read units")
NIGHTS = ("job", "members", "looked after", "requests", "write units", "read units")
SPEEDS = ("orders a second, on one core", "")
PARTS = ("an award spends in", "%")
PARTS_SHOWN_MIN = 2


class Result(NamedTuple):
    """A table of what was measured, under a sentence that says what it is."""

    says: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def main(wanted: Sequence[str]) -> None:
    """Measures what is wanted, or everything."""
    for name in wanted or BENCHES:
        results = BENCHES[name]()
        for result in results:
            Console().print(_shown(result))
        _keep(name, results)


def _cost() -> list[Result]:
    with _a_table() as table:
        costs = award_costs(table)
    return [Result("Awarding one order, 14-day hold, points and cashback:", COSTS, [_row(cost) for cost in costs])]


def _engine() -> list[Result]:
    speeds = [(speed.what, f"{speed.per_second:,}") for speed in engine_speeds()]
    parts = [(part.file, str(part.percent)) for part in where_time_goes() if part.percent >= PARTS_SHOWN_MIN]
    return [
        Result(
            "Three-line orders, ten rules, tiers and caps, Python alone (the best of several rounds):", SPEEDS, speeds
        ),
        Result("Where the last of these spends its time, as cProfile sees it (`~` is C):", PARTS, parts),
    ]


def _agenda() -> list[Result]:
    with _a_table() as table:
        costs = agenda_costs(table)
    says = "A day's four nightly jobs, the same members due among few and among many:"
    return [Result(says, NIGHTS, [_night_row(cost) for cost in costs])]


BENCHES: dict[str, Callable[[], list[Result]]] = {"agenda": _agenda, "cost": _cost, "engine": _engine}


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


def _night_row(cost: NightCost) -> tuple[str, ...]:
    counts = (cost.members, cost.looked_after, cost.requests, cost.write_units, cost.read_units)
    return (cost.job, *(f"{count:,}" if isinstance(count, int) else str(count) for count in counts))


def _shown(result: Result) -> Shown:
    shown = Shown(title=result.says)
    for place, heading in enumerate(result.headings):
        shown.add_column(heading, justify="right" if place else "left")
    for row in result.rows:
        shown.add_row(*row)
    return shown


def _keep(name: str, results: Sequence[Result]) -> None:
    """Write a section of the page of results again; the others stay."""
    sections = dict(SECTION.findall(RESULTS.read_text()))
    sections[name] = "\n".join(f"{result.says}\n\n{_markdown(result)}\n" for result in results)
    page = "".join(f"\n## {section}\n\n{text.strip()}\n" for section, text in sorted(sections.items()))
    RESULTS.write_text(f"# Last results of `make bench`\n{page}")


def _markdown(result: Result) -> str:
    lines = [result.headings, ["---"] * len(result.headings), *result.rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


main(sys.argv[1:])
