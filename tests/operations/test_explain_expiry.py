"""An expiry names what was credited for its last day, and what set the clock."""

from tests.operations.explaining import FIXED, REDEEM, newest
from tests.operations.referrals import befriended
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines

ROLLING = {"points": {"expiry": {"mode": "rolling", "months": 12, "restarts_on": ["order"]}}}


def test_an_expiry_names_the_credits_of_that_day_and_what_was_left(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=FIXED, earning={"hold": {"days": 3}}, bonuses={"welcome": {"points": 50}})
    shop.enrol()
    shop.later(days=2).order("o1", lines=lines("30.00"))
    shop.later(days=30).order("o2", lines=lines("40.00"))
    shop.later(days=5).adjust("points", -20)
    shop.at("2026-03-02T10:00:00+01:00").adjust("points", 1, "g2")
    told = newest(shop, "expiry")
    assert (told["entry"]["amount"], told["why"]["last_day"]) == (-60, "2026-02-28")
    assert [(each["cause"], each["amount"], each["active_from"]) for each in told["why"]["credits"]] == [
        ("order/o1", 30, "2026-01-15"),
        ("enrolment", 50, "2026-01-10"),
    ]
    figures = {key: told["why"][key] for key in ("credited", "expired", "gone_before", "not_found", "clock")}
    assert figures == {"credited": 80, "expired": 60, "gone_before": 20, "not_found": 0, "clock": None}
    assert told["sentences"] == [
        "28 February 2026 was the last day of 30 points with order o1, active from 15 January 2026 and 50 points with "
        "the welcome gift, active from 10 January 2026.",
        "60 points of it were left and expired; the rest had been spent or taken back.",
    ]


def test_a_late_order_expires_with_the_day_its_own_activation_gives(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=FIXED)
    shop.enrol()
    placed_at = shop.now
    shop.later(days=20).order("o1", at=placed_at, lines=lines("30.00"))
    shop.order("o2", lines=lines("5.00"))
    shop.later(days=60).adjust("points", 1)
    assert [each["cause"] for each in newest(shop, "expiry")["why"]["credits"]] == ["order/o2", "order/o1"]


def test_a_rolling_expiry_says_which_event_set_the_clock(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=ROLLING)
    shop.enrol()
    shop.order("o1", lines=lines("40.00"))
    shop.at("2026-06-30T10:00:00+02:00").order("o2", lines=lines("2.00"))
    shop.later(days=9).adjust("points", 5)
    shop.at("2027-07-01T10:00:00+02:00").adjust("points", 1, "g2")
    told = newest(shop, "expiry")
    assert told["why"]["clock"] == {
        "event": "order",
        "cause": "order/o2",
        "day": "2026-06-30",
        "last_day": "2027-06-30",
        "months": 12,
        "days": None,
    }
    assert [each["cause"] for each in told["why"]["credits"]] == ["adjustment/g1", "order/o2", "order/o1"]
    assert (told["why"]["credited"], told["why"]["expired"], told["why"]["not_found"]) == (47, 47, 0)


def test_an_order_that_earned_nothing_restarts_the_clock_and_is_named(shop: Shop) -> None:
    shop.publish(wallets=ROLLING, bonuses={"welcome": {"points": 50}})
    shop.enrol()
    shop.later(days=10).order("o1", lines=lines("40.00"))
    shop.at("2027-02-01T10:00:00+01:00").adjust("points", 1)
    assert newest(shop, "expiry")["why"]["clock"]["cause"] == "order/o1"


def test_the_first_units_in_an_empty_wallet_start_the_clock(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=ROLLING, earning={"hold": {"days": 14}})
    shop.enrol()
    shop.order("o1", lines=lines("40.00"))
    shop.later(days=20).adjust("points", 5)
    shop.at("2027-02-01T10:00:00+01:00").adjust("points", 1, "g2")
    clock = newest(shop, "expiry")["why"]["clock"]
    assert (clock["event"], clock["cause"], clock["day"]) == ("start", "hold/2026-01-24", "2026-01-24")


def test_a_completion_may_start_a_rolling_clock(shop: Shop) -> None:
    rolling = {"points": {"expiry": {"mode": "rolling", "months": 1, "restarts_on": ["redeem"]}}}
    shop.publish(ONE_POINT_PER_EURO, earning={"hold": {"days": 0, "from": "completed"}}, wallets=rolling)
    shop.enrol()
    shop.order("o7", lines=lines("30.00"))
    shop.later(days=5).complete("o7")
    shop.run_nights("2026-03-01T10:00:00+01:00")
    clock = newest(shop, cause="expiry/2026-02-15")["why"]["clock"]
    assert (clock["event"], clock["cause"], clock["day"]) == ("start", "completion/o7", "2026-01-15")


def test_a_friends_points_restart_a_rolling_clock(shop: Shop) -> None:
    rolling = {"points": {"expiry": {"mode": "rolling", "months": 1, "restarts_on": ["earn"]}}}
    befriended(shop, wallets=rolling)
    for member_id in ("ada", "bea"):
        shop.adjust("points", 5, f"g-{member_id}", member_id)
    shop.later(days=7).order("o7", "bea", lines=lines("60.00"))
    shop.run_nights("2026-03-01T10:00:00+01:00")
    for member_id in ("ada", "bea"):
        clock = newest(shop, cause="expiry/2026-02-17", member_id=member_id)["why"]["clock"]
        assert (clock["event"], clock["cause"], clock["day"]) == ("earn", "referral/o7", "2026-01-17")


def test_units_that_come_back_after_their_day_are_valid_for_the_days_of_grace(shop: Shop) -> None:
    rolling = {"expiry": {"mode": "rolling", "months": 1, "restarts_on": ["earn"]}, **REDEEM}
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": rolling}, refunds={"restore_grace_days": 5})
    shop.enrol()
    shop.adjust("points", 100)
    shop.reserve("x1", points=100, cart={"lines": lines("5.00")})
    shop.order("o1", lines=lines("5.00"), redemption_id="x1")
    shop.later(days=60).refund("o1", amount="5.00")
    shop.later(days=30).adjust("points", 1, "g2")
    clock = newest(shop, "expiry")["why"]["clock"]
    assert (clock["event"], clock["cause"], clock["days"], clock["months"]) == ("grace", "refund/o1/r1", 5, None)
    assert "are valid for 5 days more" in newest(shop, "expiry")["sentences"][0]


def test_what_expired_before_is_not_told_again(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=ROLLING, earning={"hold": {"days": 5}})
    shop.enrol()
    shop.order("o1", lines=lines("40.00"))
    shop.at("2027-01-14T10:00:00+01:00").order("o2", lines=lines("7.00"))
    shop.at("2029-01-14T10:00:00+01:00").adjust("points", 1)
    credits = newest(shop, "expiry")["why"]["credits"]
    assert [(each["cause"], each["amount"]) for each in credits] == [("order/o2", 7), ("order/o1", 40)][: len(credits)]
