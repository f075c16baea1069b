"""Sorting more lines than memory holds: sorted runs in a folder of their own, merged once all are there."""

import json
from collections.abc import Iterator
from heapq import merge
from pathlib import Path

from tessera.commands.ledger.books import Line, Place

RUN_MAX = 50_000
"""So many lines are sorted at once."""

Placed = tuple[Place, Line]


class Spool:
    """Lines in any order, which come back sorted."""

    def __init__(self, folder: Path, name: str, run_max: int = RUN_MAX) -> None:
        self._folder, self._name, self._run_max = folder, name, run_max
        self._waiting: list[Placed] = []
        self._runs: list[Path] = []

    def put(self, placed: Placed) -> None:
        """Keep a line."""
        self._waiting.append(placed)
        if len(self._waiting) >= self._run_max:
            self._write_run()

    def sorted(self) -> Iterator[Placed]:
        """All lines by their places."""
        self._waiting.sort()
        return merge(*map(_read, self._runs), self._waiting)

    def _write_run(self) -> None:
        self._waiting.sort()
        run = self._folder / f"{self._name}-{len(self._runs)}.jsonl"
        with run.open("w", encoding="utf-8") as opened:
            opened.writelines(f"{json.dumps(placed)}\n" for placed in self._waiting)
        self._runs.append(run)
        self._waiting.clear()


def all_sorted(spools: list[Spool]) -> Iterator[Line]:
    """The lines of all spools by their places."""
    return (line for _, line in merge(*(spool.sorted() for spool in spools)))


def _read(run: Path) -> Iterator[Placed]:
    with run.open(encoding="utf-8") as opened:
        for text in opened:
            place, line = json.loads(text)
            yield Place(*place), Line(*line)
