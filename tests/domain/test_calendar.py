"""A day is a day of the programme's time zone, however its clocks jump."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.domain.calendar import (
    day_in_year,
    day_of,
    end_of,
    parse_day,
    parse_instant,
    plus_months,
    show_instant,
    start_of_day,
    zone_of,
)

ZONES = ["UTC", "Europe/Rome", "America/New_York", "America/Sao_Paulo", "Africa/Cairo", "Pacific/Apia", "Asia/Kolkata"]
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@given(DAYS, st.sampled_from(ZONES))
def test_a_day_starts_at_the_first_second_that_belongs_to_it(day: date, zone: str) -> None:
    start = start_of_day(day, zone)
    assert day_of(start, zone) >= day
    assert day_of(start - timedelta(seconds=1), zone) < day


@pytest.mark.parametrize(
    ("day", "zone", "start"),
    [
        (date(2026, 3, 29), "Europe/Rome", "2026-03-28T23:00:00Z"),
        (date(2026, 3, 30), "Europe/Rome", "2026-03-29T22:00:00Z"),
        (date(2018, 11, 4), "America/Sao_Paulo", "2018-11-04T03:00:00Z"),  # midnight was jumped over: it began at 01:00
        (date(2011, 12, 30), "Pacific/Apia", "2011-12-30T10:00:00Z"),  # the whole day was left out
        (date(2026, 11, 1), "America/Havana", "2026-11-01T04:00:00Z"),  # midnight comes twice
        (date(1919, 3, 31), "America/Toronto", "1919-03-31T04:30:00Z"),  # 23:30 jumped to 00:30
    ],
)
def test_days_begin_where_the_clock_says(day: date, zone: str, start: str) -> None:
    assert show_instant(start_of_day(day, zone)) == start


@pytest.mark.parametrize(
    "name", ["Europe/Roma", "", "Mars/Base", "../etc/passwd", "localtime", "Europe", "a\0b", "é" * 99]
)
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not a time zone"):
        zone_of(name)


@pytest.mark.parametrize(
    ("day", "months", "landed"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 11), 12, date(2027, 1, 11)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int, landed: date) -> None:
    assert plus_months(day, months) == landed


def test_the_end_of_a_day_month_and_year() -> None:
    day = date(2028, 2, 10)
    assert end_of(day, "day") == day
    assert end_of(day, "month") == date(2028, 2, 29)
    assert end_of(day, "year") == date(2028, 12, 31)


def test_the_29th_of_february_is_the_28th_in_common_years() -> None:
    assert [day_in_year(2, 29, 2027), day_in_year(2, 29, 2028)] == [date(2027, 2, 28), date(2028, 2, 29)]


@pytest.mark.parametrize("text", ["2026-02-30", "26-1-1", "2026-1-01", "20260101", "", 5, None, "2026-01-01T00:00:00Z"])
def test_what_is_no_day_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="day"):
        parse_day(text)


def test_an_instant_is_read_with_its_offset() -> None:
    expected = datetime(2026, 1, 10, 9, 0, tzinfo=UTC)
    for text in ("2026-01-10T10:00:00+01:00", "2026-01-10T09:00:00Z", "2026-01-10t09:00:00.000z"):
        assert parse_instant(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-01-10T10:00:00", "has no offset"),
        ("2026-01-10", "write an instant with its offset"),
        ("2026-02-30T10:00:00Z", "there is no instant"),
        ("2026-01-10T25:00:00Z", "there is no instant"),
        ("0001-01-01T00:00:00+14:00", "there is no instant"),
        ("0001-01-01T00:00:00Z", "is not an instant between the years 1900 and 2999"),
        ("9999-12-31T23:59:59Z", "is not an instant between the years 1900 and 2999"),
        (1768035600, "write an instant with its offset"),
        (None, "write an instant with its offset"),
    ],
)
def test_what_is_no_instant_is_refused_with_the_reason(text: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_instant(text)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1), timezones=st.just(timezone(timedelta(hours=5)))))
def test_an_instant_that_is_shown_reads_back_the_same(instant: datetime) -> None:
    assert parse_instant(show_instant(instant)) == instant
    assert parse_instant(show_instant(instant, "Europe/Rome")) == instant
