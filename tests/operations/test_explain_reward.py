"""What points became, and what came back of it, is explained by the version of the reward."""

from tests.operations.explaining import TEN, newest
from tests.operations.shop import Shop

FIVE = {"id": "five", "kind": "amount_off", "value": "5.00", "cost": 50}
TREES = {"id": "trees", "kind": "donation", "charity": "Un albero", "value": "2.00", "cost": 50}


def test_a_claim_says_what_the_reward_cost_and_became(shop: Shop) -> None:
    shop.publish(rewards=[{"id": "five", "kind": "amount_off", "value": "5.00", "cost": 30, "valid_days": 90}])
    shop.enrol()
    shop.adjust("points", 100)
    shop.claim("five")
    told = newest(shop, "redemption", "claim/c1")
    assert (told["why"]["cost"], told["why"]["balance_before"]) == (30, 100)
    assert told["why"]["voucher"]["last_day"] == told["why"]["last_day"] == "2026-04-10"
    assert told["sentences"][0] == 'Reward "five" costs 30 points by version 1.'


def test_a_donation(shop: Shop) -> None:
    shop.publish(rewards=[TREES])
    shop.enrol()
    shop.adjust("points", 60)
    shop.claim("trees", "d1")
    told = newest(shop, cause="claim/d1")
    assert (told["why"]["kind"], told["why"]["voucher"], told["why"]["cost"]) == ("donation", None, 50)
    assert told["sentences"][-1] == "€2.00 goes to Un albero."


def test_points_that_became_vouchers_by_themselves(shop: Shop) -> None:
    shop.publish(rewards=[TEN])
    shop.enrol()
    shop.adjust("points", 100)
    told = newest(shop, cause="conversion/ten")
    why = told["why"]
    assert (why["balance_before"], why["cost"], why["vouchers"], why["last_day"]) == (60, 40, 1, "2026-02-09")
    assert told["entry"]["text"] == "40 points turned into a voucher by themselves: reward ten."
    assert told["sentences"] == [
        'There were 60 points; reward "ten" costs 40 points and is given by itself, so they became 1 voucher.'
    ]


def test_an_unused_voucher_that_was_taken_back(shop: Shop) -> None:
    shop.publish(rewards=[FIVE])
    shop.enrol()
    shop.adjust("points", 60)
    code = shop.claim("five", "c1").body["voucher"]["code"]
    shop.void(code, reason="sent to the wrong member")
    told = newest(shop, cause=f"void/{code}")
    assert told["why"] == {"about": "void", "voucher": code, "reason": "sent to the wrong member"}
    assert told["entry"]["text"] == f"50 points given back: voucher {code} was taken back unused."
    assert told["sentences"] == [
        "An unused voucher was taken back, and what it had cost comes back.",
        "The reason: sent to the wrong member.",
    ]
