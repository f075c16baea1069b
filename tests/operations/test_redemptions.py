"""Paying with points, cashback and vouchers: quote, reserve, capture, release, lapse."""

import pytest

from tessera.domain.refusals import (
    Conflict,
    InsufficientBalance,
    LimitReached,
    OverCapture,
    ReservationExpired,
    UnknownRedemption,
    UnknownReward,
    VoucherNotApplicable,
)
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, line, lines

WALLETS = {
    "points": {"redeem": {"points": 10, "value": "0.50", "minimum": 50}},
    "cashback": {"redeem": {"minimum": "1.00", "max_share": "50"}},
}
REWARDS = [
    {"id": "five-off", "kind": "amount_off", "value": "5.00", "cost": 10, "min_order": "20.00"},
    {"id": "tenth", "kind": "percent_off", "value": "10", "cost": 10, "max_discount": "3.00", "valid_days": 30},
]


@pytest.fixture
def rich(shop: Shop) -> Shop:
    """A shop whose member has 200 points and 20.00 of cashback."""
    shop.publish(ONE_POINT_PER_EURO, wallets=WALLETS, rewards=REWARDS)
    shop.enrol()
    shop.adjust("points", 200, "g1")
    shop.adjust("cashback", "20.00", "g2")
    return shop


def test_a_reservation_is_clamped_to_steps_and_shares(rich: Shop) -> None:
    cart = {"lines": [*lines("12.00"), line("4.00", line_id="s", kind="shipping")]}
    answer = rich.reserve("x1", points=57, cashback="20.00", cart=cart).body
    assert answer["applied"] == [
        {"wallet": "points", "amount": 50, "value": "2.50"},
        {"wallet": "cashback", "amount": "6.00", "value": "6.00"},
    ]
    assert (answer["total"], answer["to_pay"], answer["state"]) == ("16.00", "7.50", "reserved")
    assert rich.wallet()["available"] == 150
    assert rich.wallet("cashback") | {"expires": []} == {
        "active": "20.00",
        "pending": "0.00",
        "reserved": "6.00",
        "available": "14.00",
        "expires": [],
        "activates": [],
    }


def test_nothing_that_can_be_applied_is_a_refusal(rich: Shop) -> None:
    with pytest.raises(InsufficientBalance):
        rich.reserve("x1", points=49, cart={"lines": lines("12.00")})
    with pytest.raises(InsufficientBalance):
        rich.reserve("x1", points=100, cart={"lines": [line("50.00", kind="gift_card")]})
    assert rich.wallet()["reserved"] == 0


def test_an_order_captures_its_reservation_and_earns_on_the_cash_part(rich: Shop) -> None:
    cart = {"lines": lines("12.00")}
    rich.reserve("x1", cashback="6.00", cart=cart)
    answer = rich.order("o1", redemption_id="x1", **cart).body
    assert answer["redemption"] == {
        "redemption_id": "x1",
        "state": "captured",
        "applied": [{"wallet": "cashback", "amount": "6.00", "value": "6.00"}],
        "not_covered": "0.00",
    }
    assert answer["awards"][0]["amount"] == 6
    assert rich.wallet("cashback")["active"] == "14.00"
    assert rich.redemption("x1")["state"] == "captured"


def test_a_part_is_captured_and_the_rest_released(rich: Shop) -> None:
    rich.reserve("x1", points=100, cart={"lines": lines("12.00")})
    with pytest.raises(OverCapture):
        rich.capture("x1", order_id="o1", points=110)
    assert rich.capture("x1", order_id="o1", points=60).body["applied"] == [
        {"wallet": "points", "amount": 60, "value": "3.00"}
    ]
    assert (rich.wallet()["active"], rich.wallet()["reserved"]) == (140, 0)
    assert rich.capture("x1", order_id="o1", points=60).replayed
    with pytest.raises(Conflict):
        rich.capture("x1", order_id="o1", points=50)


def test_a_capture_made_before_its_order_comes_is_known_to_the_order_and_its_refund(rich: Shop) -> None:
    cart = {"lines": lines("12.00")}
    rich.reserve("x1", points=100, cart=cart)
    rich.capture("x1", order_id="o1")
    assert rich.order("o1", redemption_id="x1", **cart).body["awards"][0]["amount"] == 7
    rich.refund("o1", amount="12.00")
    assert rich.wallet()["active"] == 200


def test_a_capture_that_the_order_does_not_name_is_restored_too(rich: Shop) -> None:
    cart = {"lines": lines("12.00")}
    rich.reserve("x1", points=100, cart=cart)
    rich.capture("x1", order_id="o1")
    assert rich.order("o1", **cart).body["awards"][0]["amount"] == 12
    rich.refund("o1", amount="12.00")
    assert rich.wallet()["active"] == 200


