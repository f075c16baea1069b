"""Points that turn into vouchers by themselves: when, how many, and what a refund does to them."""

from datetime import date
from typing import Any

import pytest

from tessera.operations.settle_account import settle_account
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines

FIVE = {"id": "five", "kind": "amount_off", "value": "5.00", "cost": 100, "automatic": True, "valid_days": 30}


def publish(shop: Shop, *rewards: Any, **sections: Any) -> None:
    shop.publish(ONE_POINT_PER_EURO, rewards=list(rewards), **sections)


def holds(shop: Shop, member_id: str = "anna") -> tuple[int, int]:
    """The active points and how many vouchers."""
    account = shop.account(member_id)
    return account["wallets"]["points"]["active"], len(account["vouchers"])


@pytest.fixture
def anna(shop: Shop) -> Shop:
    publish(shop, FIVE)
    shop.enrol()
    return shop


def test_the_order_that_reaches_the_cost_brings_as_many_vouchers_as_it_covers(anna: Shop) -> None:
    anna.order("o1", lines=lines("99.00"))
    assert holds(anna) == (99, 0)
    anna.order("o2", lines=lines("102.00"))
    assert holds(anna) == (1, 2)
    assert [entry.cause for entry in anna.entries("redemption")] == ["conversion/five"] * 2


def test_twenty_are_issued_at_once_and_the_rest_by_the_night(anna: Shop) -> None:
    anna.order("o1", lines=lines("4550.00"))
    assert holds(anna) == (2550, 20)
    anna.run_nights("2026-01-11T00:30:00+01:00")
    assert holds(anna) == (50, 45)


def test_two_hundred_vouchers_are_enough_until_the_last_day_of_one_is_over(anna: Shop) -> None:
    anna.order("o1", lines=lines("25000.00"))
    anna.run_nights("2026-01-12T12:00:00+01:00")
    assert holds(anna) == (5000, 200)
    anna.run_nights("2026-02-20T12:00:00+01:00")
    assert holds(anna) == (0, 50)


def test_what_a_hold_lets_go_at_midnight_is_a_voucher_from_that_day_on(shop: Shop) -> None:
    publish(shop, FIVE, earning={"hold": {"days": 14}})
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    shop.run_nights("2026-01-23T12:00:00+01:00")
    assert holds(shop) == (0, 0)
    shop.run_nights("2026-01-24T00:30:00+01:00")
    assert shop.account()["vouchers"][0]["last_day"] == "2026-02-23"
    assert shop.entries("redemption")[0].at.isoformat() == "2026-01-23T23:00:00+00:00"


def test_a_voucher_is_not_over_before_the_member_could_have_it(shop: Shop) -> None:
    publish(shop, FIVE, earning={"hold": {"days": 14}})
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    shop.at("2026-06-01T10:00:00+02:00").adjust("points", 1)
    assert (holds(shop), shop.account()["vouchers"][0]["last_day"]) == ((1, 1), "2026-07-01")


def test_a_reward_that_is_published_later_turns_no_points_into_vouchers_before_that(shop: Shop) -> None:
    publish(shop)
    shop.enrol()
    shop.order("o1", lines=lines("150.00"))
    publish(shop.at("2026-06-01T10:00:00+02:00"), FIVE)
    shop.run_nights("2026-06-02T12:00:00+02:00")
    assert (holds(shop), shop.account()["vouchers"][0]["last_day"]) == ((50, 1), "2026-07-02")
    assert shop.entries("redemption")[0].at.isoformat() == "2026-06-01T08:00:00+00:00"


def test_another_version_of_the_programme_changes_nothing_of_when_it_happened(shop: Shop) -> None:
    publish(shop, FIVE, earning={"hold": {"days": 14}})
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    publish(shop.later(days=30), FIVE, bonuses={"welcome": {"points": 1}})
    shop.later(days=1).adjust("points", 1)
    assert shop.entries("redemption")[0].at.isoformat() == "2026-01-23T23:00:00+00:00"


def test_points_turn_before_they_expire(shop: Shop) -> None:
    publish(shop, FIVE, earning={"hold": {"days": 5}}, wallets={"points": {"expiry": {"mode": "fixed", "days": 10}}})
    shop.enrol()
    shop.adjust("points", 60)
    shop.order("o1", lines=lines("60.00"))
    shop.at("2026-03-01T10:00:00+01:00").adjust("points", 1, "g2")
    assert holds(shop) == (1, 1)
    assert [entry.kind for entry in shop.entries("expiry")] == ["expiry"]


