"""Orders that were placed before: they count, and earn nothing."""

import pytest

from tessera.domain.refusals import Conflict, CurrencyMismatch, InvalidRequest, UnknownMember
from tests.operations.importing import bring, past_order, points
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, line
from tests.operations.telling import HeardLedger, Told

TIERS = {
    "metric": "spend",
    "window": {"mode": "rolling", "months": 12},
    "downgrade": {"mode": "never"},
    "levels": [{"id": "bronze", "from": 0}, {"id": "silver", "from": 100}],
}
VIP = {"id": "vip", "all": [{"metric": "orders_lifetime", "at_least": 2}]}
GIFT = {"id": "thanks", "when": {"enters": "vip"}, "points": 7}
CAP = {"wallet": "points", "per": "lifetime", "amount": 40, "overflow": "trim"}


@pytest.fixture
def shop() -> Shop:
    shop = Shop(HeardLedger())
    shop.publish(ONE_POINT_PER_EURO, earning={"caps": [CAP]}, tiers=TIERS, segments=[VIP], gifts=[GIFT])
    bring(shop, points(10))
    return shop


def counter(shop: Shop) -> str:
    return str(shop.account()["tier"]["counter"])


def test_a_past_order_counts_for_the_tier_and_earns_nothing(shop: Shop) -> None:
    answer = past_order(shop, "o1", "2025-06-01T10:00:00+02:00", [line("120.00")])
    assert (answer.body["awards"], answer.body["order_id"]) == ([], "o1")
    assert (counter(shop), shop.account()["tier"]["id"], shop.wallet()["active"]) == ("120.00", "silver", 10)


def test_an_order_of_before_the_window_counts_for_ever_but_not_for_the_tier(shop: Shop) -> None:
    past_order(shop, "o1", "2023-06-01T10:00:00+02:00", [line("120.00")])
    past_order(shop, "o2", "2021-06-01T10:00:00+02:00", [line("3.00")])
    account = shop.ledger.account("anna", consistent=True)
    assert account is not None
    assert (counter(shop), shop.account()["segments"]) == ("0.00", ["vip"])
    assert (account.activity.lifetime.orders, account.activity.lifetime.spend_minor) == (2, 12300)
    assert str(account.activity.last_day_of_order) == "2023-06-01"


def test_nothing_is_told_or_given_because_of_a_past_order(shop: Shop) -> None:
    told = Told(shop)
    past_order(shop, "o1", "2025-06-01T10:00:00+02:00", [line("120.00")])
    past_order(shop, "o2", "2025-07-01T10:00:00+02:00", [line("5.00")])
    shop.run_nights("2026-01-20T12:00:00+01:00")
    assert told.messages == []
    assert (shop.account()["segments"], shop.wallet()["active"]) == (["vip"], 10)


def test_what_the_clock_did_meanwhile_is_told_all_the_same(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning={"hold": {"days": 3, "from": "paid"}})
    shop.order("live", lines=[line("5.00")])
    told = Told(shop)
    shop.later(days=4)
    past_order(shop, "o1", "2025-06-01T10:00:00+02:00", [line("120.00")])
    assert told.kinds() == ["points_active"]


def test_a_past_order_takes_no_room_under_a_cap_and_is_no_first_order_any_more(shop: Shop) -> None:
    past_order(shop, "o1", "2025-06-01T10:00:00+02:00", [line("120.00")])
    shop.order("live", lines=[line("500.00")])
    assert shop.wallet()["active"] == 50


def test_the_same_past_order_twice_counts_once_in_whatever_sequence(shop: Shop) -> None:
    for order_id, price in (("o2", "30.00"), ("o1", "20.00"), ("o2", "30.00"), ("o1", "20.00")):
        past_order(shop, order_id, "2025-06-01T10:00:00+02:00", [line(price)])
    assert counter(shop) == "50.00"


def test_an_order_that_is_known_from_here_is_not_imported_over_it_and_the_other_way_round(shop: Shop) -> None:
    shop.order("o1", lines=[line("5.00")])
    with pytest.raises(Conflict):
        past_order(shop, "o1", "2026-01-09T10:00:00+01:00", [line("5.00")])
    past_order(shop, "o2", "2026-01-09T10:00:00+01:00", [line("5.00")])
    with pytest.raises(Conflict):
        shop.order("o2", lines=[line("5.00", name="again"), line("1.00", line_id="2")])
    assert (counter(shop), shop.wallet()["active"]) == ("10.00", 15)


def test_a_refund_of_a_past_order_lowers_what_it_counted_for_and_takes_nothing(shop: Shop) -> None:
    past_order(shop, "o1", "2025-06-01T10:00:00+02:00", [line("120.00")])
    assert shop.refund("o1", amount="20.00").body["reversed"] == []
    assert (counter(shop), shop.wallet()["active"]) == ("100.00", 10)
    shop.refund("o1", "r2", amount="100.00")
    account = shop.ledger.account("anna", consistent=True)
    assert account is not None
    assert (counter(shop), account.activity.lifetime.orders) == ("0.00", 0)


def test_a_refund_that_came_before_its_past_order_is_applied_with_it(shop: Shop) -> None:
    shop.refund("o1", amount="20.00")
    past_order(shop, "o1", "2025-06-01T10:00:00+02:00", [line("120.00")])
    assert counter(shop) == "100.00"


def test_a_refund_names_lines_of_a_past_order_that_nobody_here_knows(shop: Shop) -> None:
    by_line = [{"line_id": "987654321", "amount": "20.00"}, {"line_id": "987654322", "amount": "5.00"}]
    shop.refund("o2", lines=by_line)
    past_order(shop, "o1", "2025-06-01T10:00:00+02:00", [line("120.00")])
    past_order(shop, "o2", "2025-06-01T10:00:00+02:00", [line("30.00")])
    shop.refund("o1", lines=by_line)
    assert counter(shop) == "100.00"
    assert [shop.explanation(each)["lines"][0]["refunded"] for each in ("o1", "o2")] == ["25.00"] * 2
    with pytest.raises(InvalidRequest):
        shop.refund("o1", "r2", lines=[{"line_id": "987654321", "quantity": 1}])


def test_a_past_order_says_that_it_earned_nothing_here(shop: Shop) -> None:
    past_order(shop, "o1", "2025-06-01T10:00:00+02:00", [line("120.00")])
    told = shop.explanation("o1")
    assert (told["awards"], told["lines"][0]["earned"]) == ([], [])
    assert "earned nothing here" in told["sentences"][0]
    assert shop.read_order("o1")["total"] == "120.00"


def test_strangers_and_other_currencies_are_refused(shop: Shop) -> None:
    with pytest.raises(UnknownMember):
        past_order(shop, "o1", "2025-06-01T10:00:00+02:00", [line("1.00")], member_id="bea")
    with pytest.raises(CurrencyMismatch):
        past_order(shop, "o1", "2025-06-01T10:00:00+02:00", [line("1.00")], currency="USD")
