"""Entries whose causes come with sections of the programme: each is explained by the version that made it."""

from typing import Any

import pytest

from tessera.domain.account import Book
from tessera.domain.lots import Lot, deposit
from tessera.domain.ports import Filing, Key, Recorded, Write
from tessera.domain.wording import LANGUAGES
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, line, lines

TEN = {"id": "ten", "kind": "amount_off", "value": "1.00", "cost": 40, "automatic": True, "valid_days": 30}
FIVE = {"id": "five", "kind": "amount_off", "value": "5.00", "cost": 50}
TREES = {"id": "trees", "kind": "donation", "charity": "Un albero", "value": "2.00", "cost": 50}
REFERRAL: dict[str, Any] = {
    "friend": {"points": 10},
    "advocate": {"points": 20},
    "every_order": {"percent": "2"},
    "qualify": {"min_order": "25.00"},
    "limit": {"rewards": 2, "per_days": 30},
}
COFFEE = {"id": "coffee", "scope": {"category": ["coffee"]}, "stamps": 5, "reward": {"free_product_up_to": "cheapest"}}
VISITS = {"id": "visits", "stamps": 9, "per": "order", "reward": {"free_product_up_to": "average"}, "expires_months": 1}


def newest(shop: Shop, cause: str, member_id: str = "anna", kind: str | None = None) -> dict[str, Any]:
    """The explanation of the newest entry of a cause."""
    made = (each for each in shop.statement(member_id) if each["cause"] == cause and kind in (None, each["kind"]))
    return shop.explain(next(made)["entry_id"], member_id)


def told_in_all_languages(shop: Shop, order_id: str) -> set[int]:
    """How many sentences an order is explained in, in each language."""
    return {len(shop.explanation(order_id, locale=each)["sentences"]) for each in LANGUAGES}


def test_points_that_became_vouchers_by_themselves(shop: Shop) -> None:
    shop.publish(rewards=[TEN])
    shop.enrol()
    shop.adjust("points", 100)
    told = newest(shop, "conversion/ten")
    why = told["why"]
    assert (why["balance_before"], why["cost"], why["vouchers"], why["last_day"]) == (60, 40, 1, "2026-02-09")
    assert told["entry"]["text"] == "40 points turned into a voucher by themselves: reward ten."
    assert told["sentences"] == [
        'There were 60 points; reward "ten" costs 40 points and is given by itself, so they became 1 voucher.'
    ]


def test_a_refund_says_which_conversions_it_undid(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, rewards=[TEN])
    shop.enrol()
    shop.order("o1", lines=lines("90.00"))
    shop.refund("o1", amount="90.00")
    told = newest(shop, "refund/o1/r1", kind="restoration")
    assert [told["why"]["refund"][part][0]["amount"] for part in ("restored", "reversed")] == [80, -90]
    assert "80 points came back first, from unused vouchers that the order's units had become." in told["sentences"]
    assert "Taken back: 90 points from the order's own lot." in told["sentences"]


def test_an_unused_voucher_that_was_taken_back(shop: Shop) -> None:
    shop.publish(rewards=[FIVE])
    shop.enrol()
    shop.adjust("points", 60)
    code = shop.claim("five", "c1").body["voucher"]["code"]
    shop.void(code, reason="sent to the wrong member")
    told = newest(shop, f"void/{code}")
    assert told["why"] == {"about": "void", "voucher": code, "reason": "sent to the wrong member"}
    assert told["entry"]["text"] == f"50 points given back: voucher {code} was taken back unused."
    assert told["sentences"] == [
        "An unused voucher was taken back, and what it had cost comes back.",
        "The reason: sent to the wrong member.",
    ]


def test_a_donation(shop: Shop) -> None:
    shop.publish(rewards=[TREES])
    shop.enrol()
    shop.adjust("points", 60)
    shop.claim("trees", "d1")
    told = newest(shop, "claim/d1")
    assert (told["why"]["kind"], told["why"]["voucher"], told["why"]["cost"]) == ("donation", None, 50)
    assert told["sentences"][-1] == "€2.00 goes to Un albero."


