"""The reconciliation of an import: what the file came to, and what became of all of it, to the unit."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tessera.commands.importing.entering import Outcome, Tally
from tessera.commands.importing.items import MONEY, Desk, Remark, Sorted
from tessera.domain.entries import CASHBACK, POINTS
from tessera.domain.money import show_minor
from tessera.edge.sheets import csv_text

SAID: dict[tuple[str, bool], dict[Outcome, str]] = {
    ("members", False): {"new": "to be enrolled", "known": "members already, to be added to"},
    ("members", True): {"new": "enrolled", "known": "members already, added to"},
    ("orders", False): {"new": "to be counted", "here": "recorded here already, left as they are"},
    ("orders", True): {"new": "counted", "here": "recorded here already, left as they are"},
}
BEFORE = "imported before"
SHOWN_MAX = 20


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """How an import ends: what was sorted out, what came of it, and what remains to be remarked."""

    desk: Desk
    found: Sorted
    tally: Tally
    unread: Sequence[str]
    is_real: bool

    @property
    def refused(self) -> int:
        """How many rows are not imported and should have been."""
        return self.found.rows_rejected + sum(1 for _ in self._of_refused())

    @property
    def names(self) -> list[str]:
        """What is summed up: the money of orders, or points, and cashback where there is any."""
        if self.desk.mapping.what == "orders":
            return [MONEY]
        return [POINTS, CASHBACK] if self.found.all[CASHBACK] else [POINTS]

    def into(self, name: str) -> dict[str, int]:
        """What became of one wallet's units, or of the orders' money."""
        sums = self.tally.sums
        kinds: dict[str, int] = {said: sums[outcome][name] for outcome, said in self.words.items()}
        kinds |= {BEFORE: sums["before"][name]}
        kinds |= {"rejected": self.found.rejected[name] + sums["refused"][name], "left out": self.found.left_out[name]}
        return kinds

    @property
    def words(self) -> dict[Outcome, str]:
        """What the outcomes are called."""
        return SAID[self.desk.mapping.what, self.is_real]

    @property
    def agrees(self) -> bool:
        """Whether all that the file came to is somewhere."""
        return all(sum(self.into(name).values()) == self.found.all[name] for name in self.names)

    def show(self, name: str, units: int) -> str:
        """Units of a wallet, or money."""
        if name == POINTS:
            return f"{units:,} points"
        programme = self.desk.version.programme
        what = "" if name == MONEY else " cashback"
        return f"{show_minor(units, programme.digits)} {programme.currency}{what}"

    def _of_refused(self) -> Iterator[Remark]:
        return (remark for remark in self.found.remarks if remark.kind == "refused")


def lines_of(end: Reconciliation) -> Iterator[str]:
    """The report, to be read."""
    what, found, tally = end.desk.mapping.what, end.found, end.tally
    yield f"{_many(found.read, 'row')} in"
    yield f"  {found.rows_left_out:,} left out, {end.refused:,} rejected"
    counts = {said: tally.items[outcome] for outcome, said in end.words.items()} | {BEFORE: tally.items["before"]}
    yield _many(sum(counts.values()), what.removesuffix("s"))
    yield from (f"  {count:,} {said}" for said, count in counts.items() if count)
    if what == "members":
        yield f"{_many(sum(tally.lots.values()) - tally.lots['refused'], 'lot')} out"
    for name in end.names:
        yield f"in: {end.show(name, found.all[name])}"
        yield from (f"  {end.show(name, units)} {said}" for said, units in end.into(name).items() if units)
    yield "in = out + rejected + left out, to the unit" if end.agrees else "IN AND OUT DO NOT AGREE"
    if found.unreadable:
        yield f"{_many(found.unreadable, 'amount')} cannot be read: what is rejected for that is in no sum"
    yield from _remarks(end)


def _remarks(end: Reconciliation) -> Iterator[str]:
    if end.unread:
        yield f"columns that are not imported: {', '.join(end.unread)}"
    told = [remark for remark in end.found.remarks if remark.kind != "left out"]
    for remark in sorted(told)[:SHOWN_MAX]:
        yield f"row {remark.row} {remark.kind}: {' '.join(part for part in (remark.field, remark.reason) if part)}"
    if len(told) > SHOWN_MAX:
        yield f"… and {len(told) - SHOWN_MAX:,} more; --report FILE writes them all"
    reasons = Counter(remark.reason for remark in end.found.remarks if remark.kind == "left out")
    yield from (f"{_many(count, 'row')} left out: {reason}" for reason, count in reasons.most_common(SHOWN_MAX))


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def write_report(file: Path, remarks: Sequence[Remark]) -> None:
    """All remarks as CSV: row, kind, about, field, reason. What the file calls a row is no formula there."""
    with file.open("w", newline="", encoding="utf-8") as opened:
        opened.write(csv_text((Remark._fields, *sorted(remarks))))
