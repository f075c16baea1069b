"""Whoever agrees to marketing is asked to confirm it, once for each time: the profile in the stream says so."""

from typing import Any

import pytest

from tessera.domain.filing import Key
from tessera.edge.asks import asks_in
from tessera.edge.wiring import world
from tests.operations.shop import ONE_POINT_PER_EURO, Shop


@pytest.fixture
def shop(stack: Any) -> Shop:
    shop = Shop(world().ledger)
    shop.programmes = world().programmes
    shop.publish(ONE_POINT_PER_EURO)
    return shop


def asked(stack: Any) -> list[Key]:
    """What the stream brings of the table as it stands, and what it asks for."""
    rows = stack.client("dynamodb").scan(TableName="ledger")["Items"]
    return list(asks_in({"Records": [{"dynamodb": {"NewImage": row}} for row in rows] + [{"dynamodb": {}}]}))


def test_an_enrolment_asks_and_so_does_a_later_yes(shop: Shop, stack: Any) -> None:
    shop.enrol("anna", consents={"marketing": True})
    shop.enrol("bea")
    assert asked(stack) == [Key("consent", "anna", "000001")]
    shop.enrol("bea", consents={"marketing": True})
    assert set(asked(stack)) == {Key("consent", "anna", "000001"), Key("consent", "bea", "000002")}


def test_what_changes_afterwards_asks_nothing(shop: Shop, stack: Any) -> None:
    shop.enrol(consents={"marketing": True})
    shop.enrol(name="Anna")
    assert asked(stack) == []


def test_who_was_confirmed_by_the_shop_is_not_asked(shop: Shop, stack: Any) -> None:
    shop.enrol(consents={"marketing": True, "marketing_confirmed": True})
    assert asked(stack) == []