def test_a_birthday_names_its_place_in_the_programme(shop: Shop) -> None:
    shop.publish(bonuses={"birthday": {"points": 100}})
    shop.enrol(birthday="1990-01-20")
    shop.run_nights("2026-01-21T10:00:00+01:00")
    told = newest(shop, "birthday/2026")
    assert (told["why"]["rule"], told["why"]["says"]) == ("bonuses.birthday", {"points": 100})
    assert told["sentences"] == ["Version 1 of the programme gives 100 points once a year, on the birthday."]


def test_a_gift_names_its_place_in_the_programme(shop: Shop) -> None:
    gift = {"id": "spring", "when": {"date": "2026-01-20"}, "points": 50}
    shop.publish(gifts=[gift])
    shop.enrol()
    shop.run_nights("2026-01-21T10:00:00+01:00")
    told = newest(shop, "gift/spring")
    assert told["why"]["rule"] == "gifts.spring"
    assert told["why"]["says"]["points"] == 50
    assert told["sentences"] == ['Version 1 of the programme gives 50 points once, as gift "spring".']


@pytest.fixture
def friends(shop: Shop) -> Shop:
    """Ada has referred Bea, whose first order qualifies."""
    shop.publish(referral=REFERRAL)
    shop.enrol("ada")
    shop.enrol("bea", referred_by="ada")
    shop.order("o7", "bea", lines=lines("60.00"))
    return shop


def test_a_friend_is_told_for_which_order_they_were_rewarded(friends: Shop) -> None:
    told = newest(friends, "referral/o7", "bea")
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
    share = newest(friends, "referral/o7", "ada", kind="reversal")
    assert [share["why"][part] for part in ("worth", "before", "after")] == ["1.20", "1.20", "0.80"]
    assert share["sentences"] == [
        "The order was refunded, in part or whole: €0.80 of cashback of €1.20 of cashback stay."
    ]
    friends.refund("o7", "r2", amount="20.00")
    undone = [each for each in friends.statement("ada") if each["amount"] == -20]
    assert friends.explain(undone[0]["entry_id"], "ada")["sentences"] == [
        "The order that it was given for no longer qualifies."
    ]
    told = newest(friends, "refund/o7/r2", "bea")
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
    shop.publish(referral=REFERRAL | {"friend": {"points": 50}, "advocate": {"points": 50}}, rewards=[TEN])
    shop.enrol("ada")
    shop.enrol("bea", referred_by="ada")
    shop.order("o7", "bea", lines=lines("60.00"))
    shop.refund("o7", "r1", amount="60.00")
    refund = newest(shop, "refund/o7/r1", "bea")["why"]["refund"]
    assert (refund["restored"], refund["why_referral"]["voided"]) == ([{"wallet": "points", "amount": 40}], 40)
    said = shop.explanation("o7")["sentences"]
    assert "40 points came back first, from unused vouchers that the referral's units had become." in said
    assert newest(shop, "referral/o7", "ada", kind="restoration")["sentences"] == [
        "An unused voucher was taken back, and what it had cost comes back."
    ]


def test_what_a_wallet_may_not_owe_for_a_referral_is_told_on_both_sides(shop: Shop) -> None:
    shop.publish(referral=REFERRAL, refunds={"shortage": "clamp"})
    shop.enrol("ada")
    shop.enrol("bea", referred_by="ada")
    shop.order("o7", "bea", lines=lines("60.00"))
    shop.adjust("points", -10, member_id="bea")
    shop.adjust("points", -20, member_id="ada")
    shop.refund("o7", "r1", amount="60.00")
    refund = newest(shop, "refund/o7/r1", "bea", kind="shortage")
    assert refund["why"]["refund"]["written_off"] == [{"wallet": "points", "amount": 10}]
    written_off = newest(shop, "referral/o7", "ada", kind="shortage")
    assert written_off["sentences"] == ["20 points were written off: a wallet may owe nothing."]
    assert "10 points were written off: a wallet may owe nothing." in refund["sentences"]


@pytest.fixture
def waiting(shop: Shop) -> Shop:
    """Awards wait a day after the completion of their order, and are good for ten days."""
    wallets = {"points": {"expiry": {"mode": "fixed", "days": 10}}}
    shop.publish(ONE_POINT_PER_EURO, earning={"hold": {"days": 1, "from": "completed"}}, wallets=wallets)
    shop.enrol()
    shop.order("o7", lines=lines("30.00"))
    return shop


