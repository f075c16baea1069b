"""Settling: what the clock alone did to an account, entered when it happened (docs/rules.md §5).

Every write begins with it, so a wallet is a function of its lots and the clock, job or no job.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Literal, NamedTuple

from tessera.domain.account import Account, Book, Reservation, tier_of
from tessera.domain.calendar import Zone, day_of, start_of_day
from tessera.domain.lots import activate, expire, free_reserved
from tessera.domain.programme import Programme
from tessera.domain.programme.members import Tiers
from tessera.domain.tiers import lowered, night_below, night_of_fall, upgraded
from tessera.domain.versions import Version

ONE_DAY = timedelta(days=1)
NIGHT = timedelta(minutes=30)
"""Nights run half an hour after midnight."""
LAST_DAY = date(2999, 12, 31)


class Due(NamedTuple):
    """Something that became due: when, its rank among what is due at one instant, and what it does to the book."""

    at: datetime
    rank: int
    happen: Callable[[Book, datetime], None]


def settle(book: Book, version: Version) -> None:
    """Enter all that became due until the book's instant: reservations lapse, lots expire, pending lots activate,
    tiers fall.

    Each is dated when it happened, but never before what the book already says.
    """
    programme = version.programme
    today = day_of(book.at, programme.timezone)
    moment = max((entry.at for entry in book.entries), default=datetime.min.replace(tzinfo=UTC))
    while due := min(_due(book.account, book.at, today, programme), default=None, key=lambda each: each[:2]):
        moment = max(moment, due.at)
        due.happen(book, moment)
    _drop_expired_vouchers(book, today)


def settled(account: Account, now: datetime, version: Version) -> Account:
    """The account as it stands at `now`, nothing written (and nothing issued)."""
    book = Book(account, at=now, version=version.number)
    settle(book, version)
    return replace(book.account, settled_at=book.at)


def is_due(account: Account, now: datetime, version: Version) -> bool:
    """Whether the clock has something to enter in the account at `now`."""
    return any(_due(account, now, day_of(now, version.programme.timezone), version.programme))


def _due(account: Account, now: datetime, today: date, programme: Programme) -> Iterator[Due]:
    zone = programme.timezone
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
    if programme.tiers and (night := _tier_due(account, programme.tiers, today, zone)) and night.at <= now:
        yield night


def review_tier(book: Book, version: Version) -> None:
    """Raise the member at once to the level that is reached now."""
    programme = version.programme
    if programme.tiers:
        state = tier_of(book.account, programme.tiers)
        today = day_of(book.at, programme.timezone)
        now = upgraded(programme.tiers, state, book.account.activity, today)
        if now != state:
            book.note_tier(now, state.level)


def _tier_due(account: Account, tiers: Tiers, today: date, zone: Zone) -> Due | None:
    """The next night that finds the member below their level, or lowers them."""
    state = tier_of(account, tiers)
    if tiers.downgrade.mode == "never":
        return None
    if state.below_since is not None:
        night = night_of_fall(tiers, state)
        return Due(_at_night(night, zone), 3, partial(_lower, tiers=tiers, night=night))
    looked_at = max(day_of(account.settled_at - NIGHT, zone), state.since)
    below = night_below(tiers, state, account.activity, after=looked_at, until=today)
    return Due(_at_night(below, zone), 3, partial(_find_below, tiers=tiers, night=below)) if below else None


def _find_below(book: Book, _: datetime, *, tiers: Tiers, night: date) -> None:
    state = tier_of(book.account, tiers)
    book.note_tier(replace(state, below_since=night), state.level)


def _lower(book: Book, at: datetime, *, tiers: Tiers, night: date) -> None:
    state = tier_of(book.account, tiers)
    book.note_tier(lowered(tiers, state, book.account.activity, night), state.level, at=at)


def _at_night(day: date, zone: Zone) -> datetime:
    return start_of_day(min(day, LAST_DAY), zone) + NIGHT


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


def _activate(book: Book, at: datetime, *, name: str, day: date) -> None:
    wallet, units = activate(book.wallet(name), day)
    book.post("activation", f"hold/{day}", name, wallet, units=units, at=at)


def _drop_expired_vouchers(book: Book, today: date) -> None:
    kept = tuple(each for each in book.account.vouchers if each.last_day is None or each.last_day >= today)
    if len(kept) != len(book.account.vouchers):
        book.keep_vouchers(kept)
