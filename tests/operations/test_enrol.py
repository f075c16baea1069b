"""Enrolling members and changing who they are."""

import pytest

from tessera.domain.refusals import InvalidRequest
from tests.operations.shop import ONE_POINT_PER_EURO, Shop


def test_an_enrolment_brings_the_welcome_gift_once(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, bonuses={"welcome": {"points": 50}})
    assert shop.enrol()["wallets"]["points"]["active"] == 50
    assert shop.later(days=1).enrol(name="Anna")["wallets"]["points"]["active"] == 50
    assert [entry["cause"] for entry in shop.statement()] == ["enrolment"]


def test_a_change_keeps_what_it_does_not_name_and_moves_the_look_up(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol(name="Anna", locale="it", consents={"email": True})
    shop.enrol(email="new@example.com", consents={"push": False})
    profile = shop.ledger.profile("anna")
    assert profile is not None
    assert (profile.name, profile.locale, profile.email) == ("Anna", "it", "new@example.com")
    assert (profile.consents.email, profile.consents.push, profile.consents.marketing) == (True, False, None)
    assert shop.ledger.members_with_email("key of new@example.com", limit=9) == ("anna",)
    assert shop.ledger.members_with_email("key of anna@example.com", limit=9) == ()


def test_who_is_as_they_said_is_not_written_again(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol(name="Anna")
    profile = shop.ledger.profile("anna")
    shop.later(days=1).enrol(name="Anna")
    assert shop.ledger.profile("anna") == profile


def test_one_address_may_belong_to_two_members(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    for member_id in ("anna", "bea"):
        shop.enrol(member_id, email="home@example.com")
    assert shop.ledger.members_with_email("key of home@example.com", limit=9) == ("anna", "bea")


@pytest.mark.parametrize(
    "fields", [{"email": None}, {"birthday": "2026-01-11"}], ids=["without an e-mail", "born tomorrow"]
)
def test_what_cannot_be_enrolled_is_refused_and_leaves_nothing(shop: Shop, fields: dict[str, str]) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    with pytest.raises(InvalidRequest):
        shop.enrol(**fields)
    assert shop.ledger.profile("anna") is None


def test_the_sample_is_the_same_whoever_enrolled_first() -> None:
    members = [f"m{number}" for number in range(200)]
    shops = []
    for enrolled in (members, members[::-1]):
        shops.append(shop := Shop())
        shop.publish(ONE_POINT_PER_EURO)
        for member_id in enrolled:
            shop.enrol(member_id)
    assert shops[0].ledger.sample() == shops[1].ledger.sample()
    assert len(shops[0].ledger.sample()) > 50