def test_released_points_turn_too(shop: Shop) -> None:
    publish(shop, wallets={"points": {"redeem": {"points": 10, "value": "0.50"}}})
    shop.enrol()
    shop.adjust("points", 100)
    shop.reserve("x1", points=100, cart={"lines": lines("50.00")})
    publish(shop.later(minutes=1), FIVE, wallets={"points": {"redeem": {"points": 10, "value": "0.50"}}})
    assert shop.release("x1").body["account"]["wallets"]["points"]["active"] == 0
    assert holds(shop) == (0, 1)


def test_a_blocked_member_gets_none_until_that_is_undone(anna: Shop) -> None:
    anna.block()
    anna.order("o1", lines=lines("100.00"))
    anna.run_nights("2026-01-12T12:00:00+01:00")
    assert holds(anna) == (100, 0)
    anna.block(False)
    assert holds(anna) == (0, 1)


def test_one_member_gets_no_more_than_one_may_have(shop: Shop) -> None:
    publish(shop, {**FIVE, "limit_per_member": 2})
    shop.enrol()
    shop.order("o1", lines=lines("350.00"))
    assert holds(shop) == (150, 2)
    shop.refund("o1", amount="160.00")
    assert holds(shop) == (90, 1)
    shop.order("o2", lines=lines("10.00"))
    assert holds(shop) == (0, 2)


def test_the_stock_ends_with_the_last_one_and_nobody_is_refused_for_it(shop: Shop) -> None:
    publish(shop, {**FIVE, "stock": 1, "cost": 40}, bonuses={"welcome": {"points": 50}})
    shop.enrol("anna")
    shop.enrol("bea")
    assert (holds(shop, "anna"), holds(shop, "bea")) == ((10, 1), (50, 0))
    shop.enrol("bea", country="RO")
    shop.run_nights("2026-01-12T12:00:00+01:00")
    assert holds(shop, "bea") == (50, 0)


def test_what_is_left_of_the_stock_goes_to_points_that_would_cover_more(shop: Shop) -> None:
    publish(shop, {**FIVE, "stock": 3})
    shop.enrol()
    shop.order("o1", lines=lines("550.00"))
    assert holds(shop) == (250, 3)
    shop.order("o2", lines=lines("50.00"))
    shop.run_nights("2026-01-12T12:00:00+01:00")
    assert holds(shop) == (300, 3)
    shop.prove()


def test_of_a_stock_as_many_are_issued_as_the_points_cover_twenty_at_once(shop: Shop) -> None:
    publish(shop, {**FIVE, "stock": 500})
    shop.enrol()
    shop.order("o1", lines=lines("2250.00"))
    assert holds(shop) == (250, 20)
    shop.run_nights("2026-01-12T12:00:00+01:00")
    assert holds(shop) == (50, 22)
    shop.prove()


def test_one_reward_whose_stock_is_short_leaves_the_points_to_the_next(shop: Shop) -> None:
    publish(shop, {**FIVE, "stock": 2}, {**FIVE, "id": "other", "stock": 4})
    shop.enrol()
    shop.order("o1", lines=lines("550.00"))
    issued = [each["reward_id"] for each in shop.account()["vouchers"]]
    assert (holds(shop), issued) == ((50, 5), ["five"] * 2 + ["other"] * 3)
    shop.prove()


def test_the_last_of_a_stock_that_a_refund_returns_is_issued_again_with_it(shop: Shop) -> None:
    """The order's voucher goes back to the stock; another order's points have waited for it."""
    publish(shop, {**FIVE, "stock": 1})
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    shop.order("o2", lines=lines("250.00"))
    assert holds(shop) == (250, 1)
    shop.refund("o1", amount="100.00")
    assert holds(shop) == (150, 1)
    shop.prove()


def test_no_cancellation_is_refused_for_it_either(shop: Shop) -> None:
    plans = [{"id": "plus", "fee": "49.00", "period_months": 12}]
    publish(shop, {**FIVE, "stock": 1}, memberships=plans)
    for member_id in ("anna", "bea"):
        shop.enrol(member_id)
        shop.order(f"o-{member_id}", member_id, lines=lines("100.00"))
    shop.membership("paid", member_id="bea")
    assert shop.cancel("bea")["membership"]["state"] == "cancelled"


