"""Referral: what the orders of friends bring to both sides, and what undoes it."""

from tests.operations.referrals import REFERRAL, befriended, units
from tests.operations.shop import Shop, line, lines


def test_the_order_that_qualifies_rewards_both_and_every_order_brings_its_share(friends: Shop) -> None:
    friends.order("o1", "bea", lines=lines("24.99"))
    assert (units(friends, "ada"), units(friends, "bea")) == ((0, "0.50"), (0, "0.00"))
    friends.order("o2", "bea", lines=lines("25.00"))
    friends.order("o3", "bea", lines=lines("30.00"))
    assert (units(friends, "ada"), units(friends, "bea")) == ((200, "1.60"), (100, "0.00"))
    assert friends.account("ada")["referral"]["rewarded"] == 1
    told = [(entry["cause"], entry["wallet"], entry["amount"]) for entry in friends.statement("ada")]
    assert ("referral/o2", "points", 200) in told
    assert friends.statement("bea")[0]["text"] == "100 points earned with a referral."


def test_half_a_refund_takes_half_the_share_and_leaves_what_still_qualifies(friends: Shop) -> None:
    friends.order("o1", "bea", lines=lines("60.00"))
    friends.refund("o1", "r1", amount="30.00")
    assert (units(friends, "ada"), units(friends, "bea")) == ((200, "0.60"), (100, "0.00"))
    friends.refund("o1", "r2", amount="5.01")
    assert (units(friends, "ada"), units(friends, "bea")) == ((0, "0.50"), (0, "0.00"))
    assert friends.account("ada")["referral"]["rewarded"] == 0


def test_once_it_is_undone_a_later_order_qualifies(friends: Shop) -> None:
    friends.order("o1", "bea", lines=lines("30.00"))
    friends.order("o2", "bea", lines=lines("30.00"))
    friends.refund("o1", amount="30.00")
    assert (units(friends, "ada"), units(friends, "bea")) == ((0, "0.60"), (0, "0.00"))
    friends.order("o3", "bea", lines=lines("30.00"))
    assert (units(friends, "ada"), units(friends, "bea")) == ((200, "1.20"), (100, "0.00"))


def test_shares_end_with_the_orders_and_days_that_the_programme_says(shop: Shop) -> None:
    befriended(shop, REFERRAL | {"every_order": {"percent": "10", "max_orders": 2, "within_days": 20}})
    for number in range(3):
        shop.order(f"o{number}", "bea", lines=lines("10.00"))
    assert units(shop, "ada")[1] == "2.00"
    shop.refund("o0", amount="10.00")
    shop.order("o3", "bea", lines=lines("10.00"))
    assert units(shop, "ada")[1] == "2.00"
    shop.refund("o3", amount="10.00")
    shop.at("2026-01-31T10:00:00+01:00").order("o4", "bea", lines=lines("10.00"))
    shop.refund("o4", amount="10.00")
    shop.at("2026-01-30T10:00:00+01:00").order("o5", "bea", lines=lines("10.00"))
    assert units(shop, "ada")[1] == "2.00"


def test_qualifying_ends_with_its_days_and_begins_with_the_enrolment(friends: Shop) -> None:
    before = friends.now.replace(day=9)
    friends.order("early", "bea", at=before, lines=lines("50.00"))
    late = friends.at("2026-07-10T10:00:00+02:00").now
    friends.order("late", "bea", at=late, lines=lines("50.00"))
    assert units(friends, "ada") == (0, "1.00")
    friends.order("in-time", "bea", at=late.replace(day=9), lines=lines("50.00"))
    assert units(friends, "ada") == (200, "2.00")


def test_a_share_is_rounded_once_and_goes_back_line_by_line(friends: Shop) -> None:
    friends.order("o1", "bea", lines=lines("0.25", "0.25", "0.25"))
    assert units(friends, "ada")[1] == "0.02"
    backs = []
    for number in ("1", "2", "3"):
        friends.refund("o1", f"r{number}", lines=[{"line_id": number, "quantity": 1}])
        backs.append(units(friends, "ada")[1])
    assert backs == ["0.01", "0.00", "0.00"]


