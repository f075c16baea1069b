"""What an auditor found: each test is the story of a unit that was given, kept or lost."""

from datetime import timedelta
from typing import Any

import pytest

from tessera.domain.calendar import parse_instant
from tessera.domain.found import OrderFile
from tessera.domain.refusals import OverCapture, Refusal
from tessera.storage.memory.ledger import MemoryLedger
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, line

CART = {"lines": [line("20.00")]}
REDEEM = {"points": {"redeem": {"points": 10, "value": "0.50"}}}
ROLLING = {"points": {"expiry": {"mode": "rolling", "months": 12}}}


@pytest.fixture
def rich(shop: Shop) -> Shop:
    """Anna has 100 points, all of them in redemption x1."""
    shop.publish(ONE_POINT_PER_EURO, wallets=REDEEM)
    shop.enrol()
    shop.adjust("points", 100)
    shop.reserve("x1", points=100, cart=CART)
    return shop


# 1. captures beside the order
def test_nobody_gets_what_somebody_else_burned(rich: Shop) -> None:
    rich.enrol("bob")
    rich.order("o1", "bob", **CART)
    with pytest.raises(Refusal):
        rich.capture("x1", order_id="o1")
    rich.refund("o1", amount="20.00")
    assert rich.wallet(member_id="bob")["active"] == 0


@pytest.mark.parametrize("sequence", ["capture refund order", "refund capture order", "order refund capture"])
def test_a_capture_an_order_and_its_refund_end_in_one_state_in_any_sequence(rich: Shop, sequence: str) -> None:
    verbs = {
        "capture": lambda: rich.capture("x1", order_id="o1"),
        "order": lambda: rich.order("o1", **CART),
        "refund": lambda: rich.refund("o1", amount="20.00"),
    }
    for verb in sequence.split():
        verbs[verb]()
    assert rich.wallet()["active"] == 100


def test_a_capture_between_two_refunds_is_restored_in_full(rich: Shop) -> None:
    rich.order("o1", **CART)
    rich.refund("o1", "r1", amount="10.00")
    rich.capture("x1", order_id="o1")
    rich.refund("o1", "r2", amount="10.00")
    assert rich.wallet()["active"] == 100


class Between(MemoryLedger):
    """Lets something happen right after an order was read."""

    happen: Any = None

    def order(self, order_id: str) -> OrderFile | None:
        file = super().order(order_id)
        happen, self.happen = self.happen, None
        if happen:
            happen()
        return file


def test_a_capture_while_its_order_is_being_refunded_is_restored() -> None:
    ledger = Between()
    shop = Shop(ledger)
    shop.publish(ONE_POINT_PER_EURO, wallets=REDEEM)
    shop.enrol()
    shop.adjust("points", 100)
    shop.reserve("x1", points=100, cart=CART)
    shop.order("o1", **CART)
    ledger.happen = lambda: shop.capture("x1", order_id="o1")
    shop.refund("o1", amount="20.00")
    assert shop.wallet()["active"] == 100


def test_more_than_nothing_cannot_be_captured_of_a_wallet_that_was_not_reserved(rich: Shop) -> None:
    with pytest.raises(OverCapture):
        rich.capture("x1", order_id="o1", cashback="5.00")


# 2. orders without goods to pay for
@pytest.mark.parametrize("fields", [{"discount": "20.00"}, {"kind": "gift_card"}, {"kind": "shipping"}])
def test_what_was_burned_on_an_order_without_goods_to_pay_comes_back(rich: Shop, fields: dict[str, Any]) -> None:
    rich.order("o1", redemption_id="x1", lines=[line("20.00", **fields)])
    rich.refund("o1", lines=[{"line_id": "1", "quantity": 1}])
    assert rich.wallet()["active"] == 100


def test_an_order_without_goods_stops_counting_when_it_is_refunded(shop: Shop) -> None:
    first = {"id": "first", "wallet": "points", "bonus": 50, "when": {"first_order": True}}
    shop.publish(ONE_POINT_PER_EURO, first)
    shop.enrol()
    shop.order("o1", lines=[line("20.00", kind="gift_card")])
    shop.refund("o1", amount="20.00")
    assert shop.order("o2", **CART).body["awards"][0]["amount"] == 70


# 3. late orders in a rolling wallet
def test_an_order_that_comes_after_the_others_expired_is_reversed(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=ROLLING)
    shop.enrol()
    shop.order("o1", lines=[line("40.00")])
    placed = parse_instant("2027-01-10T23:59:00+01:00")
    shop.at("2027-01-11T00:01:00+01:00").order("o2", at=placed, lines=[line("60.00")])
    shop.refund("o2", amount="60.00")
    assert shop.wallet()["active"] == 0


def test_a_very_late_order_leaves_expired_points_expired(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=ROLLING)
    shop.enrol()
    shop.order("o1", lines=[line("40.00")])
    shop.at("2027-02-01T10:00:00+01:00")
    shop.order("o2", at=parse_instant("2024-06-01T10:00:00+02:00"), lines=[line("5.00")])
    assert shop.refund("o1", amount="40.00").body["reversed"] == []
    assert shop.refund("o2", amount="5.00").body["reversed"] == []


