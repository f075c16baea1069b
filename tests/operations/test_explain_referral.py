"""Friends and advocates are told what a referral brought, and neither what is the other's."""

from typing import Any

import pytest

from tests.operations.explaining import TEN, newest, told_in_all_languages
from tests.operations.referrals import befriended
from tests.operations.shop import Shop, lines

REFERRAL: dict[str, Any] = {
    "friend": {"points": 10},
    "advocate": {"points": 20},
    "every_order": {"percent": "2"},
    "qualify": {"min_order": "25.00"},
    "limit": {"rewards": 2, "per_days": 30},
}


@pytest.fixture
def friends(shop: Shop) -> Shop:
    """Ada has referred Bea, whose first order qualifies."""
    befriended(shop, REFERRAL)
    shop.order("o7", "bea", lines=lines("60.00"))
    return shop


def test_a_friend_is_told_for_which_order_they_were_rewarded(friends: Shop) -> None:
    told = newest(friends, cause="referral/o7", member_id="bea")
    assert [told["why"][part] for part in ("side", "says", "worth", "before", "after")] == [
        "friend",
        {"points": 10},
        10,
        0,
        10,
    ]
    rule = "Version 1 of the programme gives 10 points to who was referred, for an order that qualifies: order o7."
    assert told["sentences"] == [rule]


def test_an_advocate_is_told_the_rule_and_its_limit_but_not_whose_order_it_was(friends: Shop) -> None:
    share, points = (friends.explain(each["entry_id"], "ada") for each in friends.statement("ada"))
    assert (points["why"]["side"], points["why"]["limit"]) == ("advocate", {"rewards": 2, "per_days": 30})
    assert points["sentences"] == [
        "Version 1 of the programme gives 20 points to who referred somebody, when an order of theirs qualifies.",
        "At most 2 friends within 30 days count for that.",
    ]
    assert share["sentences"] == [
        "Version 1 of the programme gives 2 % of each order of those who were referred, rounded half up: "
        "€1.20 of cashback of this one."
    ]
    for each in (points, share):
        assert "o7" not in each["entry"]["text"] + " ".join(each["sentences"])


def test_what_refunds_take_of_a_referral_is_told_on_both_sides(friends: Shop) -> None:
    friends.refund("o7", "r1", amount="20.00")
    share = newest(friends, cause="referral/o7", member_id="ada", kind="reversal")
    assert [share["why"][part] for part in ("worth", "before", "after")] == ["1.20", "1.20", "0.80"]
    assert share["sentences"] == [
        "The order was refunded, in part or whole: €0.80 of cashback of €1.20 of cashback stay."
    ]
    friends.refund("o7", "r2", amount="20.00")
    undone = [each for each in friends.statement("ada") if each["amount"] == -20]
    assert friends.explain(undone[0]["entry_id"], "ada")["sentences"] == [
        "The order that it was given for no longer qualifies."
    ]
    told = newest(friends, cause="refund/o7/r2", member_id="bea")
    assert told["why"]["refund"]["referral"] == -10
    assert told["why"]["refund"]["why_referral"] == {
        "wallet": "points",
        "due": 10,
        "voided": 0,
        "written_off": 0,
        "taken_from": {"pending": 0, "own": 10, "others": 0, "owed": 0},
    }
    assert told_in_all_languages(friends, "o7") == {5 + 1}


def test_vouchers_of_a_referral_come_back_before_its_points_do(shop: Shop) -> None:
    befriended(shop, REFERRAL | {"friend": {"points": 50}, "advocate": {"points": 50}}, rewards=[TEN])
    shop.order("o7", "bea", lines=lines("60.00"))
    shop.refund("o7", "r1", amount="60.00")
    refund = newest(shop, cause="refund/o7/r1", member_id="bea")["why"]["refund"]
    assert (refund["restored"], refund["why_referral"]["voided"]) == ([{"wallet": "points", "amount": 40}], 40)
    said = shop.explanation("o7")["sentences"]
    assert "40 points came back first, from unused vouchers that the referral's units had become." in said
    assert newest(shop, cause="referral/o7", member_id="ada", kind="restoration")["sentences"] == [
        "An unused voucher was taken back, and what it had cost comes back."
    ]


def test_what_a_wallet_may_not_owe_for_a_referral_is_told_on_both_sides(shop: Shop) -> None:
    befriended(shop, REFERRAL, refunds={"shortage": "clamp"})
    shop.order("o7", "bea", lines=lines("60.00"))
    shop.adjust("points", -10, member_id="bea")
    shop.adjust("points", -20, member_id="ada")
    shop.refund("o7", "r1", amount="60.00")
    refund = newest(shop, cause="refund/o7/r1", member_id="bea", kind="shortage")
    assert refund["why"]["refund"]["written_off"] == [{"wallet": "points", "amount": 10}]
    written_off = newest(shop, cause="referral/o7", member_id="ada", kind="shortage")
    assert written_off["sentences"] == ["20 points were written off: a wallet may owe nothing."]
    assert "10 points were written off: a wallet may owe nothing." in refund["sentences"]
