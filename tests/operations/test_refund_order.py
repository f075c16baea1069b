"""Undoing an order: in any split, in any order of arrival, whatever happened in between."""

import pytest

from tessera.domain.refusals import Conflict, InvalidRequest, LimitReached, OverRefund
from tests.operations.shop import FIVE_PERCENT_BACK, ONE_POINT_PER_EURO, Shop, line, lines

REDEEM = {"points": {"redeem": {"points": 10, "value": "0.50"}}, "cashback": {"redeem": {"max_share": "50"}}}


def _refund_line(amount: str, line_id: str = "1") -> list[dict[str, str]]:
    return [{"line_id": line_id, "amount": amount}]


def test_three_parts_of_a_line_take_back_exactly_what_it_earned(shop: Shop) -> None:
    shop.publish(FIVE_PERCENT_BACK)
    shop.enrol()
    shop.order("o1", lines=lines("100.00", "50.00"))
    parts = [
        shop.refund("o1", f"r{number}", lines=_refund_line(part)).body["reversed"][0]["amount"]
        for number, part in enumerate(("33.33", "33.33", "33.34"))
    ]
    assert parts == ["-1.67", "-1.66", "-1.67"]
    assert shop.wallet("cashback")["active"] == "2.50"


def test_units_taken_back_one_by_one_are_the_line_taken_back_whole(shop: Shop) -> None:
    shop.publish(FIVE_PERCENT_BACK)
    shop.enrol()
    shop.order("o1", lines=[line("33.33", quantity=3, discount="0.01")])
    for number in range(3):
        shop.refund("o1", f"r{number}", lines=[{"line_id": "1", "quantity": 1}])
    assert shop.wallet("cashback")["active"] == "0.00"
    with pytest.raises(OverRefund):
        shop.refund("o1", "r3", lines=[{"line_id": "1", "quantity": 1}])