# 4. reserved units and a refund
def test_reserving_does_not_keep_points_from_a_clamped_refund(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=REDEEM, refunds={"shortage": "clamp"})
    shop.enrol()
    shop.order("o1", lines=[line("100.00")])
    shop.reserve("x1", points=100, cart={"lines": [line("50.00")]})
    shop.refund("o1", amount="100.00")
    shop.release("x1")
    assert shop.wallet()["active"] == 0


def test_a_debt_stops_at_the_floor_though_units_were_reserved(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=REDEEM, refunds={"floor": -10})
    shop.enrol()
    shop.order("o1", lines=[line("100.00")])
    shop.reserve("x1", points=100, cart={"lines": [line("50.00")]})
    shop.refund("o1", amount="100.00")
    shop.capture("x1", order_id="o9")
    assert shop.wallet()["active"] >= -10


# 5. explanations
def test_an_order_of_500_taxed_lines_is_explained(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning={"basis": {"tax": "excluded"}})
    shop.enrol()
    taxed = [line(f"{10**12 + 7 * place * place}.01", line_id=str(place), tax="0.37") for place in range(500)]
    shop.order("o1", lines=taxed, discount="5.00")
    assert max(len(sentence) for sentence in shop.explanation("o1")["sentences"]) < 300


def test_a_guests_waiting_refund_is_told(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.refund("o1", amount="5.00")
    shop.order("o1", None, **CART)
    assert shop.explanation("o1")["lines"][0]["refunded"] == "5.00"


# 6. balance as of
def test_a_balance_before_a_late_order_does_not_know_of_it(shop: Shop) -> None:
    wallets = {"points": {"expiry": {"mode": "fixed", "days": 20}, **REDEEM["points"]}}
    shop.publish(ONE_POINT_PER_EURO, wallets=wallets)
    shop.enrol()
    shop.adjust("points", 100)
    shop.reserve("x1", points=30, cart=CART)
    shop.later(minutes=10).order("o1", redemption_id="x1", at=shop.now - timedelta(days=40), lines=[line("50.00")])
    then = shop.balance("2026-01-10T10:05:00+01:00")["wallets"]["points"]
    assert (then["active"], then["reserved"]) == (100, 30)


# 7. smaller ones
def test_an_order_smaller_than_its_reservation_burns_what_it_needs(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=REDEEM)
    shop.enrol()
    shop.adjust("points", 1000)
    shop.reserve("x1", points=1000, cart={"lines": [line("50.00")]})
    shop.order("o1", redemption_id="x1", **CART)
    assert shop.wallet()["active"] == 600


def test_what_costs_nothing_is_taken_back_with_the_last_paid_line_too(shop: Shop) -> None:
    shop.publish({"id": "b", "wallet": "points", "bonus": 10, "per": "unit"})
    shop.enrol()
    shop.order("o1", lines=[line("10.00"), line("0.00", line_id="2")])
    shop.refund("o1", lines=[{"line_id": "1", "amount": "10.00"}])
    assert shop.wallet()["active"] == 0


def test_no_award_ends_before_it_begins(shop: Shop) -> None:
    wallets = {"points": {"expiry": {"mode": "rolling", "months": 1}}}
    shop.publish(ONE_POINT_PER_EURO, earning={"hold": {"days": 60}}, wallets=wallets)
    shop.enrol()
    shop.adjust("points", 5)
    award = shop.order("o1", **CART).body["awards"][0]
    assert award["last_day"] >= award["activates_on"]


def test_a_code_named_twice_in_a_quote_still_applies_once(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, rewards=[{"id": "five", "kind": "amount_off", "value": "5.00", "cost": 30}])
    shop.enrol()
    shop.adjust("points", 30)
    code = shop.claim("five").body["voucher"]["code"]
    assert shop.quote(cart=CART, use={"vouchers": [code, code]})["to_pay"] == "15.00"


def test_units_left_after_a_refund_by_amount_can_be_returned(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    shop.order("o1", lines=[line("3.34", quantity=3, discount="0.02")])
    shop.refund("o1", "r1", lines=[{"line_id": "1", "amount": "3.34"}])
    shop.refund("o1", "r2", lines=[{"line_id": "1", "quantity": 2}])


def test_an_order_smaller_than_its_reservation_burns_whole_multiples(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=REDEEM)
    shop.enrol()
    shop.adjust("points", 1000)
    shop.reserve("x1", points=1000, cart={"lines": [line("50.00")]})
    shop.order("o1", redemption_id="x1", lines=[line("20.33")])
    assert shop.redemption("x1")["applied"] == [{"wallet": "points", "amount": 400, "value": "20.00"}]


def test_a_code_named_twice_is_reserved_once(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, rewards=[{"id": "five", "kind": "amount_off", "value": "5.00", "cost": 30}])
    shop.enrol()
    shop.adjust("points", 30)
    code = shop.claim("five").body["voucher"]["code"]
    assert shop.reserve("x1", vouchers=[code, code], cart=CART).body["to_pay"] == "15.00"
