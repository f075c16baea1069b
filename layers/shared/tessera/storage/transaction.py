"""One write as one transaction: what is put under which condition, and beside it what each failed condition means."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from pynamodb.exceptions import CancellationReason, TransactWriteError
from pynamodb.expressions.condition import Condition

from tessera.domain.book import Counting
from tessera.domain.filing import Key
from tessera.domain.outcome import AlreadyFiled, Exhausted, Outcome, Recorded, RefundsWaiting, Stale
from tessera.domain.sample import Seating
from tessera.domain.write import Parked, Write
from tessera.storage.columns import Row, Whole
from tessera.storage.erased_rows import ErasedRow, ErasureRow
from tessera.storage.look_ups import CodeRow, CountRow, EmailRow, GuestRow, HeldRow, SeatRow
from tessera.storage.outcomes import foremost
from tessera.storage.rows import AccountRow, FilingRow, ParkedRow, ProfileRow, ProgressRow, digest_of
from tessera.storage.shapes import row_of
from tessera.storage.table import ABSENT, Add, Drop, Put, Table, code_of

CONDITION_FAILED = "ConditionalCheckFailed"
# Nothing took place and the same write may be tried again: another transaction holds an item, or its partition is hot.
PASSING = {"TransactionConflict", "ThrottlingError"}
PUTS_MAX = 100
"""DynamoDB's own limit of a transaction."""
CANCELED = "TransactionCanceledException"
IN_PROGRESS = "TransactionInProgressException"


Meaning = Callable[[Row | None], Outcome]


class Step(NamedTuple):
    """A row to put, and what it means when another row stands in its way."""

    put: Put
    outcome: Meaning


def carry_out(write: Write, table: Table) -> Outcome:
    """Carry out a write in one transaction, or say why nothing took place."""
    steps, deletes, adds = list(_steps(write)), list(_deletes(write)), [_added(each) for each in write.counts]
    try:
        table.transact([step.put for step in steps], deletes, adds)
    except TransactWriteError as failed:
        meanings = [*(step.outcome for step in steps), *(_exhausted(each) for each in write.counts)]
        return _why(failed, meanings, len(deletes))
    return Recorded()


def transact_if(table: Table, puts: Sequence[Put], deletes: Sequence[Row] = ()) -> bool:
    """Put and delete all of it where every condition holds; False, and nothing, where one does not, or where others are
    at it."""
    try:
        table.transact(puts, deletes)
    except TransactWriteError as failed:
        if code_of(failed) != CANCELED or not _all_known(failed.cancellation_reasons):
            raise
        return False
    return True


def conditions_failed(failed: TransactWriteError) -> list[bool]:
    """Of each item, in the order in which they were sent, whether its condition did not hold: of none where others were
    only at it. Raises the error again when it is none of ours: it may not be known what took place."""
    code, reasons = code_of(failed), failed.cancellation_reasons
    if code != IN_PROGRESS and (code != CANCELED or not _all_known(reasons)):
        raise failed
    return [reason is not None and reason.code == CONDITION_FAILED for reason in reasons]


def _why(failed: TransactWriteError, meanings: Sequence[Meaning], deletes: int) -> Outcome:
    """What the reasons mean. Raises the error again when it is none of ours: it may not be known what took place."""
    code, reasons = code_of(failed), failed.cancellation_reasons
    if code == IN_PROGRESS:
        return Stale()
    if code != CANCELED or not _all_known(reasons):
        raise failed
    outcomes = [
        meaning(row_of(reason.raw_item) if reason.raw_item else None)
        for meaning, reason in zip(meanings, reasons[deletes:], strict=True)
        if reason and reason.code == CONDITION_FAILED
    ]
    return foremost(outcomes or [Stale()])


def _all_known(reasons: Sequence[CancellationReason | None]) -> bool:
    return {reason.code for reason in reasons if reason} <= PASSING | {CONDITION_FAILED}


