"""Referral: advocates, friends, what their orders bring, and what undoes it."""

from collections.abc import Callable, Iterator
from itertools import permutations, product
from typing import Any

import pytest
from pydantic import TypeAdapter

from tessera.domain.member import Fingerprints
from tessera.domain.ports import Exhausted, Outcome, Stale, Write
from tessera.domain.refusals import Busy, Conflict, InvalidRequest, UnknownMember
from tessera.edge.answers import Account, HeldReferrals
from tessera.edge.explanations import Explanation
from tessera.storage.memory import MemoryLedger
from tests.operations.shop import Shop, line, lines

REFERRAL: dict[str, Any] = {
    "friend": {"points": 100},
    "advocate": {"points": 200},
    "every_order": {"percent": "2", "max_orders": 10, "within_days": 365},
    "qualify": {"min_order": "25.00", "within_days": 180},
    "limit": {"rewards": 10, "per_days": 30},
}


@pytest.fixture
def friends(shop: Shop) -> Shop:
    """Ada has referred Bea."""
    return befriended(shop)


def befriended(shop: Shop, **changes: Any) -> Shop:
    shop.publish(referral=REFERRAL | changes)
    shop.enrol("ada")
    shop.enrol("bea", referred_by="ada")
    return shop


def units(shop: Shop, member_id: str) -> tuple[int, str]:
    """Points and cashback."""
    return shop.wallet("points", member_id)["active"], shop.wallet("cashback", member_id)["active"]


def test_a_friend_is_referred_by_a_code_in_any_spelling_and_counts_once(shop: Shop) -> None:
    shop.publish(referral=REFERRAL)
    code = shop.enrol("ada")["referral"]["code"]
    for _ in range(2):
        view = shop.enrol("bea", referral_code=code.lower())["referral"]
    assert (view["referred_by"], view["state"], view["reasons"]) == ("ada", "open", [])
    assert not shop.credit_friend("bea")
    assert shop.account("ada")["referral"] == {
        "code": code,
        "friends": 1,
        "rewarded": 0,
        "referred_by": None,
        "state": None,
        "reasons": [],
    }


def test_without_a_referral_section_an_account_tells_of_none(shop: Shop) -> None:
    shop.publish()
    assert shop.enrol()["referral"] is None


@pytest.mark.parametrize("said", [{"referral_code": "NOBODY22"}, {"referred_by": "nobody"}, {"referred_by": "bea"}])
def test_an_advocate_who_is_nobody_or_oneself_is_refused_and_nobody_enrolled(shop: Shop, said: dict[str, str]) -> None:
    shop.publish(referral=REFERRAL)
    with pytest.raises(UnknownMember) as refused:
        shop.enrol("bea", **said)
    assert [fault.path for fault in refused.value.faults] == list(said)
    assert shop.ledger.profile("bea") is None


def test_a_change_may_repeat_who_the_advocate_is_and_name_no_other(friends: Shop) -> None:
    friends.enrol("cleo")
    friends.enrol("bea", name="Bea", referred_by="ada")
    for said in ({"referred_by": "cleo"}, {"referral_code": friends.account("cleo")["referral"]["code"]}):
        with pytest.raises(Conflict):
            friends.enrol("bea", name="B", **said)
    with pytest.raises(Conflict):
        friends.enrol("ada", referred_by="bea")
    profile = friends.ledger.profile("bea")
    assert profile
    assert profile.name == "Bea"


def test_a_code_that_is_taken_is_drawn_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.publish(referral=REFERRAL)
    drawn = iter(["SAME22", "SAME22", "OTHER2"])
    monkeypatch.setattr(shop._mint, "referral_code", lambda _: next(drawn))
    codes = [shop.enrol(member_id)["referral"]["code"] for member_id in ("ada", "bea")]
    assert codes == ["SAME22", "OTHER2"]


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
    befriended(shop, every_order={"percent": "10", "max_orders": 2, "within_days": 20})
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
    befriended(shop, limit={"rewards": 1, "per_days": 30}, every_order=None)
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


ALIASES = [
    ("ada+new@example.com", {}, ["same_email"]),
    ("ADA@example.com", {}, ["same_email"]),
    ("new@example.com", {"address": "a1"}, ["same_address"]),
    ("new@example.com", {"address": "a2", "payment": "p1"}, ["same_payment"]),
    ("ada+@example.com", {"address": "a1", "payment": "p1"}, ["same_email", "same_address", "same_payment"]),
    ("ad.a@example.com", {"address": "a2", "payment": "p2"}, []),
]


