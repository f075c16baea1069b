"""What happens is told to the shop's own endpoint by the deployed stack: once, signed, and it can be told again."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tessera.edge.standard_webhooks import key_of, verified
from tests.receiver import Received, Receiver, receiver
from tests.stack.calling import NOW, Shop

ORDER = {
    "member_id": "anna",
    "placed_at": NOW,
    "lines": [{"line_id": "1", "sku": "MUG-1", "quantity": 1, "unit_price": "10.00"}],
}

BOTH = {"points", "cashback"}
Told = dict[str, Any]


@pytest.fixture
def endpoint() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


def test_an_order_reaches_the_shop_s_endpoint_once_and_signed(shop: Shop, endpoint: Receiver) -> None:
    asked = {"subscription_id": "shop-1", "url": endpoint.url, "kinds": ["PointsEarned"]}
    made = shop.ask("POST", "/webhook_subscriptions", "admin", asked)
    assert made.status == 201, made.body
    shop.ask("PUT", "/orders/w1", "checkout", ORDER)
    secret, told = made.body["secret"], dict[str, Told]()
    while {each["data"]["wallet"] for each in told.values() if each["data"]["cause"] == "order/w1"} < BOTH:
        received = endpoint.next()
        assert received.headers["webhook-id"] not in told
        told[received.headers["webhook-id"]] = _told(received, secret)
    assert {each["type"] for each in told.values()} == {"PointsEarned"}
    log = _log_when_delivered(shop, "shop-1", len(told))
    assert {each["fact_id"] for each in log} == set(told)
    assert {(each["attempts"], each["status"]) for each in log} == {(1, 200)}

    again = shop.ask("POST", f"/webhook_subscriptions/shop-1/deliveries/{log[0]['delivery_id']}/replay", "admin")
    assert (again.status, again.body["state"]) == (202, "waiting")
    assert endpoint.next().headers["webhook-id"] == log[0]["fact_id"]


def test_an_endpoint_that_is_gone_is_paused_and_what_comes_then_is_held(shop: Shop, endpoint: Receiver) -> None:
    endpoint.status = 410
    asked = {"subscription_id": "shop-2", "url": endpoint.url, "kinds": ["PointsEarned"]}
    assert shop.ask("POST", "/webhook_subscriptions", "admin", asked).status == 201
    shop.ask("PUT", "/orders/w2", "checkout", ORDER)
    endpoint.next()
    states = (shop.ask("GET", "/webhook_subscriptions/shop-2", "admin").body["state"] for _ in range(200))
    assert "paused" in states


def test_only_operators_see_to_webhooks_and_only_public_machines_are_sent_to(shop: Shop) -> None:
    assert shop.ask("GET", "/webhook_subscriptions", "checkout").status == 403
    asked = {"url": "https://169.254.169.254/latest", "kinds": ["PointsEarned"]}
    refused = shop.ask("POST", "/webhook_subscriptions", "admin", asked)
    assert (refused.status, refused.body["errors"][0]["path"]) == (400, "url")


def _told(received: Received, secret: str) -> Told:
    told: Told = json.loads(received.body)
    keys = [key_of(secret)]
    assert verified(received.headers, received.body, keys=keys, now=datetime.now(UTC)) == told["data"]["id"]
    return told


def _log_when_delivered(shop: Shop, subscription_id: str, count: int) -> list[Told]:
    log: list[Told] = []
    for _ in range(200):
        log = shop.ask("GET", f"/webhook_subscriptions/{subscription_id}/deliveries", "admin").body["deliveries"]
        if [each["state"] for each in log] == ["delivered"] * count:
            return log
    raise AssertionError(f"not delivered: {log}")
