"""The laws of every write: each a function that raises `Broken` where it does not hold."""

from datetime import date

from tessera.domain.calendar import day_of
from tessera.domain.entries import Entry
from tessera.storage.judging import NOTHING, account_faults, balances_after, balances_of, record_faults
from tests.properties.books import Books, Written, hold
from tests.properties.world import ZONE

SIGNS = {
    "accrual": 1,
    "restoration": 1,
    "shortage": 1,
    "redemption": -1,
    "reversal": -1,
    "expiry": -1,
    "activation": 0,
    "reservation": 0,
    "release": 0,
    "lapse": 0,
}
"""Which way each kind of entry moves a wallet; an adjustment moves it either way."""


def _numbers_have_no_gap(written: Written) -> None:
    last = written.before.version if written.before else 0
    numbers = (written.record.seq, written.after.version)
    hold(numbers == (last + 1, last + 1), f"after record {last} come {numbers}")


def _each_record_begins_where_the_one_before_ended(written: Written) -> None:
    stood, record = balances_of(written.before) if written.before else NOTHING, written.record
    hold(record.before == stood, f"record {record.seq} begins with {record.before}, before it stood {stood}")
    faults = list(record_faults(record))
    hold(not faults, "; ".join(faults))


def _wallets_are_their_entries_and_their_lots_less_their_debt(written: Written) -> None:
    told, stands = balances_after(written.record), balances_of(written.after)
    points = {"active": told["points"].active, "pending": told["points"].pending}
    expected = {"member": written.after.member_id, "wallets": {"points": points}}
    hold(told == stands, f"the entries end with {told}, the lots less the debt are {stands}", expected)


def _no_lot_is_empty_or_below_zero(written: Written) -> None:
    faults = list(account_faults(written.after))
    hold(not faults, "; ".join(faults))
    for name, wallet in written.after.wallets.items():
        hold(min(wallet.debt, wallet.reserved, wallet.available) >= 0, f"{name} below zero: {wallet}")


def _nothing_outlives_its_last_day(written: Written) -> None:
    today = written.today
    for name, wallet in written.after.wallets.items():
        over = [lot for lot in wallet.lots if (last := wallet.last_day_of(lot)) and last < today]
        hold(not over, f"{name} still holds on {today} what is over: {over}")
        late = [lot for lot in wallet.pending_lots if lot.activates_on <= today]
        hold(not late, f"{name} still holds on {today} what should be active: {late}")


def _what_was_over_expired_and_was_not_spent(written: Written) -> None:
    """Save for what turned into a voucher before it was over: a voided one's points do so with the next write."""
    if written.before is None:
        return
    record = written.record
    today = day_of(record.recorded_at, ZONE)
    for name, wallet in written.before.wallets.items():
        over = sum(lot.units for lot in wallet.lots if (last := wallet.last_day_of(lot)) and last < today)
        moved = [entry for entry in record.entries if entry.wallet == name and _is_due(entry, today)]
        expired = sum(entry.units for entry in moved)
        hold(expired >= over, f"of {over} {name} that were over on {today}, {expired} expired")


def _is_due(entry: Entry, today: date) -> bool:
    """Whether the clock took the units, on a day before this one or as it ended."""
    turned = entry.cause.startswith("conversion/") and day_of(entry.at, ZONE) < today
    return turned or entry.kind == "expiry"


def _every_kind_moves_its_own_way(written: Written) -> None:
    for entry in written.record.entries:
        sign = SIGNS.get(entry.kind)
        direction = (entry.amount > 0) - (entry.amount < 0)
        hold(entry.kind == "adjustment" or direction == sign, f"{entry.kind} of {entry.amount} {entry.wallet}")


LAWS = (
    _numbers_have_no_gap,
    _each_record_begins_where_the_one_before_ended,
    _wallets_are_their_entries_and_their_lots_less_their_debt,
    _no_lot_is_empty_or_below_zero,
    _nothing_outlives_its_last_day,
    _what_was_over_expired_and_was_not_spent,
    _every_kind_moves_its_own_way,
)


def what_is_outstanding_is_what_moved(books: Books) -> None:
    """Issued + adjusted + restored + written off − redeemed − reversed − expired; the kinds carry their sign."""
    for name, balance in balances_of(books.account).items() if books.account else ():
        moved = sum(amount for (wallet, _), amount in books.moved.items() if wallet == name)
        hold(moved == balance.active + balance.pending, f"{name}: {moved} moved, {balance} is outstanding")
