"""The rows of webhook subscriptions, and of the facts on their way to them."""

from datetime import datetime, timedelta
from typing import Any, Self, cast

from pynamodb.attributes import UnicodeAttribute

from tessera.domain.papers import packed, unpacked
from tessera.domain.subscribing import Delivery, DeliveryState, Subscription
from tessera.storage import keys
from tessera.storage.columns import Packed, Row, Whole

SUBSCRIPTION, DELIVERY = "webhook_subscription", "webhook_delivery"
KNOWN_FOR = timedelta(days=30)
"""How long it is known what was sent, from when it was last tried."""


class SubscriptionRow(Row):
    """A subscription. Its secret is not in it: that is derived from its id, its age and its number."""

    version = Whole()
    subscription = Packed()

    @classmethod
    def of(cls, subscription: Subscription) -> Self:
        """The row of a subscription."""
        place = keys.hook(subscription.subscription_id)
        return cls.at(place, SUBSCRIPTION, version=subscription.version, subscription=packed(subscription))

    @classmethod
    def named(cls, subscription_id: str) -> Self:
        """That of an id, to be deleted: only where it lies."""
        return cls.at(keys.hook(subscription_id), SUBSCRIPTION, version=0, subscription={})

    def read(self) -> Subscription:
        """The subscription."""
        return unpacked(Subscription, self.subscription)


class DeliveryRow(Row):
    """A fact on its way to an endpoint, and the fact: so that it can be sent again. DynamoDB drops it some time after
    it is known no longer."""

    version = Whole()
    state = UnicodeAttribute()
    delivery = Packed()
    ttl = Whole()

    @classmethod
    def of(cls, delivery: Delivery, now: datetime) -> Self:
        """The row of a delivery that is written now."""
        place = keys.hooked(delivery.subscription_id, delivery.delivery_id)
        columns: dict[str, Any] = {"version": delivery.version, "state": delivery.state, "delivery": packed(delivery)}
        return cls.at(place, DELIVERY, ttl=int((now + KNOWN_FOR).timestamp()), **columns)

    def read(self) -> Delivery:
        """The delivery."""
        return unpacked(Delivery, self.delivery)

    def is_in(self, state: DeliveryState | None) -> bool:
        """Whether it is in this state, if one is asked for."""
        return state is None or cast(DeliveryState, self.state) == state
