"""Which message each thing that happens calls for: the table of docs/rules.md §8, row by row."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tessera.domain.messaging import Amount
from tessera.operations.settle_account import settle_account
from tests.operations.shop import FIVE_PERCENT_BACK, ONE_POINT_PER_EURO, Shop, line, lines
from tests.operations.telling import HeardLedger, Told

FIVE_OFF = {"id": "five-off", "kind": "amount_off", "value": "5.00", "cost": 100}
COUPON = {"id": "coupon", "kind": "percent_off", "value": "10", "cost": 100, "automatic": True, "valid_days": 30}
HELD = {"hold": {"days": 14, "from": "paid"}}
LEVELS = [{"id": "bronze", "from": 0}, {"id": "silver", "from": 50}]
BY_POINTS = {"metric": "points", "window": {"mode": "lifetime"}, "levels": LEVELS}
PLUS = {"id": "plus", "fee": "49.00", "period_months": 12, "trial_days": 30}
CARD = {"id": "coffee", "stamps": 3, "per": "unit", "reward": {"free_product_up_to": "cheapest"}}


@pytest.fixture
def quiet() -> Iterator[Shop]:
    """A shop whose writes are heard, and which is proven afterwards."""
    shop = Shop(HeardLedger())
    yield shop
    shop.prove()


def opened(shop: Shop, *rules: Any, **sections: Any) -> Told:
    """A shop with Anna as a member, who is told what happens from here on."""
    shop.publish(*(rules or (ONE_POINT_PER_EURO,)), **sections)
    shop.enrol()
    return Told(shop)


def test_enrolling_is_a_welcome_with_its_gift(quiet: Shop) -> None:
    quiet.publish(ONE_POINT_PER_EURO, bonuses={"welcome": {"points": 50}}, rewards=[{**FIVE_OFF, "cost": 50}])
    told = Told(quiet)
    quiet.enrol()
    assert told.kinds() == ["welcome"]
    assert (told.last.cause, told.last.told.earned) == ("enrolment", (Amount("points", 50),))


def test_an_order_is_told_with_what_it_earned_and_from_when_on(quiet: Shop) -> None:
    told = opened(quiet, ONE_POINT_PER_EURO, FIVE_PERCENT_BACK, earning=HELD)
    quiet.order("o1", lines=lines("60.00"))
    assert told.kinds() == ["points_earned"]
    assert told.last.told.pending == (Amount("points", 60), Amount("cashback", 300))
    assert (told.last.told.activates_on, told.last.told.order_id) == (date(2026, 1, 24), "o1")


def test_an_order_that_waits_for_its_completion_names_no_day(quiet: Shop) -> None:
    told = opened(quiet, earning={"hold": {"days": 14, "from": "completed"}})
    quiet.order("o1", lines=lines("60.00"))
    assert (told.last.kind, told.last.told.activates_on) == ("points_earned", None)
    quiet.later(days=20).complete("o1", completed_at=quiet.now.replace(day=11).isoformat())
    assert (told.last.kind, told.last.cause) == ("points_active", "completion/o1")


def test_cashback_alone_that_may_be_spent_at_once_is_available(quiet: Shop) -> None:
    told = opened(quiet, FIVE_PERCENT_BACK)
    quiet.order("o1", lines=lines("60.00"))
    assert told.kinds() == ["cashback_available"]


def test_an_order_that_earns_nothing_says_nothing(quiet: Shop) -> None:
    told = opened(quiet)
    quiet.order("o1", lines=lines("0.50"))
    assert told.messages == []


@pytest.mark.parametrize(
    ("rule", "kind"), [(ONE_POINT_PER_EURO, "points_active"), (FIVE_PERCENT_BACK, "cashback_available")]
)
def test_the_end_of_a_hold_is_told_by_its_day(quiet: Shop, rule: Any, kind: str) -> None:
    told = opened(quiet, rule, earning=HELD)
    quiet.order("o1", lines=lines("60.00"))
    quiet.run_nights("2026-01-25T12:00:00+01:00")
    assert told.kinds() == ["points_earned", kind]
    assert told.last.cause == "hold/2026-01-24"


def test_what_the_clock_did_is_the_same_message_whoever_enters_it(quiet: Shop) -> None:
    told = opened(quiet, earning=HELD)
    quiet.order("o1", lines=lines("60.00"))
    quiet.at("2026-01-25T12:00:00+01:00").adjust("points", 5)
    of_the_clock, own = told.messages[1:]
    assert (of_the_clock.kind, of_the_clock.cause) == ("points_active", "hold/2026-01-24")
    assert (of_the_clock.told.activated, own.told.earned) == ((Amount("points", 60),), (Amount("points", 5),))


def test_points_that_become_a_voucher_are_told_with_its_code_as_one_message(quiet: Shop) -> None:
    told = opened(quiet, earning=HELD, rewards=[COUPON])
    quiet.order("o1", lines=lines("120.00"))
    quiet.run_nights("2026-01-25T12:00:00+01:00")
    assert told.kinds() == ["points_earned", "reward_issued"]
    assert told.last.cause == "hold/2026-01-24"
    (voucher,) = told.last.told.vouchers
    assert (voucher.code, voucher.reward_id, voucher.last_day) == ("CODE-2", "coupon", date(2026, 2, 23))
    assert told.last.told.activated == (Amount("points", 120),)


def test_vouchers_of_two_causes_in_one_write_are_told_with_the_right_one(quiet: Shop) -> None:
    told = opened(quiet, earning=HELD, rewards=[COUPON])
    quiet.order("o1", lines=lines("120.00"))
    quiet.at("2026-01-30T12:00:00+01:00").adjust("points", 80)
    assert [(each.kind, each.cause) for each in told.messages[1:]] == [
        ("reward_issued", "hold/2026-01-24"),
        ("reward_issued", "adjustment/g1"),
    ]
    codes = [voucher.code for each in told.messages for voucher in each.told.vouchers]
    assert codes == [each.code for each in quiet.book().vouchers]


def test_each_order_tells_its_own_code_also_when_it_is_told_late(quiet: Shop) -> None:
    told = opened(quiet, rewards=[COUPON])
    for order_id in ("o1", "o2", "o3"):
        quiet.order(order_id, lines=lines("100.00"))
    now = quiet.book()
    of_each = [[each.code for each in message.told.vouchers] for message in told.as_of(now)]
    assert of_each == [[each.code] for each in now.vouchers]
    quiet.reserve("x1", vouchers=[now.vouchers[0].code], cart={"lines": lines("50.00")})
    quiet.capture("x1", order_id="o4")
    assert [len(message.told.vouchers) for message in told.as_of(quiet.book())] == [0, 1, 1]


def test_a_claim_and_a_full_card_are_told_with_their_codes(quiet: Shop) -> None:
    told = opened(quiet, rewards=[FIVE_OFF], stamp_cards=[CARD])
    quiet.order("o1", lines=[line("120.00")])
    quiet.claim("five-off")
    assert (told.last.kind, told.last.cause, len(told.last.told.vouchers)) == ("reward_issued", "claim/c1", 1)
    quiet.order("o2", lines=[line("9.00", quantity=2)])
    assert told.last.kind == "reward_issued"
    assert [each.reward_id for each in told.last.told.vouchers] == ["coffee"]


def test_a_donation_says_nothing(quiet: Shop) -> None:
    trees = {"id": "trees", "kind": "donation", "charity": "Un albero", "value": "2.00", "cost": 50}
    told = opened(quiet, rewards=[trees])
    quiet.order("o1", lines=lines("60.00"))
    quiet.claim("trees")
    assert told.kinds() == ["reward_available"]


def test_a_reward_within_reach_is_told_to_who_agreed_to_marketing_and_the_points_to_all(quiet: Shop) -> None:
    told = opened(quiet, rewards=[FIVE_OFF])
    quiet.order("o1", lines=lines("60.00"))
    quiet.order("o2", lines=lines("60.00"))
    assert told.kinds() == ["points_earned", "reward_available"]
    assert (told.last.told.rewards, told.last.otherwise) == (("five-off",), "points_earned")
    quiet.order("o3", lines=lines("60.00"))
    assert told.last.kind == "points_earned"


def test_another_level_is_told_up_and_down(quiet: Shop) -> None:
    window = {"mode": "rolling", "months": 1}
    told = opened(quiet, tiers={**BY_POINTS, "window": window, "downgrade": {"mode": "reassess", "grace_days": 0}})
    quiet.order("o1", lines=lines("60.00"))
    assert (told.last.kind, told.last.told.tier, told.last.told.tier_was) == ("tier_changed", "silver", "bronze")
    assert told.last.told.earned == (Amount("points", 60),)
    quiet.run_nights("2026-03-20T12:00:00+01:00")
    assert (told.last.kind, told.last.told.tier) == ("tier_changed", "bronze")
    assert told.last.cause.startswith("settlement/2026-02-")


def test_a_birthday_is_told_as_one_and_without_marketing_only_what_else_it_brought(quiet: Shop) -> None:
    quiet.publish(ONE_POINT_PER_EURO, bonuses={"birthday": {"points": 100}}, rewards=[COUPON])
    quiet.enrol(birthday="1990-02-04")
    told = Told(quiet)
    quiet.run_nights("2026-02-05T12:00:00+01:00")
    assert (told.kinds(), told.last.cause) == (["birthday"], "birthday/2026")
    assert told.last.otherwise == "reward_issued"
    assert told.last.told.earned == (Amount("points", 100),)


def test_gifts_actions_and_positive_adjustments_are_points_earned_and_negative_ones_nothing(quiet: Shop) -> None:
    gift = {"id": "spring", "when": {"date": "2026-02-01"}, "points": 20}
    told = opened(quiet, gifts=[gift], bonuses={"actions": {"review": {"points": 5}}})
    quiet.report("review", "r1")
    quiet.adjust("points", 10)
    quiet.adjust("points", -5, "g2")
    quiet.run_nights("2026-02-02T12:00:00+01:00")
    assert told.kinds() == ["points_earned"] * 3
    assert [each.cause for each in told.messages] == ["action/review/r1", "adjustment/g1", "gift/spring"]


def test_a_reminder_names_how_much_goes_and_when_and_then_what_went(quiet: Shop) -> None:
    fixed = {"expiry": {"mode": "fixed", "days": 60}, "reminders": {"days_before": [7]}}
    told = opened(quiet, FIVE_PERCENT_BACK, wallets={"cashback": fixed})
    quiet.order("o1", lines=lines("60.00"))
    quiet.run_nights("2026-04-01T12:00:00+02:00")
    reminder, expired = told.messages[1:]
    assert (reminder.kind, reminder.told.expiring, reminder.told.last_day) == (
        "expiry_reminder",
        (Amount("cashback", 300),),
        date(2026, 3, 11),
    )
    assert (expired.kind, expired.cause, expired.told.expired) == (
        "points_expired",
        "expiry/2026-03-11",
        (Amount("cashback", 300),),
    )


def test_both_sides_of_a_referral_are_told_each_as_what_it_is(quiet: Shop) -> None:
    referral = {"friend": {"points": 100}, "advocate": {"points": 200}}
    told = opened(quiet, referral=referral)
    quiet.enrol("bea", referred_by="anna")
    quiet.order("o1", "bea", lines=lines("60.00"))
    assert (told.kinds("bea"), told.kinds("anna")) == (["welcome", "points_earned"], ["referral_rewarded"])
    to_friend = next(each for each in told.messages if each.cause == "order/o1")
    assert to_friend.told.earned == (Amount("points", 160),)
    assert (told.last.cause, told.last.told.order_id) == ("referral/o1", None)
    quiet.refund("o1", amount="60.00")
    assert (told.kinds("bea")[-1], told.kinds("anna")) == ("refund_processed", ["referral_rewarded"])


def test_a_trial_is_told_of_three_days_before_it_ends_once_also_when_cancelled(quiet: Shop) -> None:
    told = opened(quiet, memberships=[PLUS])
    quiet.membership("trial")
    quiet.cancel()
    assert told.messages == []
    quiet.run_nights("2026-02-05T23:00:00+01:00")
    assert told.messages == []
    quiet.run_nights("2026-02-20T12:00:00+01:00")
    assert told.kinds() == ["membership_trial_ending"]
    assert (told.last.told.plan, told.last.told.until) == ("plus", date(2026, 2, 9))


def test_who_pays_before_the_trial_ends_is_told_of_the_period_and_not_of_its_end(quiet: Shop) -> None:
    told = opened(quiet, memberships=[PLUS])
    quiet.membership("trial")
    quiet.membership("paid", "m2")
    quiet.run_nights("2026-02-20T12:00:00+01:00")
    quiet.membership("paid", "m3")
    assert told.kinds() == ["membership_renewed", "membership_renewed"]
    assert told.last.told.until == date(2028, 1, 10)


def test_a_trial_of_three_days_is_not_told_of_when_it_begins(quiet: Shop) -> None:
    told = opened(quiet, memberships=[{**PLUS, "trial_days": 3}])
    quiet.membership("trial")
    quiet.run_nights("2026-02-20T12:00:00+01:00")
    assert told.messages == []


def test_a_refund_says_what_it_took_and_what_came_back(quiet: Shop) -> None:
    told = opened(quiet, wallets={"points": {"redeem": {"points": 10, "value": "1.00"}}})
    quiet.order("o1", lines=lines("100.00"))
    quiet.reserve("x1", points=50, cart={"lines": lines("50.00")})
    quiet.order("o2", redemption_id="x1", lines=lines("50.00"))
    quiet.refund("o2", amount="50.00")
    assert told.last.kind == "refund_processed"
    assert told.last.told.given_back == (Amount("points", 50),)
    assert told.last.told.taken_back == (Amount("points", 45),)
    assert told.last.told.order_id == "o2"


def test_what_a_refund_gets_from_a_voucher_that_it_voids_is_not_given_back(quiet: Shop) -> None:
    told = opened(quiet, rewards=[COUPON])
    quiet.order("o1", lines=lines("100.00"))
    quiet.refund("o1", amount="100.00")
    assert (told.last.kind, told.last.told.taken_back, told.last.told.given_back) == (
        "refund_processed",
        (Amount("points", 100),),
        (),
    )


def test_a_refund_that_moved_nothing_says_nothing(quiet: Shop) -> None:
    told = opened(quiet)
    quiet.order("o1", lines=lines("0.50"))
    quiet.refund("o1", amount="0.50")
    assert told.messages == []


def test_a_voucher_that_a_refund_brings_back_is_told_with_its_code(quiet: Shop) -> None:
    told = opened(quiet, rewards=[FIVE_OFF])
    quiet.order("o1", lines=lines("100.00"))
    code = quiet.claim("five-off").body["voucher"]["code"]
    quiet.reserve("x1", vouchers=[code], cart={"lines": lines("0.50")})
    quiet.order("o2", redemption_id="x1", lines=lines("0.50"))
    quiet.refund("o2", amount="0.50")
    assert (told.last.kind, [each.code for each in told.last.told.vouchers]) == ("refund_processed", [code])


def test_reserving_releasing_capturing_voiding_and_blocking_say_nothing(quiet: Shop) -> None:
    told = opened(quiet, rewards=[FIVE_OFF], wallets={"points": {"redeem": {"points": 10, "value": "1.00"}}})
    quiet.order("o1", lines=lines("200.00"))
    code = quiet.claim("five-off").body["voucher"]["code"]
    told.forget()
    quiet.reserve("x1", points=50, cart={"lines": lines("50.00")})
    quiet.release("x1")
    quiet.reserve("x2", points=50, cart={"lines": lines("50.00")})
    quiet.capture("x2", order_id="o2")
    quiet.reserve("x3", points=20, cart={"lines": lines("50.00")})
    quiet.run_nights("2026-01-12T12:00:00+01:00")
    quiet.void(code)
    quiet.block()
    assert told.messages == []


def test_a_settlement_that_is_told_late_is_told_as_of_when_it_happened(quiet: Shop) -> None:
    told = opened(quiet, earning=HELD)
    quiet.order("o1", lines=lines("60.00"))
    quiet.at("2026-02-10T12:00:00+01:00")
    settle_account("anna", **quiet.writing)
    assert told.last.at.isoformat() == "2026-01-23T23:00:00+00:00"
    assert replace(told.last.told, balances={}).activated == (Amount("points", 60),)
