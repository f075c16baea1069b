"""What members are given besides what orders earn, and when it is due: on a birthday, on entering a segment, on a date
(docs/rules.md §2 and §7)."""

from collections.abc import Iterator
from datetime import date, datetime

from tessera.domain.account import Account
from tessera.domain.book import Book, Counting
from tessera.domain.calendar import day_of, start_of_day
from tessera.domain.due import LAST_DAY, ONE_DAY
from tessera.domain.entries import POINTS
from tessera.domain.expiry import expiry_of, new_lot, restart_clocks
from tessera.domain.lots import Lot, deposit
from tessera.domain.programme.segments import Gift
from tessera.domain.versions import Version


def give_points(book: Book, cause: str, points: int, version: Version) -> Lot:
    """Enter points that are active at once; gives the lot they go into."""
    today = day_of(book.at, version.programme.timezone)
    lot = new_lot(expiry_of(version.programme, POINTS), today, points)
    restart_clocks(book, version.programme, "earn", today)
    book.post("accrual", cause, POINTS, deposit(book.wallet(POINTS), lot), version=version.number)
    return lot


def birthday_due(account: Account, now: datetime, version: Version) -> date | None:
    """The birthday for which the bonus of its year is due: it has come since the member enrolled, since it is known to
    be that day, and since there is such a bonus; a later birthday within the same year brings none."""
    if version.programme.bonuses.birthday is None or account.traits.birthday is None:
        return None
    today = day_of(now, version.programme.timezone)
    birthdays = _birthdays(account, range(today.year - 1, today.year + 1), version)
    return next((birthday for birthday in birthdays if birthday <= today), None)


def next_birthday(account: Account, now: datetime, version: Version) -> date | None:
    """The first day, from today on, on which the bonus of a birthday is due; None: none is ahead."""
    if version.programme.bonuses.birthday is None:
        return None
    today = day_of(now, version.programme.timezone)
    if birthday_due(account, now, version):
        return today
    birthdays = _birthdays(account, range(today.year, today.year + 3), version)
    return next((birthday for birthday in birthdays if birthday > today), None)


def _birthdays(account: Account, years: range, version: Version) -> Iterator[date]:
    """The birthdays of these years that bring a bonus the member has not had."""
    known_since = max(account.enrolled_on, account.traits.birthday_since or account.enrolled_on)
    for year in years:
        birthday = account.traits.birthday_in(year)
        if not birthday or year <= (account.birthday_year or 0):
            continue
        if known_since <= birthday and _was_there("bonuses/birthday", birthday, version):
            yield birthday


def gifts_due(account: Account, now: datetime, version: Version) -> Iterator[Gift]:
    """The gifts that the member has not had: of segments they entered, and are still in, since the gift was published,
    and of dates that have come since they enrolled."""
    today = day_of(now, version.programme.timezone)
    for gift in version.programme.gifts:
        if gift.id not in account.gifts and _is_for(gift, account, today, version):
            yield gift


def next_gift(account: Account, now: datetime, version: Version) -> date | None:
    """The first day, from today on, on which a gift is due; None: no date is ahead. Who enters a segment is written."""
    today = day_of(now, version.programme.timezone)
    if any(gifts_due(account, now, version)):
        return today
    gifts = (gift for gift in version.programme.gifts if gift.id not in account.gifts)
    dates = (gift.when.date for gift in gifts if gift.when.date and _is_for(gift, account, gift.when.date, version))
    return min((day for day in dates if day > today), default=None)


def budget_of(gift: Gift) -> tuple[Counting, ...]:
    """What a gift takes of its budget, if it has one."""
    return (Counting(f"budget/{gift.id}", gift.points, gift.budget),) if gift.budget is not None else ()


def _is_for(gift: Gift, account: Account, today: date, version: Version) -> bool:
    if gift.when.date is not None:
        has_come = account.enrolled_on <= gift.when.date <= today
        return has_come and _was_there(f"gifts/{gift.id}", gift.when.date, version)
    entered_at = dict(account.segments).get(gift.when.enters or "")
    return entered_at is not None and version.is_published(f"gifts/{gift.id}", entered_at)


def _was_there(part: str, day: date, version: Version) -> bool:
    """Whether a part was published by the end of a day."""
    return version.is_published(part, start_of_day(min(day, LAST_DAY) + ONE_DAY, version.programme.timezone))