def test_one_that_comes_back_to_the_stock_is_for_the_next_night_and_valid_from_then(shop: Shop) -> None:
    publish(shop, {**FIVE, "stock": 1})
    for member_id in ("anna", "bea"):
        shop.enrol(member_id)
        shop.order(f"o-{member_id}", member_id, lines=lines("100.00"))
    code = shop.account()["vouchers"][0]["code"]
    shop.at("2026-02-05T10:00:00+01:00").void(code)
    shop.adjust("points", -100)
    shop.run_nights("2026-02-06T00:30:00+01:00")
    assert shop.account("bea")["vouchers"][0]["last_day"] == "2026-03-08"


def test_the_stock_goes_to_whose_points_are_active_first(shop: Shop) -> None:
    publish(shop, {**FIVE, "stock": 1}, earning={"hold": {"days": 14}})
    for member_id in ("anna", "bea"):
        shop.enrol(member_id)
    shop.order("o1", "bea", lines=lines("100.00"))
    shop.later(days=2).order("o2", "anna", lines=lines("100.00"))
    shop.run_nights("2026-02-01T12:00:00+01:00")
    assert (holds(shop, "anna"), holds(shop, "bea")) == ((100, 0), (0, 1))


@pytest.mark.parametrize("parts", [["150.00"], ["50.00", "100.00"], ["100.00", "50.00"], ["0.01", "149.99"]])
def test_a_refund_in_any_split_takes_back_the_vouchers_its_points_made(anna: Shop, parts: list[str]) -> None:
    anna.order("o1", lines=lines("70.00"))
    anna.order("o2", lines=lines("150.00"))
    assert holds(anna) == (20, 2)
    for number, part in enumerate(parts):
        anna.refund("o2", f"r{number}", amount=part)
    assert holds(anna) == (70, 0)


def test_vouchers_made_of_several_orders_leave_nothing_of_those_that_go_back(anna: Shop) -> None:
    for number, price in enumerate(("60.00", "100.00", "40.00"), 1):
        anna.later(days=1).order(f"o{number}", lines=lines(price))
    assert holds(anna) == (0, 2)
    anna.refund("o2", amount="100.00")
    assert holds(anna) == (0, 1)
    anna.refund("o3", amount="40.00")
    assert holds(anna) == (60, 0)


def test_refunds_that_come_before_the_order_end_in_the_same(shop: Shop) -> None:
    publish(shop, FIVE)
    for member_id in ("anna", "bea"):
        shop.enrol(member_id)
        shop.adjust("points", 70, member_id=member_id)
    shop.order("a", "anna", lines=lines("150.00"))
    shop.refund("a", "r1", amount="40.00")
    shop.refund("b", "r1", amount="40.00")
    shop.order("b", "bea", lines=lines("150.00"))
    assert holds(shop, "anna") == holds(shop, "bea") == (80, 1)


@pytest.mark.parametrize(("shortage", "left"), [("negative", -60), ("clamp", 0)])
def test_what_a_used_voucher_cost_is_owed_or_written_off(shop: Shop, shortage: str, left: int) -> None:
    publish(shop, FIVE, refunds={"shortage": shortage})
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    code = shop.account()["vouchers"][0]["code"]
    shop.reserve("x1", vouchers=[code], cart={"lines": lines("45.00")})
    shop.order("o2", lines=lines("45.00"), redemption_id="x1")
    shop.refund("o1", amount="100.00")
    assert holds(shop) == (left, 0)


def test_the_youngest_is_voided_first_also_when_an_older_one_was_reserved_meanwhile(anna: Shop) -> None:
    anna.order("o1", lines=lines("150.00"))
    old = anna.account()["vouchers"][0]["code"]
    anna.later(days=1).adjust("points", 50)
    anna.reserve("x1", vouchers=[old], cart={"lines": lines("45.00")})
    anna.release("x1")
    anna.refund("o1", amount="10.00")
    assert [voucher["code"] for voucher in anna.account()["vouchers"]] == [old]


def test_settling_twice_at_one_instant_writes_once(shop: Shop) -> None:
    publish(shop, FIVE, earning={"hold": {"days": 1}})
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    shop.later(days=1)
    assert settle_account("anna", **shop.writing) is not None
    assert settle_account("anna", **shop.writing) is None
    assert shop.book().vouchers[0].issued_on == date(2026, 1, 11)
