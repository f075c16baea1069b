"""Who may deliver a webhook, and what becomes of it."""

import base64
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.client import BaseClient

from tessera.edge.loading import handler_module
from tessera.edge.settings import settings
from tessera.edge.shops import connections

from .conftest import ROOT, SHOPS

OLD, NEW = "the secret before", "the secret now"
Send = Callable[..., int]
Connect = Callable[..., None]


@pytest.fixture
def answer(stack: Any, guard: Any) -> Callable[[Any], Any]:
    """What the function answers to an event; it may do no more than template.yaml allows."""
    guard.hold_to("receive_webhooks")
    receive = handler_module(ROOT / "functions/receive_webhooks").handler
    return lambda event: receive(event, None)


@pytest.fixture
def send(answer: Callable[[Any], Any], event: Any) -> Send:
    """Send an example, changed; gives the status of the answer."""

    def hand_over(name: str = "shopify_order_paid", **changed: Any) -> int:
        status: int = answer({**event(name), **changed})["statusCode"]
        return status

    return hand_over


@pytest.fixture
def queued(stack: Any) -> Callable[[], list[Any]]:
    """The messages that wait in the queue of deliveries."""

    def look() -> list[Any]:
        wanted = {"QueueUrl": settings().deliveries_queue_url, "AttributeNames": ["All"], "MaxNumberOfMessages": 10}
        found: list[Any] = stack.client("sqs").receive_message(**wanted).get("Messages", [])
        return found

    return look


