"""What Shopify and WooCommerce have delivered is carried out, whatever comes of it in whatever order."""

from collections.abc import Callable
from typing import Any

import pytest

from tessera.edge import aws
from tessera.edge.clock import Hands, MovedClock
from tessera.edge.loading import handler_module
from tessera.edge.settings import settings
from tessera.edge.wiring import world
from tests.operations.shop import ONE_POINT_PER_EURO, Shop

from .conftest import ROOT
from .test_routes import NOW

ANNA, BRUNO = "9007199254741993", "26"
ORDER = "9007199254741117"
Deliver = Callable[..., list[str]]


@pytest.fixture
def shop(stack: Any, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop on a stack whose time stands at noon, and has nobody enrolled yet."""
    monkeypatch.setenv("TEST_CLOCK", "enabled")
    settings.cache_clear()
    shop = Shop(world().ledger)
    shop.programmes, shop.now = world().programmes, NOW
    MovedClock(aws.dynamodb(), "ledger").put(Hands(NOW, NOW))
    shop.publish(ONE_POINT_PER_EURO, guests={"claim_days": 30})
    return shop


@pytest.fixture
def deliver(shop: Shop, stack: Any, event: Any, guard: Any) -> Deliver:
    """Deliver the examples by their names, each through both functions, which may do no more than template.yaml allows;
    gives the messages that failed."""
    sqs = stack.client("sqs")
    receive = handler_module(ROOT / "functions/receive_webhooks").handler
    take = handler_module(ROOT / "functions/receive_webhooks", "from_queue").handler

    def hand_over(*names: str) -> list[str]:
        failed = []
        for name in names:
            guard.hold_to("receive_webhooks")
            assert receive(event(name), None)["statusCode"] == 200, name
            for message in sqs.receive_message(QueueUrl=settings().deliveries_queue_url).get("Messages", []):
                guard.hold_to("receive_webhooks_from_queue")
                record = {"messageId": name, "body": message["Body"], "receiptHandle": message["ReceiptHandle"]}
                answer = take({"Records": [record]}, None)
                guard.function = None
                failed += [each["itemIdentifier"] for each in answer["batchItemFailures"]]
                sqs.delete_message(QueueUrl=settings().deliveries_queue_url, ReceiptHandle=message["ReceiptHandle"])
        return failed

    return hand_over


def points(shop: Shop, member_id: str = ANNA) -> int:
    active: int = shop.account(member_id)["wallets"]["points"]["active"]
    return active


def test_an_order_enrols_its_customer_and_is_awarded(shop: Shop, deliver: Deliver) -> None:
    assert deliver("shopify_order_paid") == []
    assert points(shop) == 54


def test_the_examples_of_the_queue_are_taken(shop: Shop, event: Any) -> None:
    take = handler_module(ROOT / "functions/receive_webhooks", "from_queue").handler
    assert take(event("deliveries"), None) == {"batchItemFailures": []}
    assert (points(shop), points(shop, BRUNO)) == (54, 45)


def test_the_life_of_an_order_at_shopify(shop: Shop, deliver: Deliver) -> None:
    told = ("customer_created", "order_paid", "order_edited", "refund_created")
    assert deliver(*(f"shopify_{each}" for each in told)) == []
    assert points(shop) == 0
