"""Facts reach the endpoints that subscribed to them: one delivery each, tried until it arrives or three days are over
(docs/rules.md §11)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from tessera.domain.facts import Fact
from tessera.domain.ports import Patience
from tessera.domain.subscribing import (
    Answered,
    Deliveries,
    Delivery,
    Post,
    Subscription,
    Subscriptions,
    delivery_id_of,
    delivery_of,
)


class Attempt(NamedTuple):
    """What became of a delivery: as it stands now, whether it is for this caller to see to it again, and the
    subscription whose endpoint has just been paused."""

    delivery: Delivery
    is_ours: bool
    paused: Subscription | None = None


def open_deliveries(
    fact: Fact, *, subscriptions: Iterable[Subscription], deliveries: Deliveries, now: datetime
) -> Iterator[Delivery]:
    """The deliveries of a fact that are to be tried, one for each endpoint that wants its kind; told twice, it has the
    same ones. What has arrived by now, or is held, is not among them."""
    for subscription in subscriptions:
        if fact.name in subscription.kinds:
            made = delivery_of(fact, subscription, now)
            known = made if deliveries.add(made, now=now) else deliveries.of(made.subscription_id, delivery_id_of(fact))
            if known and known.state == "waiting":
                yield known


def deliver_fact(
    subscription_id: str,
    delivery_id: str,
    *,
    subscriptions: Subscriptions,
    deliveries: Deliveries,
    post: Post,
    patience: Patience,
    now: datetime,
) -> Attempt | None:
    """Try a delivery that is due, and note what came of it; None when nothing is to be delivered (any more)."""
    subscription, delivery = subscriptions.of(subscription_id), deliveries.of(subscription_id, delivery_id)
    if subscription is None or delivery is None or delivery.state != "waiting":
        return None
    if subscription.paused:
        return _noted(delivery, replace(delivery, state="held"), deliveries, now)
    if delivery.due_at > now:
        return Attempt(delivery, is_ours=False)
    answered = post(subscription, delivery.fact)
    return _after(answered, subscription, delivery, subscriptions, deliveries, patience, now)


def _after(
    answered: Answered,
    subscription: Subscription,
    delivery: Delivery,
    subscriptions: Subscriptions,
    deliveries: Deliveries,
    patience: Patience,
    now: datetime,
) -> Attempt:
    tried = delivery.after(answered, now)
    is_last = tried.state == "failed"
    paused = _judge(answered, subscription, is_last, subscriptions, patience, now)
    if paused and not is_last:
        tried = replace(tried, state="held")
    return _noted(delivery, tried, deliveries, now)._replace(paused=paused)


def _noted(delivery: Delivery, tried: Delivery, deliveries: Deliveries, now: datetime) -> Attempt:
    """Of two at the same delivery, the one that notes what came of it sees to the next attempt."""
    noted = deliveries.change(tried, now=now)
    return Attempt(noted or delivery, is_ours=noted is not None)


def _judge(
    answered: Answered,
    tried: Subscription,
    is_last: bool,
    subscriptions: Subscriptions,
    patience: Patience,
    now: datetime,
) -> Subscription | None:
    """Note how the endpoint does; gives the subscription if that has just paused it. What an address did that the
    subscription no longer has says nothing of the new one."""
    for _ in patience.attempts():
        known = subscriptions.of(tried.subscription_id)
        if known is None or known.url != tried.url or known.paused or (answered.is_taken and not known.failures):
            return None
        judged = known.taken() if answered.is_taken else known.missed(now, is_gone=answered.is_gone, is_last=is_last)
        if subscriptions.change(judged):
            return judged if judged.paused else None
    return None
