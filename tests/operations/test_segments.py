"""Segments: entered at once by what a member does and by night with the calendar; what publishing one does."""

from typing import Any

import pytest

from tessera.domain.calendar import parse_instant
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines

BIG = {"id": "big", "all": [{"metric": "spend_lifetime", "at_least": "100.00"}]}
QUIET = {"id": "quiet", "all": [{"metric": "days_since_order", "at_least": 30}]}
ROMANIA = {"id": "romania", "any": [{"attribute": "country", "is": ["RO"]}]}


def publish(shop: Shop, *segments: Any, **sections: Any) -> None:
    shop.publish(ONE_POINT_PER_EURO, segments=list(segments), **sections)


def moves(shop: Shop) -> list[tuple[str, str, str]]:
    return [(change.of, change.now, change.at.isoformat()[:16]) for change in shop.changes("segment")]


@pytest.fixture
def anna(shop: Shop) -> Shop:
    """Anna has spent 60.00 in a programme without segments."""
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    shop.order("o1", lines=lines("60.00"))
    return shop


def test_an_order_brings_a_member_in_and_its_refund_out_again(anna: Shop) -> None:
    publish(anna.later(days=1), BIG)
    anna.later(hours=1).order("o2", lines=lines("40.00"))
    assert anna.account()["segments"] == ["big"]
    anna.later(hours=1).refund("o2", amount="0.01")
    assert anna.account()["segments"] == []
    assert moves(anna) == [("big", "in", "2026-01-11T10:00"), ("big", "out", "2026-01-11T11:00")]


def test_who_is_in_it_when_it_is_published_has_not_entered_it(anna: Shop) -> None:
    anna.order("o2", lines=lines("40.00"))
    publish(anna.later(days=1), BIG)
    anna.later(hours=1).adjust("points", 1)
    assert anna.book().segments == (("big", None),)
    assert moves(anna) == []


def test_the_first_write_after_its_publication_may_be_what_brings_the_member_in(anna: Shop) -> None:
    publish(anna.later(days=1), BIG)
    anna.later(hours=1).order("o2", lines=lines("40.00"))
    assert anna.book().segments == (("big", parse_instant("2026-01-11T11:00:00+01:00")),)


def test_so_may_a_write_at_the_very_instant_of_it(anna: Shop) -> None:
    publish(anna.later(days=1), BIG)
    anna.order("o2", lines=lines("40.00"))
    assert moves(anna) == [("big", "in", "2026-01-11T09:00")]


def test_published_in_the_very_instant_of_a_night_it_is_entered_by_nobody_who_is_in_it(anna: Shop) -> None:
    anna.order("o2", lines=lines("40.00"))
    publish(anna.at("2026-01-11T00:30:00+01:00"), BIG)
    anna.later(days=1).adjust("points", 1)
    assert anna.book().segments == (("big", None),)


def test_a_tier_that_falls_later_makes_nobody_have_been_in_it_from_the_start(shop: Shop) -> None:
    tiers = {
        "metric": "spend",
        "window": {"mode": "rolling", "months": 1},
        "levels": [{"id": "bronze", "from": 0}, {"id": "silver", "from": 50}],
        "downgrade": {"mode": "reassess"},
    }
    shop.publish(ONE_POINT_PER_EURO, tiers=tiers)
    shop.enrol()
    shop.order("o1", lines=lines("60.00"))
    fallen = {"id": "fallen", "all": [{"tier": ["bronze"]}]}
    publish(shop.later(days=1), fallen, tiers=tiers)
    shop.at("2026-03-01T10:00:00+01:00").adjust("points", 1)
    assert moves(shop) == [("fallen", "in", "2026-02-09T23:30")]


def test_a_segment_whose_conditions_change_is_left_and_entered_in_silence(anna: Shop) -> None:
    publish(anna.later(days=1), {**BIG, "all": [{"metric": "spend_lifetime", "at_least": "50.00"}]})
    anna.later(hours=1).adjust("points", 1, "g1")
    publish(anna.later(hours=1), BIG)
    anna.later(hours=1).adjust("points", 1, "g2")
    assert (anna.book().segments, moves(anna)) == ((), [])


def test_a_segment_that_is_published_no_more_is_left(anna: Shop) -> None:
    publish(anna.later(days=1), BIG)
    anna.later(hours=1).order("o2", lines=lines("40.00"))
    publish(anna.later(hours=1))
    anna.run_nights("2026-01-12T12:00:00+01:00")
    assert anna.book().segments == ()


def test_a_country_that_is_told_today_is_entered_today(anna: Shop) -> None:
    publish(anna.later(days=1), ROMANIA)
    anna.later(days=20).enrol(country="RO")
    assert moves(anna) == [("romania", "in", "2026-01-31T09:00")]
    anna.later(days=20).enrol(country="IT")
    assert moves(anna)[1:] == [("romania", "out", "2026-02-20T09:00")]


def test_the_night_brings_in_who_has_been_quiet(anna: Shop) -> None:
    publish(anna, QUIET)
    anna.run_nights("2026-02-08T12:00:00+01:00")
    assert anna.account()["segments"] == []
    anna.run_nights("2026-02-09T12:00:00+01:00")
    assert moves(anna) == [("quiet", "in", "2026-02-08T23:30")]


def test_missed_nights_are_made_up_for_with_their_own_dates(anna: Shop) -> None:
    publish(anna, QUIET)
    anna.at("2026-05-01T10:00:00+02:00").order("o2", lines=lines("1.00"))
    assert moves(anna) == [("quiet", "in", "2026-02-08T23:30"), ("quiet", "out", "2026-05-01T08:00")]


def test_days_count_beyond_what_is_kept_day_by_day(anna: Shop) -> None:
    publish(anna, {"id": "lost", "all": [{"metric": "days_since_order", "at_least": 730}]})
    anna.at("2027-06-01T10:00:00+02:00").adjust("points", 1)
    anna.run_nights("2028-01-09T12:00:00+01:00")
    assert anna.account()["segments"] == []
    anna.run_nights("2028-01-10T12:00:00+01:00")
    assert anna.account()["segments"] == ["lost"]


def test_an_order_that_comes_years_late_is_not_the_last_one(anna: Shop) -> None:
    publish(anna, {"id": "lost", "all": [{"metric": "days_since_order", "at_least": 600}]})
    late = parse_instant("2024-01-10T10:00:00+01:00")
    anna.at("2027-06-01T10:00:00+02:00").order("o0", lines=lines("1.00"), at=late)
    anna.later(hours=1).order("o00", lines=lines("1.00"), at=late)
    assert anna.account()["segments"] == []
    assert str(anna.book().activity.last_day_of_order) == "2026-01-10"


def test_a_threshold_that_no_calendar_reaches_is_reached_by_nobody(anna: Shop) -> None:
    publish(anna, {"id": "never", "all": [{"metric": "days_since_order", "at_least": 1_000_000_000}]})
    anna.later(days=1).order("o2", lines=lines("1.00"))
    assert anna.account()["segments"] == []


def test_a_year_of_spend_ends_on_the_day_that_leaves_it(shop: Shop) -> None:
    publish(shop.at("2028-02-29T10:00:00+01:00"), {"id": "vip", "all": [{"metric": "spend_12m", "at_least": "60.00"}]})
    shop.enrol()
    shop.order("o1", lines=lines("60.00"))
    shop.run_nights("2029-02-27T12:00:00+01:00")
    assert shop.account()["segments"] == ["vip"]
    shop.run_nights("2029-03-01T12:00:00+01:00")
    assert moves(shop)[1:] == [("vip", "out", "2029-02-28T23:30")]