def test_a_release_gives_everything_back_once(rich: Shop) -> None:
    code = rich.claim("five-off").body["voucher"]["code"]
    rich.reserve("x1", points=100, vouchers=[code], cart={"lines": lines("30.00")})
    assert [voucher["state"] for voucher in rich.account()["vouchers"]] == ["reserved"]
    rich.release("x1")
    assert (rich.wallet()["available"], rich.account()["vouchers"][0]["state"]) == (190, "issued")
    assert rich.release("x1").replayed
    with pytest.raises(Conflict):
        rich.capture("x1", order_id="o1")
    with pytest.raises(UnknownRedemption):
        rich.release("x9")


def test_a_reservation_lapses_by_itself(rich: Shop) -> None:
    rich.reserve("x1", points=100, cart={"lines": lines("30.00")})
    rich.later(minutes=29)
    assert (rich.wallet()["available"], rich.redemption("x1")["state"]) == (100, "reserved")
    rich.later(minutes=1)
    assert (rich.wallet()["available"], rich.redemption("x1")["state"]) == (200, "lapsed")


def test_a_late_capture_succeeds_only_while_the_units_are_there(rich: Shop) -> None:
    cart = {"lines": lines("100.00")}
    rich.reserve("x1", points=150, cart=cart)
    rich.later(minutes=31).capture("x1", order_id="o1")
    assert rich.wallet()["active"] == 50
    rich.adjust("points", 100, "g3")
    rich.reserve("x2", points=150, cart=cart)
    rich.later(minutes=31).adjust("points", -1, "g4")
    with pytest.raises(ReservationExpired):
        rich.capture("x2", order_id="o2")


def test_a_paid_order_is_awarded_whatever_became_of_its_redemption(rich: Shop) -> None:
    cart = {"lines": lines("100.00")}
    rich.reserve("x1", points=150, cart=cart)
    rich.later(minutes=31).adjust("points", -200, "g3")
    answer = rich.order("o1", redemption_id="x1", **cart).body
    assert (answer["redemption"]["state"], answer["redemption"]["not_covered"]) == ("lapsed", "7.50")
    assert answer["awards"][0]["amount"] == 100
    assert rich.order("o2", redemption_id="x9", **cart).body["redemption"]["state"] == "unknown"


def test_another_members_redemption_pays_nothing(rich: Shop) -> None:
    rich.enrol("bea")
    cart = {"lines": lines("100.00")}
    rich.reserve("x1", points=150, cart=cart)
    assert rich.order("o1", "bea", redemption_id="x1", **cart).body["redemption"]["state"] == "unknown"
    assert rich.wallet()["reserved"] == 150


def test_a_voucher_is_used_once_and_only_where_it_applies(rich: Shop) -> None:
    code = rich.claim("five-off").body["voucher"]["code"]
    with pytest.raises(VoucherNotApplicable):
        rich.reserve("x1", vouchers=[code], cart={"lines": lines("19.99")})
    with pytest.raises(VoucherNotApplicable):
        rich.reserve("x1", vouchers=["NO-SUCH"], cart={"lines": lines("50.00")})
    rich.reserve("x1", vouchers=[code], cart={"lines": lines("50.00")})
    with pytest.raises(VoucherNotApplicable):
        rich.reserve("x2", vouchers=[code], cart={"lines": lines("50.00")})
    rich.order("o1", redemption_id="x1", lines=lines("50.00"))
    assert rich.account()["vouchers"] == []


def test_two_vouchers_of_one_reward_do_not_apply_to_one_order(rich: Shop) -> None:
    codes = [rich.claim("five-off", reference).body["voucher"]["code"] for reference in ("c1", "c2")]
    with pytest.raises(VoucherNotApplicable):
        rich.reserve("x1", vouchers=codes, cart={"lines": lines("50.00")})


def test_the_best_use_takes_each_kind_of_voucher_then_cashback(rich: Shop) -> None:
    rich.claim("five-off", "c1")
    rich.claim("five-off", "c2")
    rich.claim("tenth", "c3")
    quote = rich.quote(use="best", cart={"lines": lines("40.00")})
    assert [each["value"] for each in quote["applied"]] == ["5.00", "3.00", "16.00"]
    assert (quote["to_pay"], quote["earns"]) == ("16.00", [{"wallet": "points", "amount": 16}])
    assert [voucher["applies"] for voucher in quote["vouchers"]] == [True, False, True]
    assert rich.wallet()["reserved"] == 0


