"""Settling: what the clock alone did to an account, entered when it happened (docs/rules.md §5).

Every write begins with it, so a wallet is a function of its lots and the clock, job or no job.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from itertools import chain
from typing import Literal

from tessera.domain.account import VOUCHERS_MAX, Account
from tessera.domain.book import Book
from tessera.domain.calendar import day_of, start_of_day
from tessera.domain.counting import used_up
from tessera.domain.due import ONE_DAY, Due, Turn, end_of_time, night_of
from tessera.domain.issuing import ISSUED_AT_ONCE_MAX, issue_next, next_to_issue, published_at
from tessera.domain.lots import activate, expire, free_reserved
from tessera.domain.reservation import Reservation
from tessera.domain.segmenting import segment_due
from tessera.domain.stamps import without_expired
from tessera.domain.tier_nights import tier_due, tier_published
from tessera.domain.versions import Version


def settle(book: Book, version: Version) -> None:
    """Enter all that became due until the book's instant: reservations lapse, lots and stamps expire, pending lots
    activate, vouchers issue themselves, tiers fall, memberships end, segments are entered and left.

    Each is dated when it happened, but never before what the book already says.
    """
    moment = book.account.settled_at
    while due := min(_due_in(book, moment, version), default=None, key=lambda each: each[:2]):
        moment = max(moment, due.at)
        due.happen(book, moment)
    book.account = replace(book.account, settled_at=book.at)
    _drop_expired_vouchers(book, book.at, day=day_of(book.at, version.programme.timezone))


def settled(account: Account, now: datetime, version: Version) -> Account:
    """The account as it stands at `now`, nothing written (and nothing issued)."""
    book = Book(account, at=now, version=version.number)
    settle(book, version)
    return book.account


def is_due(account: Account, now: datetime, version: Version, left: Mapping[str, int] | None = None) -> bool:
    """Whether the clock has something to enter in the account at `now`, with so much left of counters that had too
    little: nothing in an account that is further on already."""
    if now < account.settled_at:
        return False
    dues = _due(account, now, account.settled_at, version)
    return next_to_issue(account, version, used_up(left or {})) is not None or any(dues)


def next_settlement(account: Account, now: datetime, version: Version) -> date | None:
    """The first day, from today on, whose night finds something to enter; None: nothing is ahead."""
    zone = version.programme.timezone
    if next_to_issue(account, version) is not None:
        return day_of(now, zone)
    at = min((due.at for due in _due(account, end_of_time(zone), account.settled_at, version)), default=None)
    if at is None:
        return None
    day = max(day_of(at, zone), day_of(now, zone))
    return day if at <= night_of(day, zone) else day + ONE_DAY


def _due_in(book: Book, moment: datetime, version: Version) -> Iterator[Due]:
    return chain(_due(book.account, book.at, moment, version), _to_issue(book, moment, version))


def _due(account: Account, now: datetime, moment: datetime, version: Version) -> Iterator[Due]:
    today = day_of(now, version.programme.timezone)
    yield from (due for due in _of_the_clock(account, moment, today, version) if due.at <= now)
    if segment := segment_due(account, now, moment, version):
        yield segment


def _of_the_clock(account: Account, moment: datetime, today: date, version: Version) -> Iterator[Due]:
    tiers, zone = version.programme.tiers, version.programme.timezone
    for reservation in account.reservations:
        yield Due(reservation.lapses_at, Turn.LAPSE, partial(_lapse, reservation=reservation))
    yield from _of_wallets(account, today, version)
    for card in account.cards:
        last_day = min((each.last_day for each in card.stamps if each.last_day), default=date.max)
        if last_day < today:
            expire_stamps = partial(_expire_stamps, card_id=card.card_id, day=last_day + ONE_DAY)
            yield Due(start_of_day(last_day + ONE_DAY, zone), Turn.EXPIRE, expire_stamps)
    if len(account.vouchers) >= VOUCHERS_MAX and (day := min(_last_days(account), default=None)):
        make_room = partial(_drop_expired_vouchers, day=day + ONE_DAY)
        yield Due(start_of_day(day + ONE_DAY, zone), Turn.EXPIRE, make_room)
    if tiers and (published := tier_published(account, tiers, moment, version)):
        yield published
    if tiers and (night := tier_due(account, tiers, max(moment, version.since["tiers"]), today, zone)):
        yield night
    if account.membership:
        yield Due(start_of_day(account.membership.until, zone), Turn.MEMBERSHIP, _end_membership)


def _last_days(account: Account) -> Iterator[date]:
    return (each.last_day for each in account.vouchers if each.last_day)


def _of_wallets(account: Account, today: date, version: Version) -> Iterator[Due]:
    zone = version.programme.timezone
    for name, wallet in account.wallets.items():
        last_day, first_day = wallet.next_expiry, wallet.next_activation
        if last_day and last_day < today:
            expire_lots = partial(_expire, name=name, last_day=last_day)
            yield Due(start_of_day(last_day + ONE_DAY, zone), Turn.EXPIRE, expire_lots)
        if first_day and first_day <= today:
            yield Due(start_of_day(first_day, zone), Turn.ACTIVATE, partial(_activate, name=name, day=first_day))


def _to_issue(book: Book, moment: datetime, version: Version) -> Iterator[Due]:
    """What points or stamps have become by now: due at the moment that brought the last of them, or the reward."""
    if book.mint is None or book.issued >= ISSUED_AT_ONCE_MAX:
        return
    if due := next_to_issue(book.account, version, used_up(book.left, book.counts)):
        at = max(moment, published_at(due, version))
        yield Due(at, Turn.ISSUE, partial(issue_next, due=due, version=version, mint=book.mint))


def _lapse(book: Book, at: datetime, *, reservation: Reservation) -> None:
    give_back(book, reservation, "lapse", at)


def give_back(book: Book, reservation: Reservation, kind: Literal["lapse", "release"], at: datetime) -> None:
    """Put a reservation's lots and vouchers back within reach, by lapse or release."""
    for tender in reservation.tenders:
        if tender.wallet is not None:
            freed = free_reserved(book.wallet(tender.wallet), tender.lots)
            cause = f"redemption/{reservation.redemption_id}"
            book.post(kind, cause, tender.wallet, freed, units=tender.units, at=at)
    book.give_vouchers(tuple(tender.voucher for tender in reservation.tenders if tender.voucher))
    book.close_reservation(reservation)


def _expire(book: Book, at: datetime, *, name: str, last_day: date) -> None:
    wallet, _ = expire(book.wallet(name), last_day + ONE_DAY)
    book.post("expiry", f"expiry/{last_day}", name, wallet, at=at)


def _expire_stamps(book: Book, at: datetime, *, card_id: str, day: date) -> None:
    book.keep_card(without_expired(book.account.card(card_id), day), at=at)


def _activate(book: Book, at: datetime, *, name: str, day: date) -> None:
    wallet, units = activate(book.wallet(name), day)
    book.post("activation", f"hold/{day}", name, wallet, units=units, at=at)


def _end_membership(book: Book, at: datetime) -> None:
    book.note_membership(None, at=at)


def _drop_expired_vouchers(book: Book, _: datetime, *, day: date) -> None:
    kept = tuple(each for each in book.account.vouchers if each.last_day is None or each.last_day >= day)
    if len(kept) != len(book.account.vouchers):
        book.keep_vouchers(kept)