def test_an_amount_is_spread_over_what_is_left_of_the_lines(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    shop.order("o1", lines=[*lines("60.00", "30.00"), line("10.00", line_id="s", kind="shipping")])
    shop.refund("o1", "r1", lines=_refund_line("60.00"))
    shop.refund("o1", "r2", amount="20.00")
    assert shop.wallet()["active"] == 15
    shop.refund("o1", "r3", amount="20.00")
    assert shop.wallet()["active"] == 0


def test_more_than_is_left_is_refused_and_nothing_moves(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    shop.order("o1", lines=lines("60.00"))
    shop.refund("o1", "r1", lines=_refund_line("60.00"))
    for body in ({"lines": _refund_line("0.01")}, {"amount": "0.01"}, {"lines": [{"line_id": "1", "quantity": 2}]}):
        with pytest.raises(OverRefund):
            shop.refund("o1", "r2", **body)
    with pytest.raises(InvalidRequest):
        shop.refund("o1", "r2", lines=_refund_line("1.00", "9"))
    assert [entry["amount"] for entry in shop.statement()] == [-60, 60]


def test_a_refund_again_is_the_first_answer_even_when_nothing_is_left(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    shop.order("o1", lines=lines("60.00"))
    first = shop.refund("o1", amount="60.00")
    assert shop.refund("o1", amount="60.00") == (first.body, True)
    with pytest.raises(Conflict):
        shop.refund("o1", amount="59.00")


def test_two_orders_may_each_have_a_refund_of_one_id(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    for order_id in ("o1", "o2"):
        shop.order(order_id, lines=lines("10.00"))
        assert not shop.refund(order_id, "r1", amount="10.00").replayed
    assert shop.wallet()["active"] == 0


def test_points_spent_before_the_return_are_owed_and_paid_by_the_next_ones(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, rewards=[{"id": "five", "kind": "amount_off", "value": "5.00", "cost": 80}])
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    shop.claim("five")
    shop.refund("o1", amount="100.00")
    assert (shop.wallet()["active"], shop.wallet()["available"]) == (-80, 0)
    shop.order("o2", lines=lines("90.00"))
    assert (shop.wallet()["active"], shop.wallet()["available"]) == (10, 10)


def test_what_a_clamp_could_not_collect_is_an_entry_of_its_own(shop: Shop) -> None:
    shop.publish(
        ONE_POINT_PER_EURO,
        rewards=[{"id": "five", "kind": "amount_off", "value": "5.00", "cost": 80}],
        refunds={"shortage": "clamp"},
    )
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    shop.claim("five")
    shop.refund("o1", amount="100.00")
    assert shop.wallet()["active"] == 0
    assert [(entry["kind"], entry["amount"]) for entry in shop.statement()[:2]] == [
        ("shortage", 80),
        ("reversal", -100),
    ]


def test_a_debt_stops_at_the_floor(shop: Shop) -> None:
    shop.publish(
        ONE_POINT_PER_EURO,
        rewards=[{"id": "five", "kind": "amount_off", "value": "5.00", "cost": 80}],
        refunds={"floor": -30},
    )
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    shop.claim("five")
    shop.refund("o1", amount="100.00")
    assert shop.wallet()["active"] == -30


def test_a_pending_award_is_taken_from_what_is_pending(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning={"hold": {"days": 14}}, bonuses={"welcome": {"points": 50}})
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    shop.refund("o1", amount="40.00")
    assert (shop.wallet()["active"], shop.wallet()["pending"]) == (50, 60)


def test_burned_units_go_back_to_the_lots_they_came_from_last_burned_first(shop: Shop) -> None:
    shop.publish(FIVE_PERCENT_BACK, wallets={"cashback": {"expiry": {"mode": "fixed", "months": 6}}})
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    shop.at("2026-02-10T10:00:00+01:00").order("o2", lines=lines("100.00"))
    cart = {"lines": lines("8.00")}
    shop.reserve("x1", cashback="8.00", cart=cart)
    shop.order("o3", redemption_id="x1", **cart)
    assert shop.wallet("cashback")["expires"] == [{"last_day": "2026-08-10", "amount": "2.00"}]
    shop.refund("o3", amount="4.00")
    assert shop.wallet("cashback")["expires"] == [
        {"last_day": "2026-07-10", "amount": "1.00"},
        {"last_day": "2026-08-10", "amount": "5.00"},
    ]


def test_units_whose_last_day_has_passed_come_back_for_the_days_of_grace(shop: Shop) -> None:
    shop.publish(FIVE_PERCENT_BACK, wallets={"cashback": {"expiry": {"mode": "fixed", "months": 1}}})
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    shop.reserve("x1", cashback="5.00", cart={"lines": lines("5.00")})
    shop.order("o2", redemption_id="x1", lines=lines("5.00"))
    shop.at("2026-03-01T10:00:00+01:00").refund("o2", amount="5.00")
    assert shop.wallet("cashback")["expires"] == [{"last_day": "2026-03-31", "amount": "5.00"}]


def test_what_has_expired_is_left_or_taken_as_the_programme_says(shop: Shop) -> None:
    fixed = {"points": {"expiry": {"mode": "fixed", "months": 1}}}
    for number, (policy, active) in enumerate((("leave", 0), ("take", -10))):
        shop.publish(ONE_POINT_PER_EURO, wallets=fixed, refunds={"after_expiry": policy})
        member = f"m{number}"
        shop.enrol(member)
        shop.order(f"o{number}", member, lines=lines("10.00"))
        shop.later(days=60).refund(f"o{number}", amount="10.00")
        assert shop.wallet("points", member)["active"] == active


def test_a_refund_before_its_order_waits_for_it(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    parked = shop.refund("o1", "r1", lines=_refund_line("40.00"))
    assert parked.body["state"] == "parked"
    shop.refund("o1", "r2", lines=_refund_line("100.00"))
    shop.order("o1", lines=lines("60.00", "30.00"))
    assert shop.wallet()["active"] == 30
    assert shop.refund("o1", "r1", lines=_refund_line("40.00")) == (parked.body, True)
    assert shop.explanation("o1")["lines"][0]["refunded"] == "60.00"


def test_a_voucher_comes_back_when_all_goods_are_refunded(shop: Shop) -> None:
    shop.publish(
        ONE_POINT_PER_EURO,
        bonuses={"welcome": {"points": 100}},
        rewards=[{"id": "five", "kind": "amount_off", "value": "5.00", "cost": 100, "valid_days": 5}],
    )
    shop.enrol()
    code = shop.claim("five").body["voucher"]["code"]
    sold = {"lines": [*lines("20.00", "20.00"), line("5.00", line_id="s", kind="shipping")]}
    shop.reserve("x1", vouchers=[code], cart=sold)
    assert shop.order("o1", redemption_id="x1", **sold).body["awards"][0]["amount"] == 35
    shop.at("2026-02-01T10:00:00+01:00").refund("o1", "r1", lines=_refund_line("20.00", "1"))
    assert shop.account()["vouchers"] == []
    shop.refund("o1", "r2", lines=_refund_line("20.00", "2"))
    assert shop.account()["vouchers"] == [
        {"code": code, "reward_id": "five", "state": "issued", "last_day": "2026-03-03"}
    ]


def test_a_refund_is_reckoned_by_what_was_recorded_not_by_todays_rules(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    shop.order("o1", lines=lines("10.00"))
    shop.later(days=1).publish({**ONE_POINT_PER_EURO, "earn": {"points": 7, "per": "1.00"}})
    shop.refund("o1", amount="10.00")
    assert shop.wallet()["active"] == 0


def test_a_guests_order_is_refunded_without_an_account(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.order("o1", None, lines=lines("10.00"))
    assert shop.refund("o1", amount="4.00").body["account"] is None
    with pytest.raises(OverRefund):
        shop.refund("o1", "r2", amount="6.01")


def test_what_costs_nothing_gives_its_bonus_back_with_its_units(shop: Shop) -> None:
    bonus = {"id": "sample", "wallet": "points", "bonus": 30, "per": "unit", "scope": {"sku": ["FREE"]}}
    shop.publish(ONE_POINT_PER_EURO, bonus)
    shop.enrol()
    sold = [line("10.00"), line("0.00", line_id="2", sku="FREE", quantity=2)]
    shop.order("o1", lines=sold)
    shop.refund("o1", "r1", lines=[{"line_id": "2", "quantity": 1}])
    assert shop.wallet()["active"] == 40
    shop.refund("o1", "r2", amount="10.00")
    assert shop.wallet()["active"] == 0


def test_a_reversal_takes_the_orders_own_lot_before_the_sooner_expiring_others(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": {"expiry": {"mode": "fixed", "months": 6}}})
    shop.enrol()
    shop.order("o1", lines=lines("10.00"))
    shop.at("2026-02-10T10:00:00+01:00").order("o2", lines=lines("10.00"))
    shop.refund("o2", amount="10.00")
    assert shop.wallet()["expires"] == [{"last_day": "2026-07-10", "amount": 10}]


def test_only_so_many_refunds_wait_for_an_order_and_only_so_many_lines(shop: Shop) -> None:
    """Without a limit they outgrew the item that they wait in, and the caller was told of a failure of ours."""
    shop.publish(ONE_POINT_PER_EURO)
    for number in range(10):
        shop.refund("o1", f"r{number}", amount="1.00")
    with pytest.raises(LimitReached, match="send the order first"):
        shop.refund("o1", "r10", amount="1.00")
    assert shop.refund("o1", "r9", amount="1.00").replayed
    many = [{"line_id": str(number), "quantity": 1} for number in range(500)]
    for number in range(2):
        shop.refund("o2", f"r{number}", lines=many)
    with pytest.raises(LimitReached):
        shop.refund("o2", "r2", lines=many[:1])