def test_beyond_the_limit_the_friend_is_rewarded_alone_until_a_place_is_free(shop: Shop) -> None:
    befriended(shop, REFERRAL | {"limit": {"rewards": 1, "per_days": 30}, "every_order": None})
    for friend in ("cleo", "dora"):
        shop.enrol(friend, referred_by="ada")
    shop.order("o1", "bea", lines=lines("30.00"))
    shop.order("o2", "cleo", lines=lines("30.00"))
    assert (units(shop, "ada")[0], units(shop, "cleo")[0]) == (200, 100)
    shop.refund("o1", amount="30.00")
    assert not shop.credit_referral("o2")  # what was decided stays so
    shop.order("o3", "dora", lines=lines("30.00"))
    assert units(shop, "ada")[0] == 200
    shop.at("2026-02-09T10:00:00+01:00").order("o4", "bea", lines=lines("30.00"))
    assert units(shop, "ada")[0] == 400
    assert shop.account("ada")["referral"]["rewarded"] == 2


def test_a_spent_reward_leaves_a_debt_by_the_policy_of_refunds(shop: Shop) -> None:
    befriended(shop, REFERRAL | {"every_order": None})
    shop.order("o1", "bea", lines=lines("30.00"))
    for member_id in ("ada", "bea"):
        shop.adjust("points", -90, f"spent-{member_id}", member_id)
    shop.refund("o1", amount="30.00")
    assert (units(shop, "ada")[0], units(shop, "bea")[0]) == (-90, -90)


def test_what_was_awarded_goes_by_its_version_whatever_is_published_later(friends: Shop) -> None:
    friends.order("o1", "bea", lines=lines("30.00"))
    friends.later(days=1).publish()
    friends.refund("o1", amount="30.00")
    friends.order("o2", "bea", lines=lines("30.00"))
    assert (units(friends, "ada"), units(friends, "bea")) == ((0, "0.00"), (0, "0.00"))


def test_two_friends_of_friends_are_counted_each_for_their_own(friends: Shop) -> None:
    friends.enrol("cleo", referred_by="bea")
    friends.order("o1", "cleo", lines=lines("50.00"))
    assert [units(friends, each) for each in ("ada", "bea", "cleo")] == [(0, "0.00"), (200, "1.00"), (100, "0.00")]


def test_what_nobody_referred_calls_for_nothing(friends: Shop) -> None:
    friends.order("o1", "ada", lines=lines("50.00"))
    friends.order("o2", None, lines=lines("50.00"))
    assert not any(friends.credit_referral(each) for each in ("o1", "o2", "o3"))


def test_gift_cards_neither_qualify_nor_bring_a_share(friends: Shop) -> None:
    friends.order("o1", "bea", lines=[line("50.00", kind="gift_card")])
    assert units(friends, "ada") == (0, "0.00")


def test_an_order_is_explained_with_what_it_brought_the_advocate(friends: Shop) -> None:
    friends.order("o1", "bea", lines=lines("60.00"))
    friends.refund("o1", amount="60.00")
    told = friends.explanation("o1")
    assert told["referral"] == {"referred_by": "ada", "qualified": True, "share": "1.20"}
    assert told["sentences"][1:] == [
        "The order made the member a friend of ada who qualifies.",
        "The order brought ada a share of €1.20 of cashback.",
        "Refund r1 of €60.00 took back 100 points of the member's referral.",
        "The order no longer qualifies for a referral: 100 points of the member's own went back.",
    ]
    assert told["refunds"][0]["referral"] == -100


def test_a_guests_order_of_the_day_of_enrolment_brings_the_advocate_what_it_brings_the_friend(shop: Shop) -> None:
    shop.publish(referral=REFERRAL, guests={"claim_days": 30})
    shop.enrol("ada")
    shop.order("o1", None, email="bea@example.com", lines=lines("50.00"))
    shop.later(minutes=5).enrol("bea", referred_by="ada")
    assert (units(shop, "bea"), units(shop, "ada")) == ((100, "0.00"), (200, "1.00"))
    shop.refund("o1", amount="10.00")
    assert units(shop, "ada") == (200, "0.80")
    shop.refund("o1", "r2", amount="40.00")
    assert (units(shop, "bea"), units(shop, "ada")) == ((0, "0.00"), (0, "0.00"))
    assert shop.account("ada")["referral"]["rewarded"] == 0
    shop.prove()
