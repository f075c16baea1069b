"""What was credited before an entry, with the days from which and until which each credit is valid."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from tessera.domain.calendar import parse_day
from tessera.domain.entries import Entry, Record
from tessera.domain.expiry import expiry_of, new_lot
from tessera.domain.explanation.refund import last_day_back, restorations, restored_late
from tessera.domain.explanation.story import Story
from tessera.domain.lots import Lot
from tessera.operations.why.case import Case


class Credit(NamedTuple):
    """Units that came in: why, by which version, from which day they are active and until when they are valid.

    `is_shared`: with the shared last day of a rolling wallet, which `last_day` does not say. `expired_since`: up to
    which day the wallet's units expired between this credit and the entry that is explained.
    """

    cause: str
    kind: str
    version: int
    units: int
    active_from: date
    last_day: date | None
    is_shared: bool
    expired_since: date = date.min


def credits_before(case: Case) -> Iterator[Credit]:
    """The credits of the wallet before the entry, newest first, back to where nothing older can be left in it."""
    expired_since = date.min
    for record, entry in _entries_before(case):
        if entry.active <= 0 and not entry.pending and not entry.reserved:
            return
        if entry.kind == "expiry":
            expired_since = max(expired_since, parse_day(entry.cause.partition("/")[2]))
        for credit in _credits(case, record, entry):
            yield credit._replace(expired_since=expired_since)


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
    elif entry.kind == "accrual" or (entry.kind == "adjustment" and entry.amount > 0):
        yield _by_policy(case, entry, case.day(entry.at), entry.units)
    elif entry.kind == "restoration" and kind in ("refund", "redemption"):
        yield from _restored(case, record, entry)


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
        yield Credit(entry.cause, entry.kind, entry.version, lot.units, lot.activates_on, _own(lot), lot.shared)


def active_from(story: Story) -> date:
    """The day on which the hold of an order's award ends, whatever had expired by the time the order came."""
    return story.hold_starts_on + timedelta(days=story.programme.earning.hold.days)


def _restored(case: Case, record: Record, entry: Entry) -> Iterator[Credit]:
    """What came back, lot by lot, each valid as before or for the days of grace."""
    on = case.day(record.recorded_at)
    for story, lot in _lots_back(case, entry):
        last_day = last_day_back(story, lot, on)
        yield Credit(entry.cause, entry.kind, entry.version, lot.units, lot.activates_on, last_day, lot.shared)


def _lots_back(case: Case, entry: Entry) -> Iterator[tuple[Story, Lot]]:
    kind, first, *_ = entry.cause.split("/")
    story = case.story(first if kind == "refund" else order_of_redemption(case, first) or "")
    if kind == "refund":
        refundings = (each for each in story.refunds if each.step.cause == entry.cause)
        given = [restored for refunding in refundings for restored in restorations(refunding)]
    else:
        late = (each for each in story.late if each.burn.redemption_id == first)
        given = [restored for each in late for restored in restored_late(story, each)]
    yield from ((story, lot) for restored in given for lot in restored.lots)


def order_of_redemption(case: Case, redemption_id: str) -> str | None:
    """The order that a redemption was captured for, once it is."""
    file = case.ledger.redemption(redemption_id)
    closing = file.closing.body if file and file.closing else {}
    order_id: str | None = closing.get("order_id")
    return order_id
