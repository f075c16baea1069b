"""Before publishing: what differs, and who of the sample gains or loses what. Nothing that is there changes."""

from typing import Any

import pytest

from tessera.domain.filing import Json
from tessera.domain.programme import ProgrammeRefused
from tessera.domain.refusals import Fault
from tests.operations.shop import FIVE_PERCENT_BACK, ONE_POINT_PER_EURO, Shop, line, lines

FOUR_PERCENT_BACK = FIVE_PERCENT_BACK | {"earn": {"percent": "4"}}
TWO_POINTS_PER_EURO = ONE_POINT_PER_EURO | {"earn": {"points": 2, "per": "1.00"}}
LEVELS = [{"id": "bronze", "from": 0}, {"id": "gold", "from": 100, "points_multiplier": "2", "discount": "10"}]
TIERS: Json = {"metric": "spend", "window": {"mode": "lifetime"}, "levels": LEVELS}


def higher(threshold: int) -> Json:
    return TIERS | {"levels": [LEVELS[0], LEVELS[1] | {"from": threshold}]}


def member(answer: Json, member_id: str = "anna") -> Json:
    (found,) = (each for each in answer["sample"]["each"] if each["member_id"] == member_id)
    return dict(found)


def test_before_the_first_publication_there_is_nothing_to_compare_with(shop: Shop) -> None:
    answer = shop.check(ONE_POINT_PER_EURO)
    assert answer == {"valid": True, "not_supported_yet": [], "against": None, "differs": [], "sample": None}


