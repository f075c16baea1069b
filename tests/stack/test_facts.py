"""Facts leave the deployed stack by themselves: what an order does to the ledger is told on the stack's own bus."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from tests.stack.calling import NOW, Shop

WAIT_SECONDS = 5
POLLS_MAX = 6
ORDER = {
    "member_id": "anna",
    "placed_at": NOW,
    "lines": [{"line_id": "1", "sku": "MUG-1", "quantity": 1, "unit_price": "10.00"}],
}


class Listener:
    """A queue to which the bus sends everything; it gives what came until the last expected fact has."""

    def __init__(self, sqs: Any, url: str) -> None:
        self._sqs, self._url = sqs, url
        self.heard: list[tuple[str, dict[str, Any]]] = []

    def hear_until(self, cause: str, name: str) -> None:
        for _ in range(POLLS_MAX):
            if any(told == name and detail.get("cause") == cause for told, detail in self.heard):
                return
            answer = self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10, WaitTimeSeconds=WAIT_SECONDS)
            for message in answer.get("Messages", []):
                event = json.loads(message["Body"])
                self.heard.append((event["detail-type"], event["detail"]))
                self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        raise AssertionError(f"no {name} of {cause} in {self.heard}")

    def of(self, cause: str) -> set[tuple[str, str, str]]:
        """Name, wallet and amount of what was told of a cause."""
        return {
            (name, detail["wallet"], str(detail["amount"]))
            for name, detail in self.heard
            if detail.get("cause") == cause
        }


@pytest.fixture
def listener(shop: Shop) -> Iterator[Listener]:
    """A rule of the test's own on the stack's bus, and a queue behind it."""
    sqs, events, name = shop.client("sqs"), shop.client("events"), f"listener-{uuid.uuid4().hex[:8]}"
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    pattern = json.dumps({"source": ["tessera"]})
    events.put_rule(Name=name, EventBusName=shop.stack.bus, EventPattern=pattern)
    events.put_targets(Rule=name, EventBusName=shop.stack.bus, Targets=[{"Id": "queue", "Arn": arn}])
    yield Listener(sqs, url)
    events.remove_targets(Rule=name, EventBusName=shop.stack.bus, Ids=["queue"])
    events.delete_rule(Name=name, EventBusName=shop.stack.bus)
    sqs.delete_queue(QueueUrl=url)


def test_an_order_and_its_refund_are_told(shop: Shop, listener: Listener) -> None:
    shop.ask("PUT", "/orders/f1", "checkout", ORDER)
    shop.ask("POST", "/orders/f1/refunds", "checkout", {"refund_id": "r1", "amount": "5.00"})
    listener.hear_until("refund/f1/r1", "PointsReversed")
    assert listener.of("order/f1") == {("PointsEarned", "points", "10"), ("PointsEarned", "cashback", "0.50")}
    assert ("PointsReversed", "points", "-5") in listener.of("refund/f1/r1")
    ids = [detail["id"] for _, detail in listener.heard]
    assert len(set(ids)) == len(ids)
    assert all(each.startswith("anna/") for each in ids)


def test_an_order_for_which_a_refund_waited_is_told_too(shop: Shop, listener: Listener) -> None:
    """It takes the place of the refund under its key, so that to the stream it is a change and no new item."""
    shop.ask("POST", "/orders/f2/refunds", "checkout", {"refund_id": "r1", "amount": "5.00"})
    shop.ask("PUT", "/orders/f2", "checkout", ORDER)
    listener.hear_until("order/f2", "PointsEarned")
    assert ("PointsEarned", "points", "10") in listener.of("order/f2")


def test_the_clock_knows_when_everything_has_been_told(shop: Shop, listener: Listener) -> None:
    shop.ask("PUT", "/orders/f3", "checkout", ORDER)
    listener.hear_until("order/f3", "PointsEarned")
    assert shop.ask("GET", "/clock", "admin").body.keys() == {"now", "target", "unsettled"}
    settled = (shop.ask("GET", "/clock", "admin").body["unsettled"] == 0 for _ in range(200))
    assert any(settled)
