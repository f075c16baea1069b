"""Awarding a paid order: rules, rounding, holds and lots."""

import pytest

from tessera.domain.calendar import parse_instant
from tessera.domain.refusals import Conflict, CurrencyMismatch, InvalidRequest, NoProgramme, UnknownMember
from tests.operations.shop import FIVE_PERCENT_BACK, ONE_POINT_PER_EURO, Shop, line, lines

POINTS_ON_HOLD = {"hold": {"days": 14, "from": "paid"}}


def test_an_order_earns_pending_points_that_become_active_on_day_fourteen(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning=POINTS_ON_HOLD)
    shop.enrol()
    answer = shop.order("o1", lines=[line("30.25", quantity=2)])
    award = {"wallet": "points", "amount": 60, "state": "pending", "activates_on": "2026-01-24", "last_day": None}
    assert answer.body["awards"] == [award]
    assert shop.at("2026-01-23T23:59:59+01:00").wallet()["active"] == 0
    assert shop.at("2026-01-24T00:00:00+01:00").wallet()["active"] == 60


def test_the_same_order_again_is_answered_with_the_first_answer_and_changes_nothing(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    first = shop.order("o1", at=shop.now, lines=lines("10.00"))
    placed_at = shop.now
    again = shop.later(days=3).order("o1", at=placed_at, lines=lines("10.00"))
    assert (again.body, again.replayed) == (first.body, True)
    assert shop.wallet()["active"] == 10


def test_the_same_order_with_another_price_is_a_conflict_that_names_the_field(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    shop.order("o1", lines=lines("10.00", "5.00"))
    with pytest.raises(Conflict) as refused:
        shop.order("o1", lines=lines("10.00", "6.00"))
    assert [fault.path for fault in refused.value.faults] == ["lines[1].unit_price"]


def test_a_conflict_is_found_before_the_member_is_missed(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    shop.order("o1", lines=lines("10.00"))
    with pytest.raises(Conflict):
        shop.order("o1", "nobody", lines=lines("10.00"))


def test_a_product_name_is_not_kept_and_does_not_make_another_order(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    shop.order("o1", lines=[line("10.00", name="Gift for Anna Bianchi")])
    assert shop.order("o1", lines=[line("10.00", name="Tee")]).replayed


def test_what_cannot_be_awarded_is_refused(shop: Shop) -> None:
    with pytest.raises(NoProgramme):
        shop.programmes.latest()
    shop.publish(ONE_POINT_PER_EURO)
    with pytest.raises(UnknownMember):
        shop.order("o1", lines=lines("10.00"))
    shop.enrol()
    with pytest.raises(CurrencyMismatch):
        shop.order("o1", currency="USD", lines=lines("10.00"))
    with pytest.raises(InvalidRequest):
        shop.order("o1", at=parse_instant("2026-01-10T10:05:01+01:00"), lines=lines("10.00"))
    assert shop.statement() == []


def test_an_order_five_minutes_ahead_is_taken(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    shop.order("o1", at=parse_instant("2026-01-10T10:05:00+01:00"), lines=lines("10.00"))
    assert shop.wallet()["active"] == 10


def test_a_guest_earns_nothing_and_is_kept(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    answer = shop.order("o1", None, email="guest@example.com", lines=lines("10.00"))
    assert (answer.body["awards"], answer.body["account"]) == ([], None)
    assert shop.order("o1", None, email="guest@example.com", lines=lines("10.00")).replayed
    assert "guest@example.com" not in repr(vars(shop.ledger))
    assert shop.explanation("o1")["sentences"] == ["It is the order of a guest, who earns nothing."]


def test_the_most_specific_scope_claims_a_line(shop: Shop) -> None:
    new_season = {"id": "new", "wallet": "cashback", "earn": {"percent": "10"}, "scope": {"category": ["new"]}}
    nothing = {"id": "no-gift", "wallet": "cashback", "earn": {"percent": "0"}, "scope": {"sku": ["GIFT"]}}
    shop.publish(FIVE_PERCENT_BACK, new_season, nothing)
    shop.enrol()
    sold = [
        line("100.00"),
        line("50.00", line_id="2", categories=["new"]),
        line("50.00", line_id="3", categories=["new"], sku="GIFT"),
    ]
    assert shop.order("o1", lines=sold).body["awards"][0]["amount"] == "10.00"


def test_a_rule_that_does_not_stack_counts_alone(shop: Shop) -> None:
    alone = {"id": "alone", "wallet": "points", "earn": {"points": 3, "per": "1.00"}, "stackable": False}
    first = {**alone, "id": "first", "earn": {"points": 5, "per": "1.00"}, "priority": 1}
    shop.publish(ONE_POINT_PER_EURO, alone, first)
    shop.enrol()
    assert shop.order("o1", lines=lines("10.00")).body["awards"][0]["amount"] == 50


def test_stackable_multipliers_multiply_and_bonuses_are_added_after(shop: Shop) -> None:
    double = {"id": "double", "wallet": "points", "multiply": "2"}
    quarter = {"id": "quarter", "wallet": "points", "multiply": "1.25", "scope": {"brand": ["B"]}}
    bonus = {"id": "bonus", "wallet": "points", "bonus": 100, "per": "unit", "scope": {"sku": ["TEE"]}}
    shop.publish(ONE_POINT_PER_EURO, double, quarter, bonus)
    shop.enrol()
    sold = [line("10.00", brand="B"), line("10.00", line_id="2", sku="TEE", quantity=2)]
    assert shop.order("o1", lines=sold).body["awards"][0]["amount"] == 25 + 40 + 200


def test_an_award_is_rounded_once_not_line_by_line(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    assert shop.order("o1", lines=lines("0.50", "0.50", "0.99")).body["awards"][0]["amount"] == 1


@pytest.mark.parametrize(("rounding", "points"), [("floor", 10), ("half_up", 11), ("ceil", 11)])
def test_the_programme_says_how_it_is_rounded(shop: Shop, rounding: str, points: int) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning={"rounding": rounding})
    shop.enrol()
    assert shop.order("o1", lines=lines("10.50")).body["awards"][0]["amount"] == points


def test_tax_may_be_left_out_and_shrinks_with_a_discount(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning={"basis": {"tax": "excluded"}, "rounding": "ceil"})
    shop.enrol()
    answer = shop.order("o1", lines=[line("122.00", tax="22.00")], discount="61.00")
    assert answer.body["awards"][0]["amount"] == 50


def test_stored_value_never_earns_and_shipping_only_where_it_counts(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    kinds = ("shipping", "gift_card", "membership", "deposit", "tip")
    sold = [line("10.00"), *(line("100.00", line_id=kind, kind=kind) for kind in kinds)]
    assert shop.order("o1", lines=sold).body["awards"][0]["amount"] == 10
    shop.publish(ONE_POINT_PER_EURO, earning={"basis": {"shipping": "included"}})
    assert shop.order("o2", lines=sold).body["awards"][0]["amount"] == 110


def test_a_shadow_rule_says_its_share_and_gives_nothing(shop: Shop) -> None:
    double = {"id": "double", "wallet": "points", "multiply": "2", "state": "shadow"}
    paused = {"id": "triple", "wallet": "points", "multiply": "3", "state": "paused"}
    shop.publish(ONE_POINT_PER_EURO, double, paused)
    shop.enrol()
    answer = shop.order("o1", lines=lines("10.00")).body
    assert answer["awards"][0]["amount"] == 10
    assert answer["shadow"] == [{"rule": "double", "wallet": "points", "amount": 10}]


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ({"from": "2026-01-10", "until": "2026-01-10"}, True),
        ({"until": "2026-01-09"}, False),
        ({"weekdays": ["saturday"]}, True),
        ({"weekdays": ["sunday"]}, False),
        ({"hours": {"from": "10:00", "until": "11:00"}}, True),
        ({"hours": {"from": "22:00", "until": "10:00"}}, False),
        ({"min_order": "20.00"}, True),
        ({"min_order": "20.01"}, False),
        ({"channels": ["app"]}, True),
        ({"channels": ["web"]}, False),
        ({"order": {"tagged": ["vip", "gift"]}}, True),
        ({"order": {"tagged": ["vip"]}}, False),
    ],
)
def test_a_rule_holds_when_all_it_asks_is_so(shop: Shop, when: dict[str, object], holds: bool) -> None:
    shop.publish({**ONE_POINT_PER_EURO, "when": when})
    shop.enrol()
    answer = shop.order("o1", lines=lines("20.00"), channel="app", tags=["gift"])
    assert bool(answer.body["awards"]) is holds


def test_the_first_order_is_the_first_that_is_not_wholly_refunded(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, {"id": "first", "wallet": "points", "bonus": 50, "when": {"first_order": True}})
    shop.enrol()
    assert shop.order("o1", lines=lines("10.00")).body["awards"][0]["amount"] == 60
    assert shop.order("o2", lines=lines("10.00")).body["awards"][0]["amount"] == 10
    shop.refund("o1", amount="10.00")
    shop.refund("o2", amount="10.00")
    assert shop.wallet()["active"] == 0
    assert shop.order("o3", lines=lines("10.00")).body["awards"][0]["amount"] == 60


def test_an_order_is_awarded_by_the_version_in_force_when_it_was_placed(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    placed_at = shop.now
    shop.later(days=1).publish({**ONE_POINT_PER_EURO, "earn": {"points": 2, "per": "1.00"}})
    shop.enrol()
    shop.order("o1", at=placed_at, lines=lines("10.00"))
    shop.order("o2", lines=lines("10.00"))
    assert [(entry["version"], entry["amount"]) for entry in shop.statement()] == [(2, 20), (1, 10)]


def test_an_order_that_arrives_after_its_points_expired_says_so(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": {"expiry": {"mode": "fixed", "months": 1}}})
    shop.enrol()
    placed_at = shop.now
    answer = shop.later(days=60).order("o1", at=placed_at, lines=lines("10.00"))
    assert answer.body["awards"][0]["state"] == "expired"
    assert shop.wallet()["active"] == 0
    assert [entry["kind"] for entry in shop.statement()] == ["expiry", "accrual"]


def test_rules_are_explained_in_sentences_that_add_up(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, {"id": "season", "wallet": "points", "multiply": "1.5"})
    shop.enrol()
    shop.order("o1", lines=lines("10.10", "5.00"))
    told = shop.explanation("o1")
    assert told["sentences"] == [
        'Line 1 (A) counts with €10.10: rule "base" (1 point per €1.00) gives 10.1 points and '
        'rule "season" (times 1.5) adds 5.05 points.',
        'Line 2 (A) counts with €5.00: rule "base" (1 point per €1.00) gives 5 points and '
        'rule "season" (times 1.5) adds 2.5 points.',
        "Together that is 22.65 points, rounded down once to 22 points, by version 1. They are active at once. "
        "They do not expire.",
    ]
    assert sum(earned["amount"] for each in told["lines"] for earned in each["earned"]) == 22
    assert sum(rule["amount"] for rule in told["awards"][0]["rules"]) == 22
