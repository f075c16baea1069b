"""The rows of one member together: duplicates, several lots, lots that have expired."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from tessera.commands.importing.items import Desk, Fault, Item, Sorted, about
from tessera.commands.importing.reading import Row
from tessera.domain.importing import BroughtLot, lot_of
from tessera.domain.member_body import MemberBody
from tessera.operations.import_member import Coming


@dataclass(slots=True)
class Brought:
    """What one row says of a member."""

    row: Row
    sums: Counter[str] = field(default_factory=Counter)
    member_id: str = ""
    who: MemberBody | None = None
    enrolled_on: date | None = None
    lots: tuple[BroughtLot, ...] = ()
    fault: Fault | None = None


def gather(member_id: str, rows: list[Brought], desk: Desk, found: Sorted) -> None:
    """All rows of one member, or of nobody who is known ("")."""
    if member_id:
        _judge_together(rows, desk, found)
    for each in rows:
        if each.fault:
            where, reason = each.fault.where, str(each.fault)
            found.reject(each.row.number, member_id or about(each.row, desk), where, reason, each.sums)
    fine = [each for each in rows if each.fault is None]
    if fine:  # whose lots have all expired is a member all the same
        kept = [each for each in fine if not _is_left_out(each, rows, desk, found)]
        found.items.append(_item(member_id, fine[0], kept, desk))


def _judge_together(rows: list[Brought], desk: Desk, found: Sorted) -> None:
    """Where a row is a member, the first of those that are in order counts, and the others are duplicates. Where it is
    a lot, all have to be in order: a member comes once, and what stayed behind could not follow."""
    for each in rows:
        if each.fault is None and desk.mapping.expired == "refuse" and (day := _expired_on(each, rows, desk)):
            each.fault = Fault("points_expire_on", f"expired on {day}")
    fine, wrong = [each for each in rows if not each.fault], [each for each in rows if each.fault]
    if desk.mapping.rows == "lots" and wrong:
        for each in fine:
            each.fault = Fault("", f"another lot of the member, in row {wrong[0].row.number}, is rejected")
    elif desk.mapping.rows == "members":
        for each in fine[1:]:
            each.fault = Fault("member_id", f"row {fine[0].row.number} is of the same member")


def _expired_on(brought: Brought, rows: list[Brought], desk: Desk) -> date | None:
    """The last day of a lot of the row that is over; None: none is. A day that the row says is the lot's own; what the
    programme gives is, in a rolling wallet, the latest of all lots."""
    for lot in brought.lots:
        day = lot.last_day or _last_day(lot, rows, desk)
        if lot.units > 0 and day and day < desk.today:
            return day
    return None


def _last_day(lot: BroughtLot, rows: list[Brought], desk: Desk) -> date | None:
    own = lot_of(lot, desk.version.programme, desk.today)
    beside = (each for row in rows for each in row.lots if each.wallet == lot.wallet and each.units > 0)
    days = (lot_of(each, desk.version.programme, desk.today).last_day for each in beside)
    return max((day for day in days if day), default=own.last_day) if own.shared else own.last_day


def _is_left_out(brought: Brought, rows: list[Brought], desk: Desk, found: Sorted) -> bool:
    """Whether the row has expired, and is left out for it."""
    day = _expired_on(brought, rows, desk)
    if day:
        found.leave_out(brought.row.number, brought.member_id, f"expired on {day}", brought.sums)
    return day is not None


def _item(member_id: str, first: Brought, rows: list[Brought], desk: Desk) -> Item:
    sums = Counter[str]()
    for each in rows:
        sums.update(each.sums)
    lots = tuple(lot for each in rows for lot in each.lots)
    coming = Coming(member_id, desk.mapping.source, first.who or MemberBody(), first.enrolled_on, lots)
    numbers = tuple(each.row.number for each in rows or [first])
    return Item(member_id, member_id, numbers, sums, len(lots), coming)
