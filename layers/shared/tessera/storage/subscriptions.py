"""Webhook subscriptions and deliveries in DynamoDB."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from tessera.domain.subscribing import (
    SUBSCRIPTIONS_MAX,
    Delivery,
    DeliveryPage,
    DeliveryState,
    Subscription,
)
from tessera.storage import keys
from tessera.storage.cursors import read_cursor, write_cursor
from tessera.storage.subscription_rows import DeliveryRow, SubscriptionRow
from tessera.storage.table import Table

LOOKED_AT_MAX = 1000
"""How many deliveries one page looks at for those of a state."""


class DynamoSubscriptions:
    """The `Subscriptions` of domain/subscribing.py over one table, whose promises are written there."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, subscription_id: str) -> Subscription | None:
        """One consistent GetItem."""
        row = self._table.get(keys.hook(subscription_id), consistent=True)
        return row.read() if isinstance(row, SubscriptionRow) else None

    def all(self) -> tuple[Subscription, ...]:
        """One Query."""
        rows = self._table.query(keys.HOOKS, consistent=False, limit=2 * SUBSCRIPTIONS_MAX)
        return tuple(row.read() for row in rows if isinstance(row, SubscriptionRow))

    def add(self, subscription: Subscription) -> bool:
        """One conditional PutItem."""
        return self._table.put_if_absent(SubscriptionRow.of(subscription))

    def change(self, subscription: Subscription) -> Subscription | None:
        """One conditional PutItem."""
        written = replace(subscription, version=subscription.version + 1)
        as_it_was = SubscriptionRow.version == subscription.version
        return written if self._table.put_if(SubscriptionRow.of(written), as_it_was) else None

    def drop(self, subscription_id: str) -> None:
        """One DeleteItem."""
        self._table.delete(SubscriptionRow.named(subscription_id))


class DynamoDeliveries:
    """The `Deliveries` of domain/subscribing.py over one table, whose promises are written there."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, subscription_id: str, delivery_id: str) -> Delivery | None:
        """One consistent GetItem."""
        row = self._table.get(keys.hooked(subscription_id, delivery_id), consistent=True)
        return row.read() if isinstance(row, DeliveryRow) else None

    def add(self, delivery: Delivery, *, now: datetime) -> bool:
        """One conditional PutItem."""
        return self._table.put_if_absent(DeliveryRow.of(delivery, now))

    def change(self, delivery: Delivery, *, now: datetime) -> Delivery | None:
        """One conditional PutItem."""
        written = replace(delivery, version=delivery.version + 1)
        as_it_was = DeliveryRow.version == delivery.version
        return written if self._table.put_if(DeliveryRow.of(written, now), as_it_was) else None

    def page(
        self, subscription_id: str, *, limit: int, cursor: str | None = None, state: DeliveryState | None = None
    ) -> DeliveryPage:
        """One descending Query; where one state is asked for, of as many pages as that takes."""
        pk, _ = keys.hooked(subscription_id, "")
        before = DeliveryRow.sk < read_cursor(pk, cursor) if cursor is not None else None
        most = LOOKED_AT_MAX if state else limit + 1
        rows = self._table.query(pk, before, consistent=False, ascending=False, limit=most)
        return _page(pk, (row for row in rows if isinstance(row, DeliveryRow)), limit, state, most)


def _page(pk: str, rows: Iterator[DeliveryRow], limit: int, state: DeliveryState | None, most: int) -> DeliveryPage:
    """As many as are asked for; there is a next page where a row is left, or may be beyond those looked at."""
    found, last, looked_at = list[Delivery](), "", 0
    for row in rows:
        if len(found) == limit:
            return DeliveryPage(tuple(found), write_cursor(pk, last))
        last, looked_at = row.sk, looked_at + 1
        if row.is_in(state):
            found.append(row.read())
    return DeliveryPage(tuple(found), write_cursor(pk, last) if looked_at == most else None)
