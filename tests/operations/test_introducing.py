"""A friend names an advocate on enrolling, by code or by id, and only then."""

import pytest

from tessera.domain.refusals import Conflict, UnknownMember
from tests.operations.referrals import REFERRAL
from tests.operations.shop import Shop


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


def test_two_names_of_an_advocate_are_one_too_many(shop: Shop) -> None:
    shop.publish(referral=REFERRAL)
    code = shop.enrol("ada")["referral"]["code"]
    with pytest.raises(ValueError, match="either"):
        shop.enrol("bea", referral_code=code, referred_by="ada")
