"""Webhook subscriptions and deliveries in memory: the twins of those in DynamoDB."""

from dataclasses import replace
from datetime import datetime
from threading import Lock

from tessera.domain.subscribing import Delivery, DeliveryPage, DeliveryState, Subscription
from tessera.storage import keys
from tessera.storage.cursors import read_cursor, write_cursor


class MemorySubscriptions:
    """The `Subscriptions` of domain/subscribing.py in memory; safe from any number of threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[str, Subscription] = {}

    def of(self, subscription_id: str) -> Subscription | None:
        """One of them."""
        return self._known.get(subscription_id)

    def all(self) -> tuple[Subscription, ...]:
        """All of them, by their ids."""
        return tuple(self._known[each] for each in sorted(self._known))

    def add(self, subscription: Subscription) -> bool:
        """Under the lock."""
        with self._lock:
            return self._known.setdefault(subscription.subscription_id, subscription) is subscription

    def change(self, subscription: Subscription) -> Subscription | None:
        """Under the lock."""
        with self._lock:
            known = self._known.get(subscription.subscription_id)
            if known is None or known.version != subscription.version:
                return None
            self._known[known.subscription_id] = written = replace(subscription, version=known.version + 1)
            return written

    def drop(self, subscription_id: str) -> None:
        """It is known no longer."""
        self._known.pop(subscription_id, None)


class MemoryDeliveries:
    """The `Deliveries` of domain/subscribing.py in memory; it forgets nothing."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[tuple[str, str], Delivery] = {}

    def of(self, subscription_id: str, delivery_id: str) -> Delivery | None:
        """One of them."""
        return self._known.get((subscription_id, delivery_id))

    def add(self, delivery: Delivery, *, now: datetime) -> bool:
        """Under the lock."""
        with self._lock:
            return self._known.setdefault(_key(delivery), delivery) is delivery

    def change(self, delivery: Delivery, *, now: datetime) -> Delivery | None:
        """Under the lock."""
        with self._lock:
            known = self._known.get(_key(delivery))
            if known is None or known.version != delivery.version:
                return None
            self._known[_key(delivery)] = written = replace(delivery, version=known.version + 1)
            return written

    def page(
        self, subscription_id: str, *, limit: int, cursor: str | None = None, state: DeliveryState | None = None
    ) -> DeliveryPage:
        """Those of a state, if one is asked for, newest first."""
        pk, _ = keys.hooked(subscription_id, "")
        before = read_cursor(pk, cursor) if cursor is not None else None
        of_it = (each for each in self._known.values() if each.subscription_id == subscription_id)
        asked = (
            each for each in of_it if state in (None, each.state) and (before is None or each.delivery_id < before)
        )
        found = sorted(asked, key=lambda each: each.delivery_id, reverse=True)
        cut = tuple(found[:limit])
        return DeliveryPage(cut, write_cursor(pk, cut[-1].delivery_id) if len(found) > limit else None)


def _key(delivery: Delivery) -> tuple[str, str]:
    return delivery.subscription_id, delivery.delivery_id
