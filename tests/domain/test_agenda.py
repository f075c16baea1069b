"""When jobs run, wherever the clock jumps; and in which shard a member is."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from tessera.domain.agenda import JOBS, SHARDS, Job, first_open, last_run, next_run, run_at, shard_of
from tessera.domain.calendar import parse_instant, show_instant
from tessera.domain.due import night_of

ROME, AZORES, BEIRUT, SAMOA = "Europe/Rome", "Atlantic/Azores", "Asia/Beirut", "Pacific/Apia"
# Clocks that jump: at two and three, over midnight, back over midnight, over a whole day.
JUMPS = [
    (ROME, date(2026, 3, 29)),
    (ROME, date(2026, 10, 25)),
    (BEIRUT, date(2026, 3, 29)),
    (BEIRUT, date(2026, 10, 25)),
    (AZORES, date(2026, 10, 25)),
    (SAMOA, date(2011, 12, 30)),
    ("America/St_Johns", date(2010, 11, 7)),
]


@pytest.mark.parametrize(
    ("job", "day", "at"),
    [
        ("settle_accounts", date(2026, 3, 29), "2026-03-29T00:30:00+01:00"),
        ("birthday_bonuses", date(2026, 3, 29), "2026-03-29T08:00:00+02:00"),
        ("segment_gifts", date(2026, 10, 25), "2026-10-25T08:10:00+01:00"),
        ("expiry_reminders", date(2026, 7, 1), "2026-07-01T08:20:00+02:00"),
    ],
)
def test_a_job_runs_at_its_own_hour_by_the_clock_on_the_wall(job: Job, day: date, at: str) -> None:
    assert show_instant(run_at(job, day, ROME), ROME) == at


@pytest.mark.parametrize("job", JOBS)
@pytest.mark.parametrize(("zone", "day"), JUMPS)
def test_no_day_is_left_out_and_none_runs_before_its_night(job: Job, zone: str, day: date) -> None:
    days = [day + timedelta(days=step) for step in range(-3, 4)]
    runs = [run_at(job, each, zone) for each in days]
    assert all(earlier <= later for earlier, later in pairwise(runs))
    assert all(night_of(each, zone) <= run for each, run in zip(days, runs, strict=True))


@pytest.mark.parametrize("job", JOBS)
@pytest.mark.parametrize(("zone", "day"), JUMPS)
def test_the_next_run_is_the_first_that_is_later_and_the_last_is_the_one_before(job: Job, zone: str, day: date) -> None:
    for hours in range(-60, 60):
        now = run_at(job, day, zone) + timedelta(hours=hours, minutes=hours % 3)
        after = next_run(job, now, zone)
        assert run_at(job, after, zone) > now >= run_at(job, after - timedelta(days=1), zone)
        assert last_run(job, now, zone) == after - timedelta(days=1)


def test_nothing_is_put_on_a_day_whose_run_begins_within_minutes() -> None:
    day = date(2026, 1, 25)
    for now, opened in (("2026-01-25T00:24:59+01:00", day), ("2026-01-25T00:25:00+01:00", day + timedelta(days=1))):
        assert first_open("settle_accounts", parse_instant(now), ROME) == opened
    assert first_open("segment_gifts", parse_instant("2026-01-25T00:31:00+01:00"), ROME) == day


def test_members_are_spread_over_all_shards_and_stay_where_they_are() -> None:
    assert {shard_of(f"member-{number}") for number in range(500)} == set(range(SHARDS))
    assert (shard_of("anna"), shard_of("bruno"), shard_of("bea")) == (8, 7, 2)