def test_a_document_with_faults_is_refused_as_before(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    with pytest.raises(ProgrammeRefused) as refusal:
        shop.check(ONE_POINT_PER_EURO, currency="EUX", locales=[])
    assert len(refusal.value.faults) == 2


def test_the_programme_in_force_changes_nothing_for_anybody(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, FIVE_PERCENT_BACK, tiers=TIERS)
    for member_id in ("anna", "bruno"):
        shop.enrol(member_id)
        shop.order(f"o-{member_id}", member_id, lines=lines("80.00", "70.00"))
    answer = shop.later(days=400).check(ONE_POINT_PER_EURO, FIVE_PERCENT_BACK, tiers=TIERS)
    assert (answer["against"], answer["differs"]) == ({"version": 1}, [])
    counts = {name: answer["sample"][name] for name in ("members", "orders", "gain", "lose", "mixed", "same")}
    assert counts == {"members": 2, "orders": 2, "gain": 0, "lose": 0, "mixed": 0, "same": 2}
    assert answer["sample"]["levels"] == [
        {"level": "bronze", "now": 0, "then": 0},
        {"level": "gold", "now": 2, "then": 2},
    ]
    assert member(answer)["wallets"] == [
        {"wallet": "points", "now": 300, "then": 300, "difference": 0},
        {"wallet": "cashback", "now": "7.50", "then": "7.50", "difference": "0.00"},
    ]


def test_who_gains_and_who_loses_is_told_to_the_cent(shop: Shop) -> None:
    shop.publish(FIVE_PERCENT_BACK)
    for number, member_id in enumerate(("anna", "bruno", "carla"), start=1):
        shop.enrol(member_id)
        shop.order(f"o{number}", member_id, lines=[line(f"{number}0.00", categories=["tea"] if number == 3 else [])])
    shop.enrol("dario")
    tea = {"id": "tea", "wallet": "cashback", "earn": {"percent": "7.5"}, "scope": {"category": ["tea"]}}
    answer = shop.check(FOUR_PERCENT_BACK, tea)
    sample = answer["sample"]
    assert [each["text"] for each in answer["differs"]] == [
        'Rule "back": earn.percent is now "4"; it was "5".',
        'Rule "tea" is new.',
    ]
    assert [(each["member_id"], each["verdict"]) for each in sample["each"]] == [
        ("bruno", "loses"),
        ("anna", "loses"),
        ("carla", "gains"),
        ("dario", "same"),
    ]
    assert sample["wallets"] == [{"wallet": "cashback", "now": "3.00", "then": "3.45", "difference": "0.45"}]
    assert member(answer, "bruno")["wallets"][0]["difference"] == "-0.20"
    assert member(answer, "carla")["wallets"][0]["difference"] == "0.75"
    assert (member(answer, "dario")["orders"], member(answer, "dario")["checkout"]) == ([], None)


def test_more_of_one_wallet_and_less_of_the_other_is_mixed(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, FIVE_PERCENT_BACK)
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    answer = shop.check(TWO_POINTS_PER_EURO, FOUR_PERCENT_BACK)
    assert (answer["sample"]["mixed"], member(answer)["verdict"]) == (1, "mixed")


def test_what_orders_earn_now_is_what_they_were_awarded_by_the_version_in_force(shop: Shop) -> None:
    shop.publish(
        ONE_POINT_PER_EURO, FIVE_PERCENT_BACK, earning={"caps": [{"wallet": "points", "per": "day", "amount": 60}]}
    )
    shop.enrol()
    awards = [shop.order(f"o{number}", lines=lines("19.99", "5.01")).body["awards"] for number in range(3)]
    (points,) = (each for each in member(shop.check(ONE_POINT_PER_EURO))["wallets"] if each["wallet"] == "points")
    assert (
        points["now"] == sum(each["amount"] for order in awards for each in order if each["wallet"] == "points") == 60
    )
    assert points["then"] == 75


def test_nothing_that_was_awarded_changes(shop: Shop) -> None:
    shop.publish(FIVE_PERCENT_BACK)
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    before = shop.ledger.account("anna"), shop.account(), shop.statement()
    shop.check(FOUR_PERCENT_BACK, tiers=TIERS)
    assert (shop.ledger.account("anna"), shop.account(), shop.statement()) == before
    assert shop.programmes.latest().number == 1


def test_an_order_is_tried_as_it_was_placed(shop: Shop) -> None:
    """Its instant, what earlier orders had earned, and what a redemption paid of it stay what they were."""
    first = {"id": "first", "wallet": "points", "bonus": 50, "per": "order", "when": {"first_order": True}}
    shop.publish(ONE_POINT_PER_EURO, first, wallets={"points": {"redeem": {"points": 10, "value": "1.00"}}})
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    shop.later(hours=1).reserve("x1", points=100, cart={"lines": lines("60.00")})
    shop.order("o2", lines=lines("60.00"), redemption_id="x1")
    caps = {"caps": [{"wallet": "points", "per": "day", "amount": 170}]}
    answer = shop.check(ONE_POINT_PER_EURO, first, earning=caps)
    now, then = 150 + 50, 150 + 20
    assert member(answer)["wallets"][0] == {"wallet": "points", "now": now, "then": then, "difference": then - now}
    assert member(answer)["orders"] == ["o2", "o1"]


def test_the_level_is_the_one_that_purchases_reach_by_each_programme(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, tiers=TIERS)
    shop.enrol()
    shop.order("o1", lines=lines("150.00"))
    answer = shop.check(ONE_POINT_PER_EURO, tiers=higher(200))
    anna = member(answer)
    assert anna["level"] == {"now": "gold", "then": "bronze"}
    assert anna["wallets"] == [{"wallet": "points", "now": 300, "then": 150, "difference": -150}]
    assert anna["checkout"] == {"now": "15.00", "then": "0.00", "difference": "-15.00"}
    assert answer["sample"]["levels"] == [
        {"level": "bronze", "now": 0, "then": 1},
        {"level": "gold", "now": 1, "then": 0},
    ]


def test_a_level_that_goes_is_told_after_those_that_stay(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, tiers=TIERS)
    shop.enrol()
    shop.order("o1", lines=lines("150.00"))
    levels = shop.check(ONE_POINT_PER_EURO, tiers=TIERS | {"levels": LEVELS[:1]})["sample"]["levels"]
    assert levels == [{"level": "bronze", "now": 0, "then": 1}, {"level": "gold", "now": 1, "then": 0}]
    assert member(shop.check(ONE_POINT_PER_EURO))["level"] == {"now": "gold", "then": None}


def test_units_worth_less_at_checkout_are_a_loss(shop: Shop) -> None:
    def worth(value: str) -> Json:
        return {"points": {"redeem": {"points": 10, "value": value}}}

    shop.publish(ONE_POINT_PER_EURO, wallets=worth("1.00"))
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    anna = member(shop.check(ONE_POINT_PER_EURO, wallets=worth("0.80")))
    assert (anna["verdict"], anna["checkout"]) == ("loses", {"now": "10.00", "then": "8.00", "difference": "-2.00"})


def test_the_latest_ten_orders_of_a_member_are_tried(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    for number in range(12):
        shop.later(hours=1).order(f"o{number}", lines=lines("10.00"))
    shop.refund("o11", lines=[{"line_id": "1", "amount": "5.00"}])
    assert member(shop.check(ONE_POINT_PER_EURO))["orders"] == [f"o{number}" for number in range(11, 1, -1)]


@pytest.mark.parametrize("sections", [{"currency": "USD"}, {"timezone": "Europe/Berlin"}])
def test_programmes_that_count_in_other_units_are_not_tried_on_the_same_orders(
    shop: Shop, sections: dict[str, Any]
) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    shop.order("o1", lines=lines("10.00"))
    answer = shop.check(ONE_POINT_PER_EURO, **sections)
    assert (answer["sample"], [each["path"] for each in answer["differs"]]) == (None, list(sections))


def test_what_is_not_carried_out_yet_is_not_tried(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    fault = Fault("guests", "not yet")
    monkeypatch.setattr("tessera.operations.check_programme.unsupported", lambda programme: [fault])
    answer = shop.check(TWO_POINTS_PER_EURO)
    assert (answer["sample"], len(answer["differs"])) == (None, 1)
    assert answer["not_supported_yet"] == [{"path": "guests", "message": "not yet"}]


def test_at_most_sixty_four_members_are_in_the_sample(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    for number in range(300):
        shop.enrol(f"m{number}")
    assert 50 < shop.check(ONE_POINT_PER_EURO)["sample"]["members"] <= 64


def test_a_guests_order_that_the_member_claimed_is_tried_as_the_members(shop: Shop) -> None:
    rule = ONE_POINT_PER_EURO | {"when": {"tiers": ["bronze"]}}
    shop.publish(rule, tiers=TIERS, guests={"claim_days": 30})
    shop.order("o1", None, email="anna@example.com", lines=lines("80.00"))
    shop.enrol()
    answer = shop.check(rule | {"earn": {"points": 2, "per": "1.00"}}, tiers=TIERS, guests={"claim_days": 30})
    assert member(answer)["wallets"] == [{"wallet": "points", "now": 80, "then": 160, "difference": 80}]
