"""What an account weighs: it is read and written by every order of its member."""

from dataclasses import replace
from datetime import date, timedelta

from tessera.domain.account import Account
from tessera.domain.activity import NOTHING_DONE, Activity, Deeds
from tessera.domain.calendar import end_of, plus_months
from tessera.domain.entries import CASHBACK, POINTS
from tessera.domain.lots import Lot, Wallet
from tessera.domain.reservation import Reservation, Tender
from tessera.domain.voucher import Voucher
from tessera.storage.columns import Row
from tessera.storage.rows import AccountRow
from tests.storage.samples import START

KILOBYTE = 1024
FIRST = START.date()


def _weight(row: Row) -> int:
    """What the row counts for: its attributes' names and values."""
    return sum(len(name) + len(next(iter(value.values()))) for name, value in row.serialize().items())


def _buyer(*, orders: int, days_between: int) -> Account:
    """A member of a programme with a hold of 14 days, points for 12 months and cashback for 6, none spent."""
    today = FIRST + timedelta(days=orders * days_between)
    active_days = [FIRST + timedelta(days=14 + number * days_between + number * 5 % 4) for number in range(orders)]
    wallets = {name: _wallet(active_days, today, months) for name, months in ((POINTS, 12), (CASHBACK, 6))}
    voucher = Voucher("A7K2P-XW3QH-9MZTB", "five-off", 12, today, today + timedelta(days=30))
    return Account(
        "customer-1048576", FIRST, START + timedelta(days=700), 700, wallets, (), (voucher,), _bought(active_days)
    )


def _bought(days: list[date]) -> Activity:
    """What the orders of those days came to, as irregular as they are in life."""
    activity = NOTHING_DONE
    for day in days:
        spend = 1_000 + day.toordinal() * 7919 % 9_000
        activity = activity.after(day, Deeds(spend, 1, spend // 100, spend // 20))
    return activity.kept_for(13, days[-1])


def _wallet(active_days: list[date], today: date, months: int) -> Wallet:
    """Amounts and days as irregular as they are in life."""
    ends = [end_of(plus_months(day, months), "month") for day in active_days]
    lots = [Lot(day, end, 75 + day.toordinal() * 7919 % 1500) for day, end in zip(active_days, ends, strict=True)]
    kept = [lot for lot in lots if lot.last_day and lot.last_day >= today]
    return Wallet(
        tuple(lot for lot in kept if lot.activates_on <= today), tuple(lot for lot in kept if lot.activates_on > today)
    )


def test_the_usual_account_stays_within_one_kilobyte() -> None:
    assert _weight(AccountRow.of(_buyer(orders=12, days_between=45))) <= KILOBYTE


def test_the_account_of_a_weekly_buyer_stays_within_one_kilobyte_too() -> None:
    """Two would be allowed; the second would make every order two write units dearer."""
    account = _buyer(orders=110, days_between=7)
    held = Tender(500, POINTS, account.wallets[POINTS].lots[:3])
    reserved = replace(account, reservations=(Reservation("redemption-77", START, (held,)),))
    assert _weight(AccountRow.of(reserved)) <= KILOBYTE


def test_an_account_at_its_limits_is_far_from_what_an_item_may_weigh() -> None:
    lots = tuple(Lot(FIRST + timedelta(days=number), date(2030, 1, 1), 10**9) for number in range(400))
    vouchers = tuple(Voucher(f"A7K2P-XW3QH-9{number:04d}", "x" * 64, 1, FIRST, FIRST) for number in range(200))
    wallets = {POINTS: Wallet(lots, lots), CASHBACK: Wallet(lots, lots)}
    tenders = tuple(Tender(1, name, lots[:50]) for name in wallets)
    reservations = tuple(Reservation(f"redemption-{number}", START, tenders) for number in range(20))
    account = Account("m" * 64, FIRST, START, 1, wallets, reservations, vouchers)
    assert _weight(AccountRow.of(account)) < 200 * KILOBYTE
