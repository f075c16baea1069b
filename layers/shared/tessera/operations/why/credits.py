"""What was credited before an entry, with the days from which and until which each credit is valid."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from tessera.domain.calendar import parse_day
from tessera.domain.entries import Entry, Record
from tessera.domain.expiry import expiry_of, new_lot
from tessera.domain.explanation.refund import last_day_back, restorations, restored_late
from tessera.domain.explanation.story import Refunding, Story
from tessera.domain.filing import Key
from tessera.domain.importing import IMPORT
from tessera.domain.lots import Lot
from tessera.domain.papers import unpacked
from tessera.domain.programme import Programme
from tessera.domain.voucher import Voucher
from tessera.operations.why.case import Case


class Credit(NamedTuple):
    """Units that came in: why, by which version, from which day they are active and until when they are valid.

    `is_shared`: with the shared last day of a rolling wallet, which `last_day` does not say. `expired_since`: up to
    which day those that share it expired between this credit and the entry that is explained. `moved_to`: the day of
    the lot that units went into whose own had expired by the time they came.
    """

    cause: str
    kind: str
    version: int
    units: int
    active_from: date
    last_day: date | None
    is_shared: bool
    expired_since: date = date.min
    moved_to: date = date.min

    @property
    def of_day(self) -> date:
        """The day by which its lot is told apart."""
        return max(self.active_from, self.moved_to)


def credits_before(case: Case) -> Iterator[Credit]:
    """The credits of the wallet before the entry, newest first, back to where nothing older can be left in it."""
    told = list(_told_before(case))
    own = _units_by_own_day(credit for _, credits in told for credit in credits)
    expired_since = date.min
    for entry, credits in told:
        if entry.kind == "expiry" and entry.units > own[day := parse_day(entry.cause.partition("/")[2])]:
            expired_since = max(expired_since, day)
        yield from (credit._replace(expired_since=expired_since) for credit in credits)


def _told_before(case: Case) -> Iterator[tuple[Entry, list[Credit]]]:
    for record, entry in _entries_before(case):
        if entry.active <= 0 and not entry.pending and not entry.reserved:
            return
        yield entry, list(_credits(case, record, entry))


def _units_by_own_day(credits: Iterable[Credit]) -> Counter[date]:
    """What at most expired on a day that was its own. More than that, and the shared units expired with it."""
    units: Counter[date] = Counter()
    for credit in credits:
        if credit.last_day:
            units[credit.last_day] += credit.units
    return units


def _entries_before(case: Case) -> Iterator[tuple[Record, Entry]]:
    records = (record for _, record in case.earlier())
    entries = ((record, entry) for record in records for entry in reversed(record.entries))
    return ((record, entry) for record, entry in entries if entry.wallet == case.entry.wallet)


def was_looked_through(case: Case) -> bool:
    """Whether all that was entered before was looked at: numbers have no gaps, so the oldest one tells."""
    return case.earlier()[-1].record.seq <= 1


def _credits(case: Case, record: Record, entry: Entry) -> Iterator[Credit]:
    kind, _, order_id = entry.cause.partition("/")
    if entry.kind == "accrual" and kind == "order":
        yield from _of_order(case.story(order_id), entry)
    elif entry.kind == "adjustment" and kind == IMPORT:
        yield from _brought(case, entry)
    elif entry.kind == "accrual" or (entry.kind == "adjustment" and entry.amount > 0):
        yield _by_policy(case, entry, case.day(entry.at), entry.units)
    elif entry.kind == "restoration" and _is_the_last(record, entry):
        yield from _restored(case, record, entry)


def _brought(case: Case, entry: Entry) -> Iterator[Credit]:
    """What came along from another programme, lot by lot, with the last days that were written down with it."""
    for lot in brought_lots(case, entry):
        yield Credit(entry.cause, entry.kind, entry.version, lot.units, lot.activates_on, _own(lot), lot.shared)


def brought_lots(case: Case, entry: Entry) -> Iterator[Lot]:
    """The lots of an entry of what came along from another programme."""
    filing = case.ledger.filed(Key(IMPORT, case.member_id, entry.cause.partition("/")[2]))
    lots = [(wallet, unpacked(Lot, lot)) for wallet, lot in filing.content["lots"]] if filing else []
    yield from (lot for wallet, lot in lots if wallet == entry.wallet and lot.units > 0)


def _by_policy(case: Case, entry: Entry, active_from: date, units: int) -> Credit:
    """A credit that is active from a day, valid as the policy of its version says."""
    policy = expiry_of(case.programmes.version(entry.version).programme, entry.wallet)
    lot = new_lot(policy, active_from, units)
    return Credit(entry.cause, entry.kind, entry.version, units, active_from, _own(lot), lot.shared)


def _own(lot: Lot) -> date | None:
    return None if lot.shared else lot.last_day


def _of_order(story: Story, entry: Entry) -> Iterator[Credit]:
    """The award of an order is active when its hold is over; its last day is worked out again from there. While it
    waits for the order's completion it has neither."""
    for credit in (each for each in story.awarded.credits if not each.lot.is_open):
        policy = expiry_of(story.programme, credit.wallet)
        lot = new_lot(policy, active_from(story), credit.lot.units)
        told = Credit(entry.cause, entry.kind, entry.version, lot.units, lot.activates_on, _own(lot), lot.shared)
        yield told._replace(moved_to=credit.lot.activates_on)