@pytest.mark.parametrize(("email", "prints", "reasons"), ALIASES)
def test_an_alias_is_held_with_its_reasons(shop: Shop, email: str, prints: dict[str, str], reasons: list[str]) -> None:
    shop.publish(referral=REFERRAL)
    shop.enrol("ada", fingerprints={"address": "a1", "payment": "p1"})
    view = shop.enrol("ada2", email=email, fingerprints=prints, referred_by="ada")["referral"]
    assert (view["state"], view["reasons"]) == ("held" if reasons else "open", reasons)
    assert [each["member_id"] for each in shop.held_referrals()["referrals"]] == (["ada2"] if reasons else [])


def test_dots_and_the_other_name_of_a_mailbox_hide_nobody(shop: Shop) -> None:
    shop.publish(referral=REFERRAL)
    shop.enrol("ada", email="ada.byron@gmail.com")
    assert shop.enrol("ada2", email="adabyron+x@googlemail.com", referred_by="ada")["referral"]["state"] == "held"


@pytest.fixture
def held(shop: Shop) -> Shop:
    """Ada has referred herself."""
    shop.publish(referral=REFERRAL)
    shop.enrol("ada")
    shop.enrol("ada2", email="ada+2@example.com", referred_by="ada")
    return shop


def test_while_it_is_held_nothing_is_given_and_approval_gives_all_of_it(held: Shop) -> None:
    for number, price in enumerate(("10.00", "50.00", "60.00"), 1):
        held.order(f"o{number}", "ada2", lines=lines(price))
    held.refund("o3", amount="60.00")
    assert (units(held, "ada"), units(held, "ada2")) == ((0, "0.00"), (0, "0.00"))
    assert held.account("ada")["referral"]["friends"] == 0
    answer = held.decide_referral("ada2", "approve", note="a sister")
    assert answer.body["referral"]["state"] == "open"
    assert (units(held, "ada"), units(held, "ada2")) == ((200, "1.20"), (100, "0.00"))
    assert held.account("ada")["referral"]["friends"] == 1
    assert held.held_referrals() == {"referrals": [], "next_cursor": None}
    held.refund("o2", amount="50.00")
    assert (units(held, "ada"), units(held, "ada2")) == ((0, "0.20"), (0, "0.00"))


def test_rejection_leaves_nothing_to_come(held: Shop) -> None:
    held.order("o1", "ada2", lines=lines("50.00"))
    assert held.decide_referral("ada2", "reject").body["referral"]["state"] == "rejected"
    held.order("o2", "ada2", lines=lines("50.00"))
    assert not held.credit_referral("o1")
    assert (units(held, "ada"), units(held, "ada2")) == ((0, "0.00"), (0, "0.00"))
    assert held.held_referrals()["referrals"] == []


def test_a_decision_is_taken_once(held: Shop) -> None:
    first = held.decide_referral("ada2", "approve")
    assert held.decide_referral("ada2", "approve") == (first.body, True)
    with pytest.raises(Conflict):
        held.decide_referral("ada2", "reject")
    with pytest.raises(Conflict):
        held.decide_referral("ada", "approve")
    with pytest.raises(UnknownMember):
        held.decide_referral("nobody", "approve")


def test_what_waited_and_was_undone_is_not_given_by_approval(held: Shop) -> None:
    held.order("o1", "ada2", lines=lines("50.00"))
    held.refund("o1", amount="40.00")
    held.decide_referral("ada2", "approve")
    assert (units(held, "ada"), units(held, "ada2")) == ((0, "0.20"), (0, "0.00"))


def test_two_names_of_an_advocate_are_one_too_many(shop: Shop) -> None:
    shop.publish(referral=REFERRAL)
    code = shop.enrol("ada")["referral"]["code"]
    with pytest.raises(ValueError, match="either"):
        shop.enrol("bea", referral_code=code, referred_by="ada")


def test_a_spent_reward_leaves_a_debt_by_the_policy_of_refunds(shop: Shop) -> None:
    befriended(shop, every_order=None)
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


