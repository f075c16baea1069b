"""An advocate who may be the friend is held with the reasons, until somebody decides."""

import pytest
from pydantic import TypeAdapter

from tessera.domain.member import Fingerprints
from tessera.domain.refusals import Conflict, InvalidRequest, UnknownMember
from tessera.edge.answers.account import Account
from tessera.edge.answers.explained.orders import Explanation
from tessera.edge.answers.referrals import HeldReferrals
from tests.operations.referrals import REFERRAL, units
from tests.operations.shop import Shop, lines

ALIASES = [
    ("ada+new@example.com", {}, ["same_email"]),
    ("ADA@example.com", {}, ["same_email"]),
    ("new@example.com", {"address": "a1"}, ["same_address"]),
    ("new@example.com", {"address": "a2", "payment": "p1"}, ["same_payment"]),
    ("ada+@example.com", {"address": "a1", "payment": "p1"}, ["same_email", "same_address", "same_payment"]),
    ("ad.a@example.com", {"address": "a2", "payment": "p2"}, []),
]


@pytest.fixture
def held(shop: Shop) -> Shop:
    """Ada has referred herself."""
    shop.publish(referral=REFERRAL)
    shop.enrol("ada")
    shop.enrol("ada2", email="ada+2@example.com", referred_by="ada")
    return shop


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