def test_an_order_that_waits_for_its_completion_has_no_days_yet(waiting: Shop) -> None:
    (award,) = waiting.explanation("o7")["awards"]
    assert (award["activates_on"], award["last_day"]) == (None, None)
    assert waiting.explanation("o7")["sentences"][-1].endswith(
        "They are active 1 day after the order is completed; until then they are held until the return window is over."
    )
    assert told_in_all_languages(waiting, "o7") == {2}


def test_a_completion_ends_the_hold_at_once_when_its_days_are_over(waiting: Shop) -> None:
    waiting.refund("o7", amount="10.00")
    waiting.later(days=5).complete("o7", completed_at="2026-01-12T12:00:00+01:00")
    told = newest(waiting, "completion/o7")
    assert told["why"] == {
        "about": "completion",
        "order_id": "o7",
        "hold": {"days": 1, "from": "completed"},
        "completed_on": "2026-01-12",
        "awarded": 30,
        "taken_back": 10,
    }
    assert told["entry"]["text"] == "20 points became active: the return window of order o7 is over."
    assert told["sentences"] == [
        "Order o7 was completed on 12 January 2026, and its hold of 1 day from then was over: 30 points.",
        "10 points of that had gone back with refunds before.",
    ]


def test_a_completed_order_is_explained_from_its_completion(waiting: Shop) -> None:
    waiting.later(days=2).complete("o7")
    waiting.run_nights("2026-02-01T10:00:00+01:00")
    said = waiting.explanation("o7")["sentences"][-1]
    assert "on hold for 1 day from the completion of the order, 12 January 2026, and active from 13 January" in said
    (held,) = newest(waiting, "hold/2026-01-13")["why"]["orders"]
    assert (held["completed_on"], held["amount"]) == ("2026-01-12", 30)
    (credit,) = newest(waiting, "expiry/2026-01-23")["why"]["credits"]
    assert (credit["cause"], credit["active_from"], credit["amount"]) == ("order/o7", "2026-01-13", 30)


def test_a_completion_may_start_a_rolling_clock(shop: Shop) -> None:
    rolling = {"points": {"expiry": {"mode": "rolling", "months": 1, "restarts_on": ["redeem"]}}}
    shop.publish(ONE_POINT_PER_EURO, earning={"hold": {"days": 0, "from": "completed"}}, wallets=rolling)
    shop.enrol()
    shop.order("o7", lines=lines("30.00"))
    shop.later(days=5).complete("o7")
    shop.run_nights("2026-03-01T10:00:00+01:00")
    clock = newest(shop, "expiry/2026-02-15")["why"]["clock"]
    assert (clock["event"], clock["cause"], clock["day"]) == ("start", "completion/o7", "2026-01-15")


def test_a_friends_points_restart_a_rolling_clock(shop: Shop) -> None:
    rolling = {"points": {"expiry": {"mode": "rolling", "months": 1, "restarts_on": ["earn"]}}}
    shop.publish(referral=REFERRAL, wallets=rolling)
    shop.enrol("ada")
    shop.enrol("bea", referred_by="ada")
    for member_id in ("ada", "bea"):
        shop.adjust("points", 5, f"g-{member_id}", member_id)
    shop.later(days=7).order("o7", "bea", lines=lines("60.00"))
    shop.run_nights("2026-03-01T10:00:00+01:00")
    for member_id in ("ada", "bea"):
        clock = newest(shop, "expiry/2026-02-17", member_id)["why"]["clock"]
        assert (clock["event"], clock["cause"], clock["day"]) == ("earn", "referral/o7", "2026-01-17")


def test_a_guests_order_that_was_claimed_is_explained_with_all_that_was_refunded_of_it(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, guests={"claim_days": 30}, earning={"hold": {"days": 14}})
    shop.order("o7", None, email="anna@example.com", lines=lines("30.00"))
    shop.refund("o7", "r1", amount="3.00")
    assert shop.explanation("o7")["sentences"][0] == "It is the order of a guest, who earns nothing."
    shop.later(days=3).enrol()
    shop.refund("o7", "r2", amount="6.00")
    told = shop.explanation("o7")
    assert (told["member_id"], told["placed_as_guest"], told["awards"][0]["activates_on"]) == (
        "anna",
        True,
        "2026-01-24",
    )
    assert [each["reversed"][0]["amount"] for each in told["refunds"]] == [-3, -6]
    assert "A guest placed the order; it was awarded as of its own day when that e-mail enrolled." in told["sentences"]
    assert newest(shop, "order/o7")["why"]["awards"][0]["amount"] == 30
    assert told_in_all_languages(shop, "o7") == {9}


