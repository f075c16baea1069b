"""The agenda: on which day each nightly job has something to do for a member (docs/rules.md §7).

It is worked out from the account alone, and for one day too early rather than too late: a job looks before it writes.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from typing import Literal, NamedTuple, get_args

from tessera.domain.account import Account
from tessera.domain.calendar import Zone, day_of, zone_of
from tessera.domain.due import LAST_DAY, ONE_DAY, night_of
from tessera.domain.giving import next_birthday, next_gift
from tessera.domain.reminding import next_reminder
from tessera.domain.settling import next_settlement
from tessera.domain.versions import Version

Job = Literal["settle_accounts", "birthday_bonuses", "segment_gifts", "expiry_reminders"]
JOBS: tuple[Job, ...] = get_args(Job)

SHARDS = 16
"""A day is kept in so many parts, so that it can be worked by as many at once."""

MARGIN = timedelta(minutes=5)
"""Nothing is put on a day whose run begins sooner than this: it might be over before the item is there."""

HOURS: dict[Job, time] = {
    "settle_accounts": time(0, 30),
    "birthday_bonuses": time(8, 0),
    "segment_gifts": time(8, 10),
    "expiry_reminders": time(8, 20),
}
"""When each job runs, local time; template.yaml has the same. What is given and told comes by day: nobody wants mail at
night."""

NEXT: dict[Job, Callable[[Account, datetime, Version], date | None]] = {
    "settle_accounts": next_settlement,
    "birthday_bonuses": next_birthday,
    "segment_gifts": next_gift,
    "expiry_reminders": next_reminder,
}


class Item(NamedTuple):
    """A member is due for a job on a day, or was thought to be."""

    job: Job
    member_id: str
    day: date


def shard_of(member_id: str) -> int:
    """The shard that holds the member's items, on every day."""
    return blake2b(member_id.encode(), digest_size=1).digest()[0] % SHARDS


def planned(account: Account, version: Version, now: datetime) -> dict[Job, date]:
    """The first day, today or later, on which each job finds something due if nobody writes before; a job that has
    nothing ahead is absent."""
    days = ((job, next_day(account, now, version)) for job, next_day in NEXT.items())
    return {job: day for job, day in days if day is not None}


def booking(job: Job, account: Account | None, version: Version, now: datetime) -> date | None:
    """By when the member must be on the agenda of a job: as planned, but on no day that may be under way already."""
    day = NEXT[job](account, now, version) if account else None
    return day and max(day, first_open(job, now, version.programme.timezone))


def first_open(job: Job, now: datetime, zone: Zone) -> date:
    """The first day on which something may still be put."""
    return next_run(job, now + MARGIN, zone)


def run_at(job: Job, day: date, zone: Zone) -> datetime:
    """The instant at which a job runs on a day. Where the clock jumps over its hour, it is when the clock has jumped;
    where the hour comes twice, the first of them."""
    if job == "settle_accounts":
        return night_of(day, zone)
    return datetime.combine(min(day, LAST_DAY), HOURS[job], zone_of(zone)).astimezone(UTC)


def next_run(job: Job, after: datetime, zone: Zone) -> date:
    """The first day whose run begins later than an instant."""
    day = day_of(after, zone) - ONE_DAY
    while run_at(job, day, zone) <= after:
        day += ONE_DAY
    return day


def last_run(job: Job, now: datetime, zone: Zone) -> date:
    """The last day whose run has begun by now."""
    return next_run(job, now, zone) - ONE_DAY