def active_from(story: Story) -> date:
    """The day on which the hold of an order's award ends, whatever had expired by the time the order came."""
    return story.hold_starts_on + timedelta(days=story.programme.earning.hold.days)


def _is_the_last(record: Record, entry: Entry) -> bool:
    """Whether it is the last of those by which a write gave back something for one cause: all of it is told with it."""
    of = (entry.kind, entry.cause, entry.wallet)
    return entry == [each for each in record.entries if (each.kind, each.cause, each.wallet) == of][-1]


def _restored(case: Case, record: Record, entry: Entry) -> Iterator[Credit]:
    """What came back, lot by lot, each valid as before or for the days of grace."""
    on = case.day(record.recorded_at)
    for programme, lot in _lots_back(case, record, entry):
        last_day = last_day_back(programme, lot, on)
        yield Credit(entry.cause, entry.kind, entry.version, lot.units, lot.activates_on, last_day, lot.shared)


def _lots_back(case: Case, record: Record, entry: Entry) -> Iterator[tuple[Programme, Lot]]:
    """Lots, and the programme that says how long their grace is."""
    kind, first, *_ = entry.cause.split("/")
    match kind:
        case "void":
            filing = case.ledger.filed(Key("void", case.member_id, first))
            paid = unpacked(Voucher, filing.content["voucher"]).paid if filing else ()
            yield from ((case.programmes.version(entry.version).programme, lot) for lot in paid)
        case "referral":
            story = case.story(first)
            yield from ((story.programme, lot) for lot in _back_to_advocate(case, record, first))
        case "refund":
            story = case.story(first)
            refundings = (each for each in story.refunds if each.step.cause == entry.cause)
            yield from ((story.programme, lot) for each in refundings for lot in _back_of(each, entry.wallet))
        case _:
            story = case.story(order_of_redemption(case, first) or "")
            late = (each for each in story.late if each.burn.redemption_id == first)
            given = (restored for each in late for restored in restored_late(story, each))
            yield from ((story.programme, lot) for restored in given for lot in restored.lots)


def _back_of(refunding: Refunding, wallet: str) -> Iterator[Lot]:
    """What a refund gave back: what the order had burned, and what vouchers cost that the order's units had become."""
    for restored in restorations(refunding):
        yield from restored.lots
    undone = refunding.undone
    for sources in (*undone.sources, *([undone.referral.sources] if undone.referral else [])):
        yield from sources.back if sources.wallet == wallet else ()


def _back_to_advocate(case: Case, record: Record, order_id: str) -> Iterator[Lot]:
    """What vouchers cost that the units for an order had become, as it was filed with the write."""
    last = case.ledger.last_filed(Key("referral", case.member_id, order_id))
    while last and last.record and last.record.seq > record.seq:
        last = case.ledger.filed(last.key._replace(id=f"{order_id}/{int(last.key.id[-6:]) - 1:06d}"))
    yield from (unpacked(Lot, lot) for lot in (last.content.get("back", ()) if last else ()))


def order_of_redemption(case: Case, redemption_id: str) -> str | None:
    """The order that a redemption was captured for, once it is."""
    file = case.ledger.redemption(redemption_id)
    closing = file.closing.body if file and file.closing else {}
    order_id: str | None = closing.get("order_id")
    return order_id
