"""Paid memberships: the trial, periods, cancelling, lapsing, and plans that change."""

from datetime import date
from typing import Any

import pytest

from tessera.domain.refusals import Conflict, LimitReached, UnknownPlan
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines

PLUS = {"id": "plus", "fee": "49.00", "period_months": 1, "trial_days": 30, "points_multiplier": "2"}
LUX = {"id": "lux", "fee": "99.00", "period_months": 12, "discount": "10", "perks": ["lounge"]}


def publish(shop: Shop, *plans: Any) -> None:
    shop.publish(ONE_POINT_PER_EURO, memberships=list(plans))


def stands(shop: Shop) -> tuple[str, str, str] | None:
    membership = shop.account()["membership"]
    return membership and (membership["plan"], membership["state"], membership["last_day"])


def told(shop: Shop) -> list[tuple[str, str, str]]:
    return [(change.was, change.now, change.at.isoformat()[:16]) for change in shop.changes("membership")]


@pytest.fixture
def anna(shop: Shop) -> Shop:
    publish(shop.at("2026-01-31T10:00:00+01:00"), PLUS, LUX)
    shop.enrol()
    return shop


def test_a_trial_is_its_days_and_ends_when_nobody_pays(anna: Shop) -> None:
    anna.membership("trial")
    assert stands(anna) == ("plus", "trial", "2026-03-01")
    assert anna.order("o1", lines=lines("10.00")).body["awards"][0]["amount"] == 20
    assert anna.at("2026-03-01T23:59:59+01:00").account()["membership"] is not None
    assert anna.at("2026-03-02T00:00:00+01:00").order("o2", lines=lines("10.00")).body["awards"][0]["amount"] == 10
    assert told(anna) == [("", "trial", "2026-01-31T09:00"), ("trial", "", "2026-03-01T23:00")]


def test_paying_ends_the_trial_and_begins_the_first_period(anna: Shop) -> None:
    anna.membership("trial")
    anna.later(days=5).membership("paid", "m2")
    assert stands(anna) == ("plus", "paid", "2026-03-04")


def test_paying_for_a_cancelled_trial_begins_a_period_that_is_not_cancelled(anna: Shop) -> None:
    anna.membership("trial")
    assert anna.cancel()["membership"]["state"] == "cancelled"
    anna.membership("paid", "m2")
    assert stands(anna) == ("plus", "paid", "2026-02-27")


def test_periods_that_begin_on_the_31st_come_back_to_it(anna: Shop) -> None:
    anna.membership("paid", "m1")
    assert stands(anna) == ("plus", "paid", "2026-02-27")
    anna.membership("paid", "m2")
    assert stands(anna) == ("plus", "paid", "2026-03-30")
    anna.membership("paid", "m3")
    assert stands(anna) == ("plus", "paid", "2026-04-29")


def test_who_pays_on_the_day_on_which_it_ended_begins_anew(anna: Shop) -> None:
    anna.membership("paid", "m1")
    anna.at("2026-02-28T00:00:00+01:00").membership("paid", "m2")
    assert (stands(anna), anna.account()["membership"]["since"]) == (("plus", "paid", "2026-03-27"), "2026-02-28")
    assert told(anna)[1:] == [("paid", "", "2026-02-27T23:00"), ("", "paid", "2026-02-27T23:00")]


def test_a_period_whose_length_changes_extends_by_the_new_one(anna: Shop) -> None:
    for number in range(12):
        anna.membership("paid", f"m{number}")
    assert stands(anna) == ("plus", "paid", "2027-01-30")
    publish(anna, {**PLUS, "period_months": 12})
    anna.membership("paid", "m12")
    assert stands(anna) == ("plus", "paid", "2028-01-30")
    publish(anna, {**PLUS, "period_months": 1})
    anna.membership("paid", "m13")
    assert stands(anna) == ("plus", "paid", "2028-02-28")


def test_a_cancelled_one_lasts_until_its_end_and_paying_again_takes_that_back(anna: Shop) -> None:
    anna.membership("paid")
    anna.cancel()
    anna.cancel()
    assert stands(anna) == ("plus", "cancelled", "2026-02-27")
    anna.membership("paid", "m2")
    assert stands(anna) == ("plus", "paid", "2026-03-30")
    assert len(told(anna)) == 3


def test_who_has_none_has_nothing_cancelled(anna: Shop) -> None:
    before = anna.book().version
    assert anna.cancel()["membership"] is None
    assert anna.book().version == before


def test_a_trial_is_had_once_and_not_after_paying(anna: Shop) -> None:
    anna.membership("trial")
    assert anna.membership("trial").replayed
    with pytest.raises(LimitReached, match="until 2026-03-02"):
        anna.membership("trial", "m2")
    anna.at("2026-04-01T10:00:00+02:00")
    with pytest.raises(LimitReached, match="had once"):
        anna.membership("trial", "m3")
    with pytest.raises(LimitReached, match="has no trial"):
        anna.membership("trial", "m4", plan="lux")
    with pytest.raises(UnknownPlan):
        anna.membership("paid", "m5", plan="gold")
    with pytest.raises(Conflict):
        anna.membership("paid", "m1")


def test_another_plan_begins_at_once_and_its_end_is_its_own(anna: Shop) -> None:
    anna.membership("paid")
    anna.later(days=1).membership("paid", "m2", plan="lux")
    assert stands(anna) == ("lux", "paid", "2027-01-31")
    anna.later(days=1).membership("paid", "m3")
    assert stands(anna) == ("plus", "paid", "2026-03-01")


def test_a_plan_that_is_published_no_more_lasts_and_is_not_renewed(anna: Shop) -> None:
    anna.membership("paid", plan="lux")
    publish(anna.later(days=1), PLUS)
    assert (stands(anna), anna.account()["membership"]["perks"]) == (("lux", "paid", "2027-01-30"), [])
    with pytest.raises(UnknownPlan):
        anna.membership("paid", "m2", plan="lux")
    anna.run_nights("2027-01-31T12:00:00+01:00")
    assert told(anna)[1:] == [("paid", "", "2027-01-30T23:00")]


def test_nobody_pays_beyond_the_end_of_days(shop: Shop) -> None:
    publish(shop, {**LUX, "period_months": 1_200})
    shop.enrol()
    for number in range(9):
        shop.membership("paid", f"m{number}", plan="lux")
    with pytest.raises(LimitReached, match="2999"):
        shop.membership("paid", "m9", plan="lux")
    assert shop.book().membership is not None
    assert stands(shop) == ("lux", "paid", "2926-01-09")


def test_one_that_begins_on_29_february_ends_before_the_28th(shop: Shop) -> None:
    publish(shop.at("2028-02-29T10:00:00+01:00"), LUX)
    shop.enrol()
    shop.membership("paid", plan="lux")
    held = shop.book().membership
    assert held is not None
    assert held.until == date(2029, 2, 28)


def test_the_night_ends_it_once(anna: Shop) -> None:
    anna.membership("paid")
    anna.run_nights("2026-03-10T12:00:00+01:00")
    assert (stands(anna), len(told(anna))) == (None, 2)
