"""Any shop may tell us by webhook what it would put on its bus: signed, and carried out by the same code."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tessera.edge.bodies import BODY_BYTES_MAX
from tessera.edge.loading import handler_module
from tessera.edge.settings import settings
from tessera.edge.shops import connections
from tessera.edge.shops.standard import QUEUES
from tessera.edge.standard_webhooks import key_of, secret_of, signed
from tests.functions.test_from_bus import FOLDERS
from tests.operations.shop import ONE_POINT_PER_EURO, Shop

from .conftest import ROOT, SHOPS

KEY, NEXT, OTHER = key_of(SHOPS["standard"]["secrets"][0]), b"n" * 32, b"o" * 32
Tell = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def tell(stack: Any, event: Any, guard: Any) -> Tell:
    """Deliver an event as a shop would, signed just now unless told otherwise; gives the status and the answer."""

    def deliver(
        told: Any, *, keys: tuple[bytes, ...] = (KEY,), ago: timedelta = timedelta(), **headers: str
    ) -> tuple[int, dict[str, Any]]:
        body = told if isinstance(told, str) else json.dumps(told)
        made = event("standard_order_paid")
        signature = signed("evt_1", datetime.now(UTC) - ago, body.encode(), keys)
        made |= {"headers": {**made["headers"], **signature, **headers}, "body": body}
        guard.hold_to("receive_webhooks")
        answer = handler_module(ROOT / "functions/receive_webhooks").handler(made, None)
        guard.function = None
        return answer["statusCode"], json.loads(answer["body"])

    return deliver


def details(event: Any) -> dict[str, Any]:
    """What a shop tells on its bus, by type and by the example that it stands in."""
    told = {name: json.loads(event(name)["Records"][0]["body"]) for name in FOLDERS}
    return {name: {"type": each["detail-type"], "data": each["detail"]} for name, each in told.items()}


def queued(stack: Any) -> list[dict[str, Any]]:
    """What lies on the queues that the shop's bus feeds, in no order."""
    urls = sorted(set(settings().shop_queue_urls.values()))
    found = [stack.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10) for url in urls]
    return [json.loads(each["Body"]) for answer in found for each in answer.get("Messages", [])]


def test_what_is_told_is_carried_out_as_on_the_bus(tell: Tell, stack: Any, event: Any, noon_shop: Shop) -> None:
    noon_shop.publish(ONE_POINT_PER_EURO, bonuses={"actions": {"review": {"points": 20}}})
    for name, told in details(event).items():
        assert tell(told) == (200, {"state": "queued"})
        (message,) = queued(stack)
        batch = {"Records": [{"messageId": "1", "body": json.dumps(message)}]}
        taker = handler_module(ROOT / "functions" / FOLDERS[name], "from_bus").handler
        assert taker(batch, None) == {"batchItemFailures": []}, name
    told_of_anna = {entry["cause"] for entry in noon_shop.statement("anna")}
    assert {"order/o1", "refund/o1/r1", "action/review/rev-1"} <= told_of_anna


def test_every_type_that_the_bus_takes_is_taken(event: Any) -> None:
    assert {each["type"] for each in details(event).values()} == set(QUEUES)


def test_numbers_are_handed_on_as_they_came(tell: Tell, stack: Any) -> None:
    told = '{"type":"OrderPaid","data":{"order_id":"o1","quantity":9007199254740993,"discount":0.1,"name":"Łódź"}}'
    assert tell(told)[0] == 200
    (message,) = queued(stack)
    assert message["detail"] == {"order_id": "o1", "quantity": 9007199254740993, "discount": 0.1, "name": "Łódź"}


@pytest.mark.parametrize(
    ("told", "path"),
    [
        ({"type": "OrderPayed", "data": {}}, "type"),
        ({"type": None, "data": {}}, "type"),
        ({"type": ["OrderPaid"], "data": {}}, "type"),
        ({"data": {}}, "type"),
        ({"type": "OrderPaid"}, "data"),
        ({"type": "OrderPaid", "data": []}, "data"),
    ],
)
def test_what_nobody_takes_is_refused_with_what_is_taken(tell: Tell, stack: Any, told: Any, path: str) -> None:
    status, problem = tell(told)
    assert (status, problem["errors"][0]["path"]) == (400, path)
    assert path == "data" or "OrderPaid" in problem["errors"][0]["message"]
    assert queued(stack) == []


@pytest.mark.parametrize("text", ["", "null", "[]", "{", "🙂", '{"type":"OrderPaid","data":{"x":NaN}}'])
def test_what_is_no_event_is_refused(tell: Tell, text: str) -> None:
    assert tell(text)[0] == 400


@pytest.mark.parametrize(
    "changed",
    [
        {"keys": (OTHER,)},
        {"keys": ()},
        {"ago": timedelta(minutes=6)},
        {"ago": timedelta(minutes=-6)},
        {"webhook-id": "evt_2"},
        {"webhook-signature": ""},
    ],
    ids=str,
)
def test_what_is_not_signed_just_now_is_nobody_s(tell: Tell, stack: Any, changed: Any) -> None:
    status, problem = tell({"type": "OrderPaid", "data": {}}, **changed)
    assert (status, problem["code"]) == (401, "unauthorized")
    assert queued(stack) == []


def test_two_secrets_will_do_while_one_is_rotated_and_none_where_no_shop_is_connected(tell: Tell, stack: Any) -> None:
    _connect(stack, [secret_of(NEXT), secret_of(KEY)])
    for keys in ((KEY,), (NEXT,), (OTHER, KEY)):
        assert tell({"type": "OrderPaid", "data": {}}, keys=keys)[0] == 200
    _connect(stack, [])
    assert tell({"type": "OrderPaid", "data": {}})[0] == 401


def test_what_is_too_large_is_refused_as_elsewhere(tell: Tell) -> None:
    assert tell({"type": "OrderPaid", "data": {"name": "x" * BODY_BYTES_MAX}})[0] == 413


def test_nobody_s_address_is_in_the_log(tell: Tell, event: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    assert tell(details(event)["order_paid"])[0] == 200
    assert "anna@example.com" not in caplog.text + repr([vars(each) for each in caplog.records])


def _connect(stack: Any, secrets: list[str]) -> None:
    configured = json.dumps({"standard": {"secrets": secrets}} if secrets else {})
    stack.client("secretsmanager").put_secret_value(SecretId=settings().shop_secrets_arn, SecretString=configured)
    connections._configured.cache_clear()
