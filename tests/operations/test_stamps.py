"""Stamp cards: what a stamp is worth, when it is over, and how a refund takes it back."""

from itertools import permutations
from typing import Any

import pytest

from tests.operations.shop import ONE_POINT_PER_EURO, Shop, line, lines

CARD = {"id": "coffee", "scope": {"category": ["coffee"]}, "stamps": 3, "reward": {"free_product_up_to": "cheapest"}}
COFFEE = {"categories": ["coffee"]}


def publish(shop: Shop, **card: Any) -> None:
    shop.publish(stamp_cards=[{**CARD, **card}])


def cups(quantity: int, price: str = "4.00", line_id: str = "1") -> dict[str, Any]:
    return line(price, line_id=line_id, quantity=quantity, **COFFEE)


def has(shop: Shop, member_id: str = "anna") -> tuple[int, int]:
    """The stamps and how many vouchers."""
    account = shop.account(member_id)
    return account["stamps"]["coffee"]["have"], len(account["vouchers"])


def prices(shop: Shop, member_id: str = "anna") -> dict[int, int]:
    counts: dict[int, int] = {}
    for stamps in shop.book(member_id).card("coffee").stamps:
        counts[stamps.price_minor] = counts.get(stamps.price_minor, 0) + stamps.count
    return counts


@pytest.fixture
def anna(shop: Shop) -> Shop:
    publish(shop)
    shop.enrol()
    return shop


def test_a_full_card_is_a_voucher_and_what_is_over_stays(anna: Shop) -> None:
    anna.order("o1", lines=[cups(7), line("9.00", line_id="2")])
    assert has(anna) == (1, 2)


@pytest.mark.parametrize(("worth", "to_pay"), [("cheapest", "2.00"), ("average", "1.00"), ("highest", "0.00")])
def test_the_free_product_is_worth_what_the_card_says_of_its_stamps(shop: Shop, worth: str, to_pay: str) -> None:
    publish(shop, reward={"free_product_up_to": worth})
    shop.enrol()
    shop.order("o1", lines=[cups(1, "3.00"), cups(1, "4.00", "2"), cups(1, "5.00", "3")])
    code = shop.account()["vouchers"][0]["code"]
    assert shop.quote(cart={"lines": [cups(1, "5.00")]}, use={"vouchers": [code]})["to_pay"] == to_pay


def test_one_stamp_per_order_goes_with_the_half_that_rounds_it(shop: Shop) -> None:
    publish(shop, per="order")
    shop.enrol()
    shop.order("o1", lines=[cups(2), cups(1, "8.00", "2")])
    assert has(shop) == (1, 0)
    shop.refund("o1", "r1", amount="7.99")
    assert has(shop) == (1, 0)
    shop.refund("o1", "r2", amount="0.01")
    assert has(shop) == (0, 0)


def test_a_stamp_is_good_through_the_same_day_so_many_months_later(shop: Shop) -> None:
    publish(shop.at("2026-01-31T10:00:00+01:00"), expires_months=1)
    shop.enrol()
    shop.order("o1", lines=[cups(2)])
    shop.run_nights("2026-02-28T12:00:00+01:00")
    assert has(shop) == (2, 0)
    shop.run_nights("2026-03-01T00:30:00+01:00")
    assert has(shop) == (0, 0)


def test_an_order_that_comes_when_its_stamps_are_over_leaves_none(shop: Shop) -> None:
    publish(shop, expires_months=1)
    shop.enrol()
    placed_at = shop.now
    shop.later(days=60).order("o1", lines=[cups(5)], at=placed_at)
    assert has(shop) == (0, 0)


def test_what_is_over_is_not_taken_back_unless_the_programme_takes_it(shop: Shop) -> None:
    publish(shop, expires_months=1)
    shop.enrol()
    shop.order("o1", lines=[cups(2)])
    shop.later(days=60).order("o2", lines=[cups(1)])
    shop.refund("o1", amount="8.00")
    assert has(shop) == (1, 0)


def test_the_stamps_of_the_line_that_is_refunded_go(shop: Shop) -> None:
    publish(shop, stamps=10)
    shop.enrol()
    shop.order("o1", lines=[cups(3, "3.00"), cups(3, "5.00", "2")])
    shop.refund("o1", lines=[{"line_id": "2", "quantity": 2}])
    assert prices(shop) == {300: 3, 500: 1}


def test_whatever_comes_first_the_stamps_that_stay_are_the_same(shop: Shop) -> None:
    publish(shop, stamps=10)
    for member_id in ("anna", "bea"):
        shop.enrol(member_id)
    ordered = [cups(6, "3.00"), cups(6, "5.00", "2")]
    shop.order("a", "anna", lines=ordered)
    shop.refund("a", lines=[{"line_id": "1", "quantity": 6}])
    shop.refund("b", lines=[{"line_id": "1", "quantity": 6}])
    shop.order("b", "bea", lines=ordered)
    assert prices(shop, "anna") == prices(shop, "bea") == {500: 6}


def test_a_stamp_that_was_used_up_is_owed_and_the_next_one_pays(anna: Shop) -> None:
    anna.order("o1", lines=[cups(3)])
    code = anna.account()["vouchers"][0]["code"]
    anna.reserve("x1", vouchers=[code], cart={"lines": [cups(1)]})
    anna.refund("o1", "r1", lines=[{"line_id": "1", "quantity": 2}])
    assert has(anna)[0] == -2
    anna.order("o2", lines=[cups(3)])
    assert has(anna)[0] == 1


@pytest.mark.parametrize("split", sorted(set(permutations(["4.00", "8.00", "16.00"]))))
def test_in_any_split_a_whole_refund_leaves_what_there_was_before(anna: Shop, split: tuple[str, ...]) -> None:
    anna.order("o1", lines=[cups(2)])
    anna.later(days=1).order("o2", lines=[cups(7)])
    for number, amount in enumerate(split):
        anna.refund("o2", f"r{number}", amount=amount)
    assert (has(anna), prices(anna)) == ((2, 0), {400: 2})


def test_a_card_that_becomes_shorter_is_full_from_then_on(anna: Shop) -> None:
    anna.order("o1", lines=[cups(2)])
    publish(anna.at("2026-03-01T10:00:00+01:00"), stamps=2)
    anna.run_nights("2026-03-02T12:00:00+01:00")
    assert has(anna) == (0, 1)
    assert anna.changes("voucher")[0].at.isoformat() == "2026-03-01T09:00:00+00:00"


def test_a_card_that_is_published_no_more_leaves_its_vouchers_good(anna: Shop) -> None:
    anna.order("o1", lines=[cups(4)])
    anna.publish()
    code = anna.account()["vouchers"][0]["code"]
    assert anna.quote(cart={"lines": [cups(1)]}, use={"vouchers": [code]})["to_pay"] == "0.00"


def test_points_owed_stop_no_stamps(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, stamp_cards=[CARD])
    shop.enrol()
    shop.order("o1", lines=lines("50.00"))
    shop.adjust("points", -50)
    shop.refund("o1", amount="50.00")
    shop.order("o2", lines=[cups(3)])
    assert (shop.wallet()["active"], has(shop)) == (-38, (0, 1))
