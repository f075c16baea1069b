"""What the shop puts on its bus is carried out as over HTTP, each event by itself, in any order and however often."""

import json
from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from tessera.edge.loading import handler_module
from tests.operations.shop import ONE_POINT_PER_EURO, Shop

from .conftest import ROOT

FOLDERS = {
    "customer_registered": "members",
    "order_paid": "award_orders",
    "order_completed": "award_orders",
    "order_refunded": "refund_orders",
    "action_reported": "members",
}
ABOUT_THE_ORDER = ("order_paid", "order_completed", "order_refunded")
GOODS, RETURNED = 60, 30
"""Euros, and so points, of the order of events/order_paid.json and of its refund."""
Take = Callable[..., list[str]]


@pytest.fixture
def shop(noon_shop: Shop) -> Shop:
    """A shop on a stack whose time stands at noon, and has nobody enrolled yet."""
    noon_shop.publish(ONE_POINT_PER_EURO, bonuses={"actions": {"review": {"points": 20}}})
    return noon_shop


@pytest.fixture
def take(shop: Shop, event: Any, guard: Any) -> Take:
    """Hand an event, with other details where some are given, to the function that takes it, which may do no more
    than template.yaml allows; gives the messages that failed."""

    def hand_over(name: str, **changed: Any) -> list[str]:
        batch = event(name)
        for record in batch["Records"]:
            told = json.loads(record["body"])
            record["body"] = json.dumps({**told, "detail": {**told["detail"], **changed}})
        guard.hold_to(f"{FOLDERS[name]}_from_bus")
        answer = handler_module(ROOT / "functions" / FOLDERS[name], "from_bus").handler(batch, None)
        guard.function = None
        return [each["itemIdentifier"] for each in answer["batchItemFailures"]]

    return hand_over


def test_each_event_does_what_its_route_does(shop: Shop, take: Take) -> None:
    assert [take(name) for name in FOLDERS] == [[]] * len(FOLDERS)
    told = {entry["cause"] for entry in shop.statement("anna")}
    assert {"order/o1", "refund/o1/r1", "action/review/rev-1"} <= told


def test_told_twice_it_is_done_once(shop: Shop, take: Take) -> None:
    for name in FOLDERS:
        take(name)
    once = shop.account("anna"), shop.statement("anna")
    assert [take(name) for name in FOLDERS for _ in range(2)] == [[]] * 2 * len(FOLDERS)
    assert (shop.account("anna"), shop.statement("anna")) == once


@pytest.mark.parametrize("order", list(permutations(ABOUT_THE_ORDER)), ids="-".join)
def test_events_about_one_order_come_in_any_order(shop: Shop, take: Take, order: tuple[str, ...]) -> None:
    take("customer_registered")
    assert [take(name) for name in order] == [[]] * 3
    assert shop.wallet()["active"] == GOODS - RETURNED


def test_an_order_of_somebody_unknown_comes_again_and_is_awarded_once_they_are_registered(
    shop: Shop, take: Take, caplog: pytest.LogCaptureFixture
) -> None:
    assert len(take("order_paid")) == 1
    assert [vars(each)["code"] for each in caplog.records if each.msg == "refused"] == ["unknown_member"]
    take("customer_registered")
    assert take("order_paid") == []


@pytest.mark.parametrize(
    "changed",
    [
        {"order_id": None},
        {"order_id": 7},
        {"order_id": "no/id"},
        {"lines": []},
        {"discount": 0.5},
        {"currency": "USD"},
        {"what": "is this"},
    ],
    ids=str,
)
def test_what_is_wrong_is_kept_and_changes_nothing(
    shop: Shop, take: Take, changed: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    take("customer_registered")
    before = shop.account("anna")
    assert len(take("order_paid", **changed)) == 1
    assert shop.account("anna") == before
    assert "anna@example.com" not in caplog.text


def test_one_that_is_wrong_holds_up_no_other(shop: Shop, event: Any, take: Take) -> None:
    take("customer_registered")
    right = event("order_paid")["Records"][0]
    broken = [{**right, "messageId": str(place), "body": text} for place, text in enumerate(("", "[]", "{", '{"a":1}'))]
    batch = {"Records": [*broken, right]}
    answer = handler_module(ROOT / "functions/award_orders", "from_bus").handler(batch, None)
    assert [each["itemIdentifier"] for each in answer["batchItemFailures"]] == ["0", "1", "2", "3"]
    assert any(entry["cause"] == "order/o1" for entry in shop.statement("anna"))


def test_an_event_of_another_queue_is_not_taken(shop: Shop, event: Any) -> None:
    handler = handler_module(ROOT / "functions/refund_orders", "from_bus").handler
    assert len(handler(event("order_paid"), None)["batchItemFailures"]) == 1