Step = Callable[[Shop], object]
STEPS: dict[str, Step] = {
    "order": lambda shop: shop.order("o1", "bea", at=shop.now, lines=lines("60.00")),
    "r1": lambda shop: shop.refund("o1", "r1", amount="20.00"),
    "r2": lambda shop: shop.refund("o1", "r2", amount="40.00"),
    "credit": lambda shop: shop.credit_referral("o1"),
}


@pytest.mark.parametrize("steps", sorted(set(permutations(["order", "r1", "r2", "credit", "credit"]))))
def test_credits_and_undoings_end_alike_in_whatever_order_they_come(shop: Shop, steps: tuple[str, ...]) -> None:
    befriended(shop).credits_later = True
    for name in (*steps, "order", "r2", "credit", "r1", "credit"):
        STEPS[name](shop)
    assert (units(shop, "ada"), units(shop, "bea")) == ((0, "0.00"), (0, "0.00"))
    assert shop.account("ada")["referral"]["rewarded"] == 0
    advocate, friend = shop.ledger.account("ada"), shop.ledger.account("bea")
    assert advocate
    assert friend
    assert advocate.referral.recent == ()
    assert friend.referral.friendship
    assert (friend.referral.friendship.order_id, friend.referral.friendship.shared) == (None, 0)


class Interrupted(MemoryLedger):
    """A ledger in which something else happens between the reads of a write and the write: each time the next step."""

    def __init__(self) -> None:
        super().__init__()
        self.between: Iterator[Callable[[], object]] = iter(())

    def record(self, write: Write) -> Outcome:
        if any(filing.key.kind == "referral" for filing in write.filings) and (step := next(self.between, None)):
            step()
        return super().record(write)


@pytest.mark.parametrize("seen", list(product(["order", "r1", "r2"], repeat=2)))
def test_a_credit_that_looked_too_early_looks_again(seen: tuple[str, ...]) -> None:
    """The last to write may have been the first to look: a refund and its credit come in between."""
    ledger = Interrupted()
    shop = befriended(Shop(ledger))
    shop.credits_later = True
    STEPS["order"](shop)

    def overtaken_by(name: str) -> Callable[[], object]:
        return lambda: (STEPS[name](shop), shop.credit_referral("o1"))

    ledger.between = iter([overtaken_by(name) for name in seen])
    shop.credit_referral("o1")
    for name in ("r1", "r2"):
        STEPS[name](shop)
        shop.credit_referral("o1")
    assert (units(shop, "ada"), units(shop, "bea")) == ((0, "0.00"), (0, "0.00"))
    shop.prove()


def test_a_refund_whose_credit_finds_nothing_still_stops_the_one_that_looked_before() -> None:
    ledger = Interrupted()
    shop = befriended(Shop(ledger))
    shop.credits_later = True
    STEPS["order"](shop)

    def refunded() -> None:
        for name in ("r1", "r2", "credit"):
            STEPS[name](shop)

    ledger.between = iter([refunded])
    shop.credit_referral("o1")
    assert units(shop, "ada") == (0, "0.00")
    shop.prove()


def test_a_credit_that_always_loses_its_race_is_busy(friends: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    friends.credits_later = True
    STEPS["order"](friends)
    for outcome in (Stale(), Exhausted("stock/tea")):
        monkeypatch.setattr(friends.ledger, "record", lambda _, outcome=outcome: outcome)
        with pytest.raises(Busy):
            friends.credit_referral("o1")


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


def test_answers_about_referrals_have_their_declared_shapes(held: Shop) -> None:
    listed = held.held_referrals()
    held.order("o1", "ada2", lines=lines("60.00"))
    account, told = held.account("ada2"), held.explanation("o1")
    for shape, answer in ((HeldReferrals, listed), (Account, account), (Explanation, told)):
        assert TypeAdapter(shape).validate_python(answer, strict=True) == answer


def test_fingerprints_are_kept_and_changed_one_by_one(shop: Shop) -> None:
    shop.publish(referral=REFERRAL)
    shop.enrol("ada", fingerprints={"address": "a1", "payment": "p1"})
    shop.enrol("ada", fingerprints={"address": "a2"})
    profile = shop.ledger.profile("ada")
    assert profile
    assert profile.fingerprints == Fingerprints("a2", "p1")


def test_a_cursor_of_another_list_is_refused(held: Shop) -> None:
    with pytest.raises(InvalidRequest):
        held.held_referrals(cursor="x")


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
