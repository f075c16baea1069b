"""Gifts: on entering a segment or on a date, once per member, as long as the budget lasts."""

from typing import Any

import pytest

from tessera.operations.give_gifts import give_gifts
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines

BIG = {"id": "big", "all": [{"metric": "spend_lifetime", "at_least": "100.00"}]}
QUIET = {"id": "quiet", "all": [{"metric": "days_since_order", "at_least": 30}]}
HELLO = {"id": "hello", "when": {"enters": "big"}, "points": 50}
MAY_DAY = {"id": "may-day", "when": {"date": "2026-05-01"}, "points": 7}


def publish(shop: Shop, *gifts: Any, segment: Any = BIG, **sections: Any) -> None:
    shop.publish(segments=[segment], gifts=list(gifts), **sections)


def given(shop: Shop, member_id: str = "anna") -> list[str]:
    return [entry.cause for entry in shop.entries("accrual", member_id)]


@pytest.fixture
def anna(shop: Shop) -> Shop:
    publish(shop, HELLO)
    shop.enrol()
    return shop


def test_it_is_given_by_the_night_after_entering_and_once(anna: Shop) -> None:
    anna.order("o1", lines=lines("100.00"))
    assert given(anna) == []
    anna.run_nights("2026-01-11T00:30:00+01:00")
    anna.refund("o1", amount="100.00")
    anna.order("o2", lines=lines("100.00"))
    anna.run_nights("2026-01-13T12:00:00+01:00")
    assert given(anna) == ["gift/hello"]
    assert give_gifts("anna", **anna.writing) is None


def test_who_has_left_before_the_night_gets_it_when_they_enter_again(anna: Shop) -> None:
    anna.order("o1", lines=lines("100.00"))
    anna.refund("o1", amount="100.00")
    anna.run_nights("2026-01-12T12:00:00+01:00")
    assert given(anna) == []
    anna.order("o2", lines=lines("100.00"))
    anna.run_nights("2026-01-13T12:00:00+01:00")
    assert len(given(anna)) == 1


def test_who_entered_before_it_was_published_gets_nothing(shop: Shop) -> None:
    publish(shop)
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    publish(shop.later(hours=1), HELLO)
    shop.run_nights("2026-01-12T12:00:00+01:00")
    assert given(shop) == []


def test_the_first_write_after_the_publication_of_both_may_be_what_enters(shop: Shop) -> None:
    shop.publish()
    shop.enrol()
    publish(shop.later(days=9), HELLO)
    shop.later(days=9).order("o1", lines=lines("100.00"))
    shop.run_nights("2026-02-01T12:00:00+01:00")
    assert len(given(shop)) == 1


def test_one_with_another_budget_is_the_same_gift(anna: Shop) -> None:
    anna.order("o1", lines=lines("100.00"))
    publish(anna.later(hours=1), {**HELLO, "points": 60, "budget": 60})
    anna.run_nights("2026-01-12T12:00:00+01:00")
    assert anna.wallet()["active"] == 60


def test_the_budget_goes_to_whoever_enters_first_and_who_comes_too_late_is_passed_over(shop: Shop) -> None:
    publish(shop, {**HELLO, "when": {"enters": "quiet"}, "budget": 99}, segment=QUIET)
    for member_id in ("anna", "bea"):
        shop.enrol(member_id)
    shop.order("o1", "bea", lines=lines("1.00"))
    shop.later(days=1).order("o2", "anna", lines=lines("1.00"))
    shop.run_nights("2026-03-01T12:00:00+01:00")
    assert (len(given(shop, "bea")), given(shop, "anna")) == (1, [])
    assert shop.book("anna").gifts == ("hello",)


def test_the_points_of_a_gift_may_turn_into_a_voucher_at_once(shop: Shop) -> None:
    reward = {"id": "five", "kind": "amount_off", "value": "5.00", "cost": 50, "automatic": True}
    publish(shop, HELLO, rewards=[reward])
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    shop.run_nights("2026-01-11T12:00:00+01:00")
    assert (shop.wallet()["active"], len(shop.account()["vouchers"])) == (0, 1)


def test_that_of_a_date_goes_to_all_who_are_members_by_then(shop: Shop) -> None:
    publish(shop, MAY_DAY)
    shop.enrol("anna")
    shop.run_nights("2026-05-01T00:29:59+02:00")
    assert given(shop) == []
    shop.run_nights("2026-05-01T10:00:00+02:00")
    assert shop.wallet()["active"] == 7
    shop.enrol("bea")
    shop.run_nights("2026-05-02T10:00:00+02:00")
    shop.enrol("cleo")
    shop.run_nights("2026-05-03T10:00:00+02:00")
    assert (len(given(shop, "bea")), given(shop, "cleo")) == (1, [])


@pytest.mark.parametrize(("at", "gifts"), [("2026-05-01T23:59:59+02:00", 1), ("2026-05-02T00:10:00+02:00", 0)])
def test_one_that_is_published_on_its_date_is_given_by_the_night_after(shop: Shop, at: str, gifts: int) -> None:
    publish(shop)
    shop.enrol()
    publish(shop.at(at), MAY_DAY)
    shop.run_nights("2026-05-03T12:00:00+02:00")
    assert len(given(shop)) == gifts


def test_missed_nights_are_made_up_for(anna: Shop) -> None:
    anna.order("o1", lines=lines("100.00"))
    anna.at("2026-02-01T00:30:00+01:00")
    assert give_gifts("anna", **anna.writing) is not None
    assert anna.wallet()["active"] == 50


def test_a_blocked_member_is_given_it_all_the_same(anna: Shop) -> None:
    anna.block()
    anna.order("o1", lines=lines("100.00"))
    anna.run_nights("2026-01-12T12:00:00+01:00")
    assert anna.wallet()["active"] == 50


def test_points_owed_are_paid_by_it_first(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, segments=[BIG], gifts=[HELLO])
    shop.enrol()
    shop.order("o1", lines=lines("20.00"))
    shop.adjust("points", -20)
    shop.refund("o1", amount="20.00")
    shop.order("o2", lines=lines("100.00"))
    shop.run_nights("2026-01-12T12:00:00+01:00")
    assert shop.wallet()["active"] == 130
