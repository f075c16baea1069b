"""What is told of levels, birthdays, friends and memberships: the table of docs/rules.md §8, row by row."""

from datetime import date

from tessera.domain.messaging import Amount
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines
from tests.operations.telling import COUPON, Told, opened

LEVELS = [{"id": "bronze", "from": 0}, {"id": "silver", "from": 50}]
BY_POINTS = {"metric": "points", "window": {"mode": "lifetime"}, "levels": LEVELS}
PLUS = {"id": "plus", "fee": "49.00", "period_months": 12, "trial_days": 30}


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
