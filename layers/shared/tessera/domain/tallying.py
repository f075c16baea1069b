"""Tallying: what a record of the ledger comes to, day by day of the programme's time zone (docs/rules.md §9).

An order counts on the day on which it was placed, everything else on the day on which it happened, whenever the record
of it was made: so the figures through a day come to what the wallets held at its end.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from tessera.domain.awarding import Awarded, deeds_of
from tessera.domain.calendar import day_of
from tessera.domain.entries import Change, Entry, Record
from tessera.domain.figures import MOVED, PENDING, Figures, Tally
from tessera.domain.filing import Json
from tessera.domain.importing import IMPORT
from tessera.domain.papers import unpacked
from tessera.domain.programme import Programme
from tessera.domain.undoing import Undone

DAYS_MAX = 40
"""Of so many days a tally is at most: what one write settles after years is several."""


class Counted(NamedTuple):
    """So much is counted of a figure on a day."""

    day: date
    name: str
    amount: int


def tallies_of(record: Record, *, kind: str, content: Json, programme: Programme) -> Iterator[Tally]:
    """What a record comes to: one of that kind (order, refund, enrolment …), filed with this content, by the programme
    in force when it was recorded."""
    by_day: defaultdict[date, Figures] = defaultdict(Counter)
    for day, name, amount in _counted(record, kind, content, programme):
        by_day[day][name] += amount
    days = [(day, figures) for day, figures in sorted(by_day.items()) if any(figures.values())]
    for part, start in enumerate(range(0, len(days), DAYS_MAX)):
        yield Tally(f"{record.member_id}/{record.seq}/{part}", tuple(days[start : start + DAYS_MAX]))


def _counted(record: Record, kind: str, content: Json, programme: Programme) -> Iterator[Counted]:
    today = day_of(record.recorded_at, programme.timezone)
    if kind == "enrolment":
        yield Counted(today, "enrolments", 1)
    if kind == IMPORT and record.seq == 1:
        yield Counted(date.fromisoformat(content["enrolled_on"]), "enrolments", 1)
    if "awarded" in content:
        yield from _of_order(unpacked(Awarded, content["awarded"]))
    for undone in _undone(content):
        yield Counted(today, "refunds", 1)
        yield Counted(today, "refunded", undone.spend_minor)
    yield from _of_entries(record, programme)
    for change in record.changes:
        yield from _of_change(change, programme)


def _of_order(awarded: Awarded) -> Iterator[Counted]:
    deeds = deeds_of(awarded)
    yield Counted(awarded.placed_on, "orders", deeds.orders)
    yield Counted(awarded.placed_on, "spend", deeds.spend_minor)


def _undone(content: Json) -> Iterator[Undone]:
    """A refund's own, or those that came before their order."""
    undone = content.get("undone", [])
    yield from (unpacked(Undone, each) for each in (undone if isinstance(undone, list) else [undone]))


def _of_entries(record: Record, programme: Programme) -> Iterator[Counted]:
    pending = {wallet: balance.pending for wallet, balance in record.before.items()}
    for entry in record.entries:
        day = day_of(entry.at, programme.timezone)
        yield from _of_entry(entry, day)
        yield Counted(day, f"{entry.wallet}_{PENDING}", entry.pending - pending[entry.wallet])
        pending[entry.wallet] = entry.pending


def _of_entry(entry: Entry, day: date) -> Iterator[Counted]:
    if entry.kind in MOVED:
        name, sign = MOVED[entry.kind]
        yield Counted(day, f"{entry.wallet}_{name}", sign * entry.amount)


def _of_change(change: Change, programme: Programme) -> Iterator[Counted]:
    day = day_of(change.at, programme.timezone)
    if change.kind == "voucher":
        yield Counted(day, f"vouchers_{change.now}", 1)
    if change.kind == "tier" and (steps := _rank(programme, change.now) - _rank(programme, change.was)):
        yield Counted(day, "tiers_up" if steps > 0 else "tiers_down", 1)


def _rank(programme: Programme, level: str) -> int:
    """How high a level stands; one that the programme no longer has is as low as the first."""
    levels = [each.id for each in programme.tiers.levels] if programme.tiers else []
    return levels.index(level) if level in levels else 0
