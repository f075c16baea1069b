"""What was sent to an endpoint, what became of it, and sending it once more (docs/rules.md §11)."""

from datetime import datetime

from tessera.domain.calendar import show_instant
from tessera.domain.filing import Json
from tessera.domain.ports import Patience
from tessera.domain.refusals import Busy, EndpointPaused, UnknownDelivery
from tessera.domain.subscribing import Deliveries, Delivery, DeliveryState, Subscriptions
from tessera.operations.subscribe import known_subscription


def list_deliveries(
    subscription_id: str,
    *,
    subscriptions: Subscriptions,
    deliveries: Deliveries,
    limit: int,
    cursor: str | None = None,
    state: DeliveryState | None = None,
) -> Json:
    """Newest fact first. Raises UnknownSubscription, and InvalidRequest for a cursor that is not ours."""
    known_subscription(subscription_id, subscriptions)
    page = deliveries.page(subscription_id, limit=limit, cursor=cursor, state=state)
    return {"deliveries": [view(each) for each in page.deliveries], "next_cursor": page.cursor}


def replay_delivery(
    subscription_id: str,
    delivery_id: str,
    *,
    subscriptions: Subscriptions,
    deliveries: Deliveries,
    patience: Patience,
    now: datetime,
) -> Delivery:
    """Send it again as if it were new, whatever became of it; the receiver knows it by its id. Raises
    UnknownSubscription, UnknownDelivery, EndpointPaused, Busy."""
    if known_subscription(subscription_id, subscriptions).paused:
        raise EndpointPaused("Nothing is sent to a paused endpoint; resume it first.")
    for _ in patience.attempts():
        known = deliveries.of(subscription_id, delivery_id)
        if known is None:
            raise UnknownDelivery(f'There is no delivery "{delivery_id}"; they are kept for thirty days.')
        if made := deliveries.change(known.again(now), now=now):
            return made
    raise Busy("This delivery is being sent; send the same request again.")


def view(delivery: Delivery) -> Json:
    """A delivery as it is shown: what its fact says stands in the ledger."""
    answered, tried_at = delivery.answered, delivery.tried_at
    return {
        "delivery_id": delivery.delivery_id,
        "fact_id": delivery.fact.id,
        "kind": delivery.fact.name,
        "at": delivery.fact.detail["at"],
        "state": delivery.state,
        "attempts": delivery.attempts,
        "tried_at": show_instant(tried_at) if tried_at else None,
        "status": answered.status if answered else None,
        "reason": answered.reason if answered else None,
        "due_at": show_instant(delivery.due_at) if delivery.state == "waiting" else None,
    }