def _steps(write: Write) -> Iterator[Step]:
    yield from _filing_steps(write)
    if write.park:
        yield _park_step(write.park)
    if write.account:
        guarded = _guarded(AccountRow.of(write.account), AccountRow.version, write.account.version - 1)
        yield Step(guarded.put._replace(old=True), _stale_account)
    if write.erased:
        yield _guarded(ErasedRow.of(write.erased), AccountRow.version, write.erased.version - 1)
        yield Step(Put(ErasureRow.of(write.erased), None), _stale)
    if write.progress:
        yield _guarded(ProgressRow.of(write.progress), ProgressRow.writes, write.progress.count - 1)
    if write.profile:
        known = write.profile_was.revision if write.profile_was else 0
        yield _guarded(ProfileRow.of(write.profile), ProfileRow.revision, known)
        if _moves(write):
            yield Step(Put(EmailRow.of(write.profile), None), _stale)
    if write.guest:
        yield Step(Put(GuestRow.of(write.guest), None), _stale)
    if write.code and write.account:
        yield Step(Put(CodeRow.of(write.code, write.account.member_id), ABSENT), _stale)
    if write.held:
        yield Step(Put(HeldRow.of(write.held), None), _stale)
    if write.seating:
        before = write.seating.before
        yield Step(Put(SeatRow.of(write.seating), SeatRow.holder == before if before else ABSENT), _stale)


def _filing_steps(write: Write) -> Iterator[Step]:
    unparked = Key("order", write.unpark.order_id) if write.unpark else None
    arrivals = _arrivals(write)
    for filing in write.filings:
        expected = _holds(write.unpark) if write.unpark and filing.key == unparked else ABSENT
        put = Put(FilingRow.of(filing, arrivals.get(filing.key)), expected, old=True)
        yield Step(put, partial(_in_the_way, filing.key))


def _arrivals(write: Write) -> dict[Key, int]:
    """What sorts the refunds of an order as they came: the number of their write, then their place in it."""
    refunds = [filing.key for filing in write.filings if filing.key.kind == "refund"]
    number = write.progress.count if write.progress else 0
    return {key: number * PUTS_MAX + place for place, key in enumerate(refunds)}


def _park_step(park: Parked) -> Step:
    *before, _ = park.bodies
    expected = ABSENT | _holds(Parked(park.order_id, tuple(before))) if before else ABSENT
    return Step(Put(ParkedRow.of(park), expected, old=True), partial(_in_the_way, Key("order", park.order_id)))


def _holds(parked: Parked) -> Condition:
    """Exactly this is parked there."""
    return ParkedRow.digest == digest_of(parked.bodies)


def _guarded(row: Row, number: Whole, known: int) -> Step:
    """Put the row if its number there is still the one that was read; 0: there was none."""
    return Step(Put(row, number == known if known else ABSENT), _stale)


def _deletes(write: Write) -> Iterator[Row | Drop]:
    if write.profile_was and (write.erased or _moves(write)):
        yield EmailRow.of(write.profile_was)
    if write.profile_was and write.erased:
        yield Drop(ProfileRow.of(write.profile_was), ProfileRow.revision == write.profile_was.revision)
    if write.erased and write.code_was:
        yield CodeRow.of(write.code_was, write.erased.member_id)
    if write.vacated:
        yield Drop(SeatRow.of(Seating(write.vacated, None)), SeatRow.holder == write.vacated)
    if write.guest_was:
        yield GuestRow.of(write.guest_was)
    if write.decided:
        yield HeldRow.named(write.decided)


def _moves(write: Write) -> bool:
    """Whether the write puts the e-mail look-up elsewhere."""
    was, now = write.profile_was, write.profile
    return now is not None and (was is None or was.email_key != now.email_key)


def _added(counting: Counting) -> Add:
    return Add(CountRow.of(counting), [CountRow.counted.add(counting.amount)], _within(counting))


def _within(counting: Counting) -> Condition | None:
    """Nothing was counted yet, or so little that the amount still goes into the most."""
    if counting.most is None:
        return None
    has_room = CountRow.counted <= counting.most - counting.amount
    return ABSENT | has_room if counting.amount <= counting.most else has_room


def _exhausted(counting: Counting) -> Meaning:
    def meaning(row: Row | None) -> Outcome:
        return Exhausted(counting.counter, counting.left_after(row.counted if isinstance(row, CountRow) else 0))

    return meaning


def _in_the_way(key: Key, row: Row | None) -> Outcome:
    if isinstance(row, FilingRow):
        return AlreadyFiled(row.filing(key))
    return RefundsWaiting(row.parked(key.owner)) if isinstance(row, ParkedRow) else Stale()


def _stale(_: Row | None) -> Outcome:
    return Stale()


def _stale_account(row: Row | None) -> Outcome:
    return Stale(row.read() if isinstance(row, AccountRow) else None)
