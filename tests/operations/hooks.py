"""Subscriptions of a shop, whose endpoints answer as they are told to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tessera.domain.facts import Fact
from tessera.domain.subscribing import (
    Answered,
    Delivery,
    Subscription,
    Subscriptions,
)
from tessera.domain.subscription_body import EndpointBody
from tessera.operations.deliver_fact import Attempt, deliver_fact, open_deliveries
from tessera.operations.look_at_deliveries import list_deliveries
from tessera.operations.subscribe import subscribe
from tessera.storage.memory.subscriptions import MemoryDeliveries, MemorySubscriptions

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OK, DOWN, GONE = Answered(200), Answered(503), Answered(410)
EARNED = EndpointBody(url="https://shop.example/tessera", kinds=("PointsEarned",))


class Once:
    """Patience for tests: as often as needed, at once."""

    def attempts(self) -> Iterator[int]:
        yield from range(5)


@dataclass
class Hooks:
    """Subscriptions of a shop whose endpoints answer with `answered`, at the time `now`."""

    answered: Answered = OK
    now: datetime = NOON
    subscriptions: Subscriptions = field(default_factory=MemorySubscriptions)
    deliveries: MemoryDeliveries = field(default_factory=MemoryDeliveries)
    sent: list[tuple[str, str]] = field(default_factory=list)

    def subscribe(self, subscription_id: str = "shop-1", asked: EndpointBody = EARNED) -> dict[str, object]:
        secret = {"secret_of": lambda made: f"secret {made.secret}", "takes_loopback": False}
        return subscribe(subscription_id, asked, subscriptions=self.subscriptions, now=self.now, **secret)

    def open(self, number: int = 1, kind: str = "PointsEarned") -> list[Delivery]:
        told = {"id": f"anna/{number}/0", "at": "2026-03-02T12:00:00Z", "amount": 5}
        fact = Fact(f"anna/{number}/0", kind, told)
        known = self.subscriptions.all()
        return list(open_deliveries(fact, subscriptions=known, deliveries=self.deliveries, now=self.now))

    def deliver(self, delivery: Delivery) -> Attempt | None:
        return deliver_fact(
            delivery.subscription_id,
            delivery.delivery_id,
            subscriptions=self.subscriptions,
            deliveries=self.deliveries,
            post=self._post,
            patience=Once(),
            now=self.now,
        )

    def deliver_until_done(self, delivery: Delivery) -> list[timedelta]:
        """Try it whenever it is due; gives when it was tried, counted from now."""
        begun, tried = self.now, list[timedelta]()
        while delivery.state == "waiting":
            self.now = max(self.now, delivery.due_at)
            tried.append(self.now - begun)
            attempt = self.deliver(delivery)
            assert attempt
            delivery = attempt.delivery
        return tried

    def subscription(self, subscription_id: str = "shop-1") -> Subscription:
        known = self.subscriptions.of(subscription_id)
        assert known
        return known

    def log(self) -> list[tuple[str, str, int, int | None]]:
        known = {"subscriptions": self.subscriptions, "deliveries": self.deliveries}
        listed = list_deliveries("shop-1", **known, limit=100)["deliveries"]
        return [(each["fact_id"], each["state"], each["attempts"], each["status"]) for each in listed]

    def _post(self, subscription: Subscription, fact: Fact) -> Answered:
        self.sent.append((subscription.url, fact.id))
        return self.answered


def replace_kinds(asked: EndpointBody, *kinds: str) -> EndpointBody:
    return asked.model_copy(update={"kinds": kinds})
