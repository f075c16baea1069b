"""What an order earns: conditions on the member, what a standing multiplies, and what vouchers paid."""

from typing import Any

import pytest

from tessera.domain.calendar import parse_instant
from tessera.domain.earning import Evaluation, evaluate
from tessera.domain.matching import occasion
from tessera.domain.order import Cart, Reading
from tessera.domain.plan import compiled
from tessera.domain.programme import check
from tessera.domain.standing import Standing
from tests.operations.shop import ONE_POINT_PER_EURO, PLAIN, line

PLUS = {"id": "plus", "fee": "49.00", "period_months": 12, "points_multiplier": "2"}
FREE = {"id": "free", "fee": "0.00", "period_months": 12}
TIERS = {
    "metric": "spend",
    "window": {"mode": "lifetime"},
    "levels": [{"id": "bronze", "from": 0}, {"id": "silver", "from": 100, "points_multiplier": "1.5"}],
}
SEGMENTS = [{"id": each, "all": [{"metric": "orders_lifetime", "at_least": 1}]} for each in ("vip", "local")]


def _earned(
    *rules: Any,
    lines: Any = None,
    standing: Standing | None = None,
    basis: Any = None,
    paid: Any = None,
) -> Evaluation:
    document = {**PLAIN, "tiers": TIERS, "memberships": [PLUS, FREE], "segments": SEGMENTS}
    programme = check({**document, "earning": {"rules": [ONE_POINT_PER_EURO, *rules], "basis": basis or {}}})
    cart = Cart.model_validate({"lines": lines or [line("10.00")]}, context=Reading(2))
    seen = occasion(parse_instant("2026-01-10T10:00:00+01:00"), "Europe/Rome", standing or Standing())
    return evaluate(cart, programme, compiled(programme), seen, **(paid or {}))


def _points(evaluation: Evaluation) -> int:
    return sum(award.amount for award in evaluation.awards)


@pytest.mark.parametrize(
    ("when", "standing", "holds"),
    [
        ({"segments": ["vip", "local"]}, Standing(segments=("local",)), True),
        ({"segments": ["vip"]}, Standing(segments=("local",)), False),
        ({"segments": ["vip"]}, Standing(), False),
        ({"memberships": ["plus", "free"]}, Standing(membership="free"), True),
        ({"memberships": ["plus"]}, Standing(membership="free"), False),
        ({"memberships": ["plus"]}, Standing(), False),
        ({"birthday": "week"}, Standing(birthday=("week", "month")), True),
        ({"birthday": "day"}, Standing(birthday=("week", "month")), False),
        ({"birthday": "month"}, Standing(), False),
    ],
)
def test_a_rule_asks_for_segments_a_membership_or_a_birthday(when: Any, standing: Standing, holds: bool) -> None:
    bonus = {"id": "more", "wallet": "points", "bonus": 5, "when": when}
    assert _points(_earned(bonus, standing=standing)) == (15 if holds else 10)


def test_a_membership_multiplies_points_beside_a_tier() -> None:
    evaluation = _earned(standing=Standing(tier="silver", membership="plus"))
    assert evaluation.awards[0].rules == (("base", 10), ("tier/silver", 5), ("membership/plus", 15))


def test_a_membership_without_a_multiplier_multiplies_nothing() -> None:
    assert _points(_earned(standing=Standing(membership="free"))) == 10


@pytest.mark.parametrize(("shipping", "points"), [("included", 11), ("excluded", 10)])
def test_free_shipping_is_taken_off_shipping_alone(shipping: str, points: int) -> None:
    lines = [line("10.00"), line("5.00", line_id="2", kind="shipping")]
    evaluation = _earned(lines=lines, basis={"shipping": shipping}, paid={"shipping_minor": 400})
    assert _points(evaluation) == points
    assert evaluation.bases.parts[0] == 1000


def test_no_more_shipping_is_taken_off_than_there_is() -> None:
    lines = [line("10.00"), line("5.00", line_id="2", kind="shipping")]
    evaluation = _earned(lines=lines, basis={"shipping": "included"}, paid={"shipping_minor": 900})
    assert evaluation.bases.parts == (1000, 0)