@pytest.fixture
def cards(shop: Shop) -> Shop:
    """A card for cups of coffee, and one for visits."""
    shop.publish(stamp_cards=[COFFEE, VISITS])
    shop.enrol()
    cups = line("2.00", quantity=4, categories=["coffee"])
    shop.order("o7", lines=[cups, line("3.00", line_id="2", categories=["coffee"]), line("9.00", line_id="3")])
    return shop


def test_an_order_says_which_lines_gave_how_many_stamps_to_which_card(cards: Shop) -> None:
    told = cards.explanation("o7")
    assert told["stamps"] == [
        {
            "card_id": "coffee",
            "stamps": 5,
            "lines": [{"line_ids": ["1"], "stamps": 4}, {"line_ids": ["2"], "stamps": 1}],
            "last_day": None,
        },
        {
            "card_id": "visits",
            "stamps": 1,
            "lines": [{"line_ids": ["1", "2", "3"], "stamps": 1}],
            "last_day": "2026-02-10",
        },
    ]
    assert told["sentences"][1:] == [
        'Card "coffee" got 4 stamps (line 1) and 1 stamp (line 2).',
        'Card "visits" got 1 stamp (line 1, 2 and 3). The last day of these stamps is 10 February 2026.',
    ]


def test_a_refund_says_what_it_took_of_the_stamps_and_which_voucher_came_back_first(cards: Shop) -> None:
    cards.refund("o7", lines=[{"line_id": "1", "quantity": 3}])
    (coffee,) = cards.explanation("o7")["refunds"][0]["stamps"]
    assert coffee["vouchers"] == ["CODE-2"]
    assert [coffee[part] for part in ("given", "target", "before", "due", "left_expired")] == [5, 3, 0, 3, 0]
    assert coffee["taken_from"] == {"own": 3, "others": 0, "owed": 0}
    assert cards.explanation("o7")["sentences"][-1] == (
        'Of 5 stamps on card "coffee", 3 stamps should be back by now, rounded half up; 0 stamps went back before, '
        "so 3 stamps are due. The card had too few, so 1 voucher of it came back first, unused."
    )
    assert told_in_all_languages(cards, "o7") == {5}


def test_stamps_that_have_expired_are_left_and_those_that_are_missing_are_owed(cards: Shop) -> None:
    cart = {"lines": [line("2.00", categories=["coffee"])]}
    cards.reserve("x1", vouchers=["CODE-2"], cart=cart)
    cards.order("o8", lines=[line("2.00", kind="gift_card")], redemption_id="x1")
    cards.later(days=60).refund("o7", amount="20.00")
    coffee, visits = cards.explanation("o7")["refunds"][0]["stamps"]
    assert (coffee["taken_from"], coffee["vouchers"]) == ({"own": 0, "others": 0, "owed": 5}, [])
    assert (visits["taken_from"], visits["left_expired"]) == (None, 1)
    said = cards.explanation("o7")["sentences"]
    assert said[-2].endswith("The card now owes 5 stamps.")
    assert said[-1].endswith("They had expired already, and were left.")


def test_a_cause_that_is_not_known_is_told_as_it_is_written(shop: Shop) -> None:
    shop.publish()
    shop.enrol()
    account = shop.ledger.account("anna")
    assert account
    book = Book(account, at=shop.now, version=1)
    book.post("accrual", "moonshine/o1", "points", deposit(book.wallet("points"), Lot(shop.now.date(), None, 1)))
    account, record = book.close()
    filing = Filing(Key("settlement", "anna", str(account.version)), {}, {}, record=record)
    assert isinstance(shop.ledger.record(Write(filings=(filing,), account=account)), Recorded)
    told = newest(shop, "moonshine/o1")
    assert told["why"] == {"about": "other", "cause": "moonshine/o1"}
    assert told["sentences"] == ["It was made by moonshine/o1."]