def test_a_voucher_is_gone_after_its_last_day(rich: Shop) -> None:
    rich.claim("tenth")
    assert rich.at("2026-02-09T23:59:59+01:00").account()["vouchers"][0]["last_day"] == "2026-02-09"
    assert rich.at("2026-02-10T00:00:00+01:00").account()["vouchers"] == []


def test_a_quote_says_what_may_be_used(rich: Shop) -> None:
    quote = rich.quote(cart={"lines": lines("12.00")})
    assert quote["wallets"]["points"] == {
        "available": 200,
        "minimum": 50,
        "maximum": 200,
        "step": 10,
        "value": "10.00",
        "reason": None,
    }
    assert quote["wallets"]["cashback"]["maximum"] == "6.00"
    assert (quote["to_pay"], quote["applied"]) == ("12.00", [])


def test_a_claim_needs_the_points_and_the_reward(rich: Shop) -> None:
    with pytest.raises(UnknownReward):
        rich.claim("no-such")
    rich.adjust("points", -195, "g9")
    with pytest.raises(InsufficientBalance):
        rich.claim("five-off")


def test_twenty_reservations_are_open_at_most(rich: Shop) -> None:
    rich.adjust("points", 2000, "g3")
    for number in range(20):
        rich.reserve(f"x{number}", points=50, cart={"lines": lines("50.00")})
    with pytest.raises(LimitReached):
        rich.reserve("x20", points=50, cart={"lines": lines("50.00")})


def test_reserved_units_do_not_expire_before_the_reservation_lapses(shop: Shop) -> None:
    expiry = {"points": {**WALLETS["points"], "expiry": {"mode": "calendar", "dates": ["01-10"]}}}
    shop.publish(ONE_POINT_PER_EURO, wallets=expiry)
    shop.enrol()
    shop.adjust("points", 100)
    shop.at("2026-01-10T23:45:00+01:00").reserve("x1", points=60, cart={"lines": lines("50.00")})
    assert shop.at("2026-01-11T00:10:00+01:00").wallet()["active"] == 60
    assert shop.at("2026-01-11T00:15:00+01:00").wallet()["active"] == 0


def test_at_one_instant_a_reservation_lapses_before_lots_expire(shop: Shop) -> None:
    expiry = {"points": {**WALLETS["points"], "expiry": {"mode": "calendar", "dates": ["01-10"]}}}
    shop.publish(ONE_POINT_PER_EURO, wallets=expiry)
    shop.enrol()
    shop.adjust("points", 100)
    shop.at("2026-01-10T23:30:00+01:00").reserve("x1", points=60, cart={"lines": lines("50.00")})
    shop.at("2026-01-11T09:00:00+01:00").adjust("cashback", "1.00", "g2")
    ends = [(entry["kind"], entry["units"]) for entry in shop.statement()[1:3]]
    assert ends == [("expiry", 100), ("lapse", 60)]


def test_an_order_smaller_than_what_was_reserved_for_it_earns_nothing_less_than_nothing(rich: Shop) -> None:
    code = rich.claim("five-off").body["voucher"]["code"]
    rich.reserve("x1", points=100, vouchers=[code], cart={"lines": lines("40.00")})
    assert rich.order("o1", redemption_id="x1", lines=lines("3.00")).body["awards"] == []
    rich.refund("o1", amount="3.00")
    assert (rich.wallet()["active"], len(rich.account()["vouchers"])) == (190, 1)


def test_a_reward_may_be_claimed_so_often_by_one_member_and_no_more(shop: Shop) -> None:
    shop.publish(rewards=[{**REWARDS[0], "limit_per_member": 2}])
    for member_id in ("anna", "bea"):
        shop.enrol(member_id)
        shop.adjust("points", 100, "g1", member_id)
    shop.claim("five-off", "c1")
    shop.claim("five-off", "c2")
    assert shop.claim("five-off", "c2").replayed
    with pytest.raises(LimitReached):
        shop.claim("five-off", "c3")
    assert shop.wallet()["active"] == 80
    assert not shop.claim("five-off", "c1", "bea").replayed


def test_a_capture_that_its_order_made_is_answered_by_the_capture_route_in_full(rich: Shop) -> None:
    cart = {"lines": lines("12.00")}
    rich.reserve("x1", cashback="6.00", cart=cart)
    order = rich.order("o1", redemption_id="x1", **cart)
    answer = rich.capture("x1", order_id="o1")
    assert answer.replayed
    assert (answer.body["state"], answer.body["account"]) == ("captured", order.body["account"])