@pytest.fixture
def calls(stack: Any, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The calls of AWS so far, each by its service and name."""
    made: list[tuple[str, str]] = []
    call = BaseClient._make_api_call

    def counted(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        made.append((client.meta.service_model.service_name, operation))
        return call(client, operation, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", counted)
    return made


@pytest.fixture
def connect(stack: Any) -> Connect:
    """Connect shops of these kinds, and no others."""

    def put(**shops: Any) -> None:
        secrets = stack.client("secretsmanager")
        secrets.put_secret_value(SecretId=settings().shop_secrets_arn, SecretString=json.dumps(shops))
        connections._configured.cache_clear()

    return put


def signed(event: Any, secret: str, **headers: str) -> Any:
    signature = base64.b64encode(hmac.digest(secret.encode(), event["body"].encode(), "sha256")).decode()
    return {**event, "headers": {**event["headers"], "X-Shopify-Hmac-Sha256": signature, **headers}}


def test_a_delivery_waits_in_its_turn_as_it_came(send: Send, event: Any, queued: Callable[[], list[Any]]) -> None:
    assert send() == 200
    (message,) = queued()
    told = json.loads(message["Body"])
    assert (told["shop"], told["topic"]) == ("shopify", "orders/paid")
    assert told["payload"] == json.loads(event("shopify_order_paid")["body"])
    assert message["Attributes"]["MessageGroupId"] == "shopify/order/9007199254741117"


def test_the_same_bytes_again_are_the_same_message(send: Send, queued: Callable[[], list[Any]]) -> None:
    assert [send(), send(), send("shopify_order_cancelled")] == [200] * 3
    assert len({message["MessageId"] for message in queued()}) <= 2


@pytest.mark.parametrize("name", ["shopify_order_paid", "woocommerce_order_created"])
def test_an_answer_waits_for_one_call_of_a_queue_and_none_of_the_table(
    send: Send, name: str, calls: list[tuple[str, str]]
) -> None:
    """Platforms wait for some seconds and then tell again, or switch the webhook off: nothing slow comes before."""
    assert send(name) == 200
    assert calls == [("secretsmanager", "GetSecretValue"), ("sqs", "SendMessage")]
    calls.clear()
    assert send(name) == 200
    assert calls == [("sqs", "SendMessage")]


@pytest.mark.parametrize("name", ["shopify_order_paid", "woocommerce_order_created"])
def test_what_was_tampered_with_is_refused(send: Send, event: Any, name: str, queued: Callable[[], list[Any]]) -> None:
    body = event(name)["body"]
    assert send(name, body=body.replace("30.25", "99.25").replace("44.63", "99.63")) == 401
    assert send(name, body=body + " ") == 401
    assert queued() == []


def test_a_body_that_comes_as_base64_is_signed_as_what_it_stands_for(send: Send, event: Any) -> None:
    raw = event("shopify_order_paid")["body"].encode()
    assert send(body=base64.b64encode(raw).decode(), isBase64Encoded=True) == 200


def test_during_a_rotation_both_secrets_are_right(answer: Callable[[Any], Any], event: Any, connect: Connect) -> None:
    connect(shopify={"domain": SHOPS["shopify"]["domain"], "secrets": [NEW, OLD, "one too many"]})
    paid = event("shopify_order_paid")
    told = {secret: answer(signed(paid, secret))["statusCode"] for secret in (NEW, OLD, "one too many", "")}
    assert told == {NEW: 200, OLD: 200, "one too many": 401, "": 401}


def test_another_shop_s_delivery_is_refused_although_it_is_signed(answer: Callable[[Any], Any], event: Any) -> None:
    (secret,) = SHOPS["shopify"]["secrets"]
    domain = {"X-Shopify-Shop-Domain": "another.myshopify.com"}
    assert answer(signed(event("shopify_order_paid"), str(secret), **domain))["statusCode"] == 401


@pytest.mark.parametrize(
    "name", ["https://[bottega", "https://bottega.example.evil.example", "\u2100://", "bottega\uff03.example"]
)
def test_a_name_that_is_no_shop_s_is_refused_too(send: Send, event: Any, name: str) -> None:
    headers = event("woocommerce_order_created")["headers"]
    assert send("woocommerce_order_created", headers={**headers, "X-WC-Webhook-Source": name}) == 401


@pytest.mark.parametrize("shops", [{}, {"shopify": {"domain": "bottega.myshopify.com", "secrets": []}}])
def test_nobody_is_let_in_before_the_shop_is_connected(send: Send, connect: Connect, shops: dict[str, Any]) -> None:
    connect(**shops)
    assert send() == 401
    assert send("woocommerce_order_created") == 401


@pytest.mark.parametrize("secrets", ["abc", None, [" ", 7, None]])
def test_what_is_no_list_of_secrets_lets_nobody_in(
    answer: Callable[[Any], Any], event: Any, connect: Connect, secrets: Any
) -> None:
    connect(shopify={"domain": SHOPS["shopify"]["domain"], "secrets": secrets})
    for guess in ("a", " ", "abc", ""):
        assert answer(signed(event("shopify_order_paid"), guess))["statusCode"] == 401


def test_headers_are_read_with_and_without_the_x_in_any_letters(answer: Callable[[Any], Any], event: Any) -> None:
    for name in ("shopify_order_paid", "shopify_refund_created"):
        example = event(name)
        for spelt in (str.upper, str.lower):
            headers = {spelt(header): value for header, value in example["headers"].items()}
            assert answer({**example, "headers": headers})["statusCode"] == 200


def test_the_newer_header_is_the_one_that_counts(answer: Callable[[Any], Any], event: Any) -> None:
    example = event("shopify_order_paid")
    assert answer({**example, "headers": {**example["headers"], "Shopify-Hmac-Sha256": "AAAA"}})["statusCode"] == 401


def test_a_ping_and_a_topic_that_nobody_asks_for_are_answered_and_no_more(
    answer: Callable[[Any], Any], event: Any, queued: Callable[[], list[Any]]
) -> None:
    assert json.loads(answer(event("woocommerce_ping"))["body"]) == {"state": "passed_over"}
    example = event("shopify_order_paid")
    other = {**example, "headers": {**example["headers"], "X-Shopify-Topic": "products/update"}}
    assert json.loads(answer(other)["body"]) == {"state": "passed_over"}
    assert queued() == []


@pytest.mark.parametrize("body", ["webhook_id=12&a=b", "webhook_id=", "webhook_id=12x"])
def test_only_a_bare_ping_needs_no_signature(send: Send, body: str) -> None:
    assert send("woocommerce_ping", body=body) == 401


def test_what_kind_of_shop_it_is_must_be_known(answer: Callable[[Any], Any], event: Any) -> None:
    refused = answer({**event("shopify_order_paid"), "pathParameters": {"shop": "magento"}})
    assert refused["statusCode"] == 400
    assert "shopify or woocommerce" in json.loads(refused["body"])["errors"][0]["message"]


def test_a_body_over_256_kb_is_not_looked_at(send: Send) -> None:
    assert send(body="x" * (256 * 1024 + 1)) == 413


@pytest.mark.parametrize("body", ["", "[]", "{", "7"])
def test_what_is_signed_and_no_json_object_is_refused(answer: Callable[[Any], Any], event: Any, body: str) -> None:
    (secret,) = SHOPS["shopify"]["secrets"]
    assert answer(signed({**event("shopify_order_paid"), "body": body}, str(secret)))["statusCode"] == 400


def test_who_delivers_is_told_in_the_log_by_ids_alone(send: Send, caplog: pytest.LogCaptureFixture) -> None:
    send()
    (line,) = (vars(each) for each in caplog.records if each.msg == "queued")
    assert (line["topic"], line["about"]) == ("orders/paid", "shopify/order/9007199254741117")
    assert "anna" not in str(line)
