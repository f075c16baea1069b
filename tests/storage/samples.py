"""Accounts, writes and records to put into a ledger: made by the domain, so that they are as real ones are."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tessera.domain.account import Account
from tessera.domain.book import Book
from tessera.domain.entries import CASHBACK, POINTS, Record
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.lots import Lot, deposit, hold
from tessera.domain.member import Profile
from tessera.domain.outcome import Recorded
from tessera.domain.ports import Ledger
from tessera.domain.refunding import Refunded
from tessera.domain.write import GuestOrder, Progress, Write

START = datetime(2026, 1, 10, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def newcomer(member_id: str = "anna") -> Account:
    """A member before the first write."""
    return Account(member_id, START.date(), START)


def earned(
    account: Account, points: int, *, at: datetime | None = None, cause: str = "order/o1"
) -> tuple[Account, Record]:
    """The account after so many points, half of them on hold, and the record of it."""
    book = Book(account, at=at or START + account.version * DAY, version=1)
    half = points // 2
    active, later = Lot(book.at.date(), date(2027, 1, 31), points - half), Lot(book.at.date() + 14 * DAY, None, half)
    book.post("accrual", cause, POINTS, deposit(book.wallet(POINTS), active))
    book.post("accrual", cause, POINTS, hold(book.wallet(POINTS), later))
    book.post("accrual", "night", CASHBACK, deposit(book.wallet(CASHBACK), replace(active, units=5)), at=START)
    return book.close()


def order_write(account: Account, order_id: str = "o1", *, points: int = 10, body: Json | None = None) -> Write:
    """An order of the member, awarded."""
    after, record = earned(account, points, cause=f"order/{order_id}")
    key = Key("order", order_id)
    answer = {"order_id": order_id, "awards": [{"wallet": "points", "amount": points}]}
    return Write((Filing(key, body or {"lines": [{"sku": "TEE-1"}]}, answer, {"version": 1}, record),), after)


def refund_write(account: Account, order_id: str, refund_id: str, number: int) -> Write:
    """A refund of the order, the `number`th."""
    after, record = earned(account, 1, cause=f"refund/{order_id}/{refund_id}")
    filing = Filing(Key("refund", order_id, refund_id), {"amount": number}, {"refund_id": refund_id}, {}, record)
    return Write((filing,), after, Progress(order_id, number, Refunded((number, 0), (0, 0))))


def profile(member_id: str = "anna", email_key: str = "key-1", revision: int = 1) -> Profile:
    """A member's profile, with this look-up."""
    return Profile(member_id, f"{member_id}@example.com", email_key, START, revision=revision)


def guest_order(order_id: str = "o1", *, email_key: str = "key-1", placed: int = 0, days: int = 30) -> GuestOrder:
    """The look-up of a guest's order that was placed on the `placed`th day, and may be claimed for so many days."""
    placed_at = START + placed * DAY
    return GuestOrder(email_key, order_id, placed_at.date() + timedelta(days=days), placed_at, placed_at)


def recorded(ledger: Ledger, write: Write) -> Account:
    """Record what must succeed; gives the account after it."""
    assert isinstance(ledger.record(write), Recorded)
    assert write.account
    return write.account
