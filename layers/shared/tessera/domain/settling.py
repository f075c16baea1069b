"""Settling: what the clock alone did to an account, entered when it happened (docs/rules.md §5).

Every write begins with it, so a wallet is a function of its lots and the clock, job or no job.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import NamedTuple

from tessera.domain.account import Account, Book, Reservation
from tessera.domain.calendar import Zone, day_of, start_of_day
from tessera.domain.lots import activate, expire, free_reserved

ONE_DAY = timedelta(days=1)


class Due(NamedTuple):
    """Something that became due: when, its rank among what is due at one instant, and what it does to the book."""

    at: datetime
    rank: int
    happen: Callable[[Book, datetime], None]


def settle(book: Book, zone: Zone) -> None:
    """Enter all that became due until the book's instant: reservations lapse, lots expire, pending lots activate.

    Each is dated when it happened, but never before what the book already says.
    """
    today = day_of(book.at, zone)
    moment = max((entry.at for entry in book.entries), default=datetime.min.replace(tzinfo=UTC))
    while due := min(_due(book.account, book.at, today, zone), default=None, key=lambda each: each[:2]):
        moment = max(moment, due.at)
        due.happen(book, moment)
    _drop_expired_vouchers(book, today)


def settled(account: Account, now: datetime, zone: Zone) -> Account:
    """The account as it stands at `now`, nothing written."""
    book = Book(account, at=now, version=0)
    settle(book, zone)
    return book.account


def is_due(account: Account, now: datetime, zone: Zone) -> bool:
    """Whether the clock has something to enter in the account at `now`."""
    return any(_due(account, now, day_of(now, zone), zone))


def _due(account: Account, now: datetime, today: date, zone: Zone) -> Iterator[Due]:
    for reservation in account.reservations:
        if reservation.lapses_at <= now:
            yield Due(reservation.lapses_at, 0, partial(_lapse, reservation=reservation))
    for name, wallet in account.wallets.items():
        last_day = min((day for lot in wallet.lots if (day := wallet.last_day_of(lot))), default=date.max)
        if last_day < today:
            yield Due(start_of_day(last_day + ONE_DAY, zone), 1, partial(_expire, name=name, last_day=last_day))
        first_day = min((lot.activates_on for lot in wallet.pending_lots), default=date.max)
        if first_day <= today:
            yield Due(start_of_day(first_day, zone), 2, partial(_activate, name=name, day=first_day))


def _lapse(book: Book, at: datetime, *, reservation: Reservation) -> None:
    give_back(book, reservation, "lapse", at)


def give_back(book: Book, reservation: Reservation, kind: str, at: datetime) -> None:
    """Put a reservation's lots and vouchers back within reach (`kind`: lapse or release)."""
    for tender in reservation.tenders:
        if tender.wallet is not None:
            freed = free_reserved(book.wallet(tender.wallet), tender.lots)
            cause = f"redemption/{reservation.redemption_id}"
            book.post("lapse" if kind == "lapse" else "release", cause, tender.wallet, freed, units=tender.units, at=at)
    book.give_vouchers(tuple(tender.voucher for tender in reservation.tenders if tender.voucher))
    book.close_reservation(reservation)


def _expire(book: Book, at: datetime, *, name: str, last_day: date) -> None:
    wallet, _ = expire(book.wallet(name), last_day + ONE_DAY)
    book.post("expiry", f"expiry/{last_day}", name, wallet, at=at)


def _activate(book: Book, at: datetime, *, name: str, day: date) -> None:
    wallet, units = activate(book.wallet(name), day)
    book.post("activation", f"hold/{day}", name, wallet, units=units, at=at)


def _drop_expired_vouchers(book: Book, today: date) -> None:
    kept = tuple(each for each in book.account.vouchers if each.last_day is None or each.last_day >= today)
    if len(kept) != len(book.account.vouchers):
        book.keep_vouchers(kept)
