"""The fast engine and the obvious one agree, whatever the programme and the cart."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.domain.calendar import parse_instant
from tessera.domain.earning import Evaluation, evaluate
from tessera.domain.matching import Occasion, occasion
from tessera.domain.money import half_up
from tessera.domain.order import Cart, Reading
from tessera.domain.plan import Plan, compiled
from tessera.domain.programme import Programme, check
from tessera.domain.standing import Standing
from tests.domain import reference_engine
from tests.domain.carts import carts, documents, paid, standings
from tests.domain.reference_engine import Earned, Paid

INSTANTS = ["2026-01-10T09:59:00+01:00", "2026-01-10T23:30:00Z", "2026-01-09T22:00:00+01:00"]
occasions = st.builds(
    lambda instant, standing, channel, tags: occasion(
        parse_instant(instant), "Europe/Rome", standing, channel=channel, tags=tuple(tags)
    ),
    st.sampled_from(INSTANTS),
    standings,
    st.sampled_from(["web", "app", None]),
    st.lists(st.sampled_from(["gift", "staff", "other"]), max_size=2),
)
baskets = carts.map(lambda body: Cart.model_validate(body, context=Reading(2)))


@settings(max_examples=200, deadline=None)
@given(document=documents, sales=st.lists(st.tuples(baskets, occasions, paid), min_size=1, max_size=4))
def test_the_engine_earns_what_the_rules_say(
    document: dict[str, Any], sales: list[tuple[Cart, Occasion, Paid]]
) -> None:
    """One plan for all of them: what it remembers of one order must not mislead the next."""
    programme = check(document)
    plan = compiled(programme)
    for cart, seen, part in sales:
        _agree(cart, programme, plan, seen, part)


def _agree(cart: Cart, programme: Programme, plan: Plan, seen: Occasion, part: Paid) -> None:
    evaluation = evaluate(cart, programme, plan, seen, **part._asdict())
    bases = reference_engine.bases(cart, programme, part)
    assert evaluation.bases.spend_minor == tuple(half_up(*basis.as_integer_ratio()) for basis in bases)
    assert _found(evaluation) == reference_engine.earned(cart, programme, seen, part)
    assert [tuple(each) for each in evaluation.shadow] == reference_engine.shadow(cart, programme, seen, part)
    for award in evaluation.awards:
        assert award.exact_total == sum(sum(award.shares_of(place).values()) for place in range(len(cart.lines)))


def _found(evaluation: Evaluation) -> list[Earned]:
    return [
        Earned(each.wallet, each.amount, each.uncapped, each.lines, each.rules, list(map(each.shares_of, places)))
        for each in evaluation.awards
        for places in (range(len(each.lines)),)
    ]


def test_what_is_remembered_stays_within_bounds() -> None:
    rule = {"id": "base", "wallet": "points", "earn": {"points": 1, "per": "1.00"}}
    programme = check({"id": "p", "name": "P", "currency": "EUR", "timezone": "UTC", "earning": {"rules": [rule]}})
    plan = compiled(programme)
    for number in range(3_000):
        line = {"line_id": "1", "sku": "A", "quantity": 1, "unit_price": "2.00", "brand": f"brand {number}"}
        cart = Cart.model_validate({"lines": [line]}, context=Reading(2))
        seen = occasion(parse_instant(INSTANTS[0]), "UTC", Standing(tier=f"level {number % 300}"))
        assert evaluate(cart, programme, plan, seen).awards[0].amount == 2
    assert len(plan.offers) <= 128
    assert all(len(offer.known) <= 1024 for offer in plan.offers.values())
