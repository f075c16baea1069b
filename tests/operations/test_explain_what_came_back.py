"""An expiry names units that came back with a voucher, or that had a day of their own, as what they are."""

from tests.operations.explaining import FIXED, newest
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines

AUTOMATIC = {"id": "auto", "kind": "amount_off", "value": "1.00", "cost": 60, "automatic": True}


def test_units_of_another_policy_that_expired_before_are_not_taken_for_those_that_share_the_day(shop: Shop) -> None:
    shop.publish(wallets={"points": {"expiry": {"mode": "fixed", "days": 10}}}, bonuses={"welcome": {"points": 50}})
    shop.enrol()
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": {"expiry": {"mode": "rolling", "months": 1}}})
    shop.order("o1", lines=lines("40.00"))
    shop.at("2026-03-01T10:00:00+01:00").adjust("points", 1)
    told = newest(shop, "expiry", "expiry/2026-02-10")["why"]
    assert [(each["cause"], each["amount"]) for each in told["credits"]] == [("order/o1", 40)]
    assert (told["expired"], told["not_found"], told["clock"]["cause"]) == (40, 0, "order/o1")


def test_what_a_voucher_cost_expires_as_what_came_back_with_it(shop: Shop) -> None:
    reward = {"id": "five", "kind": "amount_off", "value": "5.00", "cost": 30}
    shop.publish(wallets=FIXED, rewards=[reward], refunds={"restore_grace_days": 5})
    shop.enrol()
    shop.adjust("points", 30)
    code = shop.claim("five").body["voucher"]["code"]
    shop.at("2026-04-01T10:00:00+02:00").void(code)
    shop.at("2026-05-01T10:00:00+02:00").adjust("points", 1, "g2")
    (credit,) = newest(shop, "expiry")["why"]["credits"]
    assert credit == {
        "cause": f"void/{code}",
        "kind": "restoration",
        "version": 1,
        "amount": 30,
        "active_from": "2026-01-10",
        "last_day": "2026-04-06",
    }


def test_what_came_back_with_vouchers_of_a_refunded_order_expires_as_such(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=FIXED, rewards=[AUTOMATIC])
    shop.enrol()
    shop.adjust("points", 50)
    shop.order("o1", lines=lines("10.00"))
    shop.refund("o1", amount="10.00")
    shop.at("2026-04-01T10:00:00+02:00").adjust("points", 1, "g2")
    told = newest(shop, "expiry")["why"]
    assert [(each["cause"], each["amount"]) for each in told["credits"]][:1] == [("refund/o1/r1", 60)]
    assert (told["expired"], told["not_found"]) == (50, 0)


def test_what_came_back_with_an_advocates_voucher_expires_as_such(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=FIXED, rewards=[AUTOMATIC], referral={"advocate": {"points": 20}})
    shop.enrol("anna")
    shop.enrol("bea", referred_by="anna")
    shop.adjust("points", 50)
    shop.order("o1", "bea", lines=lines("10.00"))
    shop.refund("o1", amount="10.00")
    shop.at("2026-04-01T10:00:00+02:00").adjust("points", 1, "g2")
    told = newest(shop, "expiry")["why"]
    assert [(each["cause"], each["kind"]) for each in told["credits"]][:1] == [("referral/o1", "restoration")]
    assert (told["expired"], told["not_found"]) == (50, 0)


def test_units_that_shared_a_day_come_back_under_another_policy(shop: Shop) -> None:
    shop.publish(wallets={"points": {"expiry": {"mode": "rolling", "months": 1}}}, rewards=[AUTOMATIC])
    shop.enrol()
    shop.adjust("points", 60)
    (voucher,) = shop.account()["vouchers"]
    shop.publish()
    shop.at("2026-03-01T10:00:00+01:00").void(voucher["code"])
    shop.at("2026-05-01T10:00:00+02:00").adjust("points", 1, "g2")
    told = newest(shop, "expiry")["why"]
    assert (told["credits"][0]["cause"], told["clock"]["event"]) == (f"void/{voucher['code']}", "grace")


def test_a_completion_of_days_that_had_expired_is_found_when_it_expires_later(shop: Shop) -> None:
    rolling = {"points": {"expiry": {"mode": "rolling", "months": 2, "restarts_on": ["redeem"]}}}
    shop.publish(ONE_POINT_PER_EURO, wallets=rolling, earning={"hold": {"from": "completed"}})
    shop.enrol()
    shop.adjust("points", 15)
    shop.later(days=40).order("o1", lines=lines("3.00"))
    completed_at = shop.later(days=10).now
    shop.later(days=25).complete("o1", completed_at=completed_at.isoformat())
    shop.later(days=90).adjust("points", 1, "g2")
    told = newest(shop, "expiry")["why"]
    assert [(each["cause"], each["active_from"]) for each in told["credits"]] == [("order/o1", "2026-03-01")]
    assert told["not_found"] == 0


def test_a_late_order_that_starts_a_clock_which_has_run_out_is_found_when_it_expires_at_once(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": {"expiry": {"mode": "rolling", "months": 1}}})
    shop.enrol()
    placed_at = shop.now
    shop.later(days=5).adjust("points", 7)
    shop.later(days=40).order("o1", at=placed_at, lines=lines("3.00"))
    told = newest(shop, "expiry", "expiry/2026-02-10")["why"]
    assert [(each["cause"], each["amount"]) for each in told["credits"]] == [("order/o1", 3)]


def test_a_claim_restarts_the_clock_by_its_own_version(shop: Shop) -> None:
    rolling = {"points": {"expiry": {"mode": "rolling", "months": 2, "restarts_on": ["redeem"]}}}
    reward = {"id": "five", "kind": "amount_off", "value": "5.00", "cost": 30}
    shop.publish(wallets=rolling, rewards=[reward])
    shop.enrol()
    shop.adjust("points", 100)
    shop.later(days=20).claim("five")
    shop.publish(rewards=[reward])
    shop.later(days=90).adjust("points", 1, "g2")
    told = newest(shop, "expiry")["why"]
    assert (told["clock"]["cause"], told["expired"], told["not_found"]) == ("claim/c1", 70, 0)
