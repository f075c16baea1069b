"""Subscriptions to webhooks: made, changed, given another secret, resumed, and ended (docs/rules.md §11)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from tessera.domain.calendar import show_instant
from tessera.domain.endpoints import fault_in
from tessera.domain.filing import Json
from tessera.domain.ports import Patience
from tessera.domain.refusals import Busy, Conflict, Fault, InvalidRequest, LimitReached, UnknownSubscription
from tessera.domain.subscribing import SUBSCRIPTIONS_MAX, Subscription, Subscriptions
from tessera.domain.subscription_body import EndpointBody

SecretOf = Callable[[Subscription], str]
"""The secret of a subscription, as the shop is shown it once."""


def subscribe(
    subscription_id: str,
    asked: EndpointBody,
    *,
    subscriptions: Subscriptions,
    secret_of: SecretOf,
    takes_loopback: bool,
    now: datetime,
) -> Json:
    """From now on facts of these kinds are sent to this endpoint; gives the subscription with its secret. Raises
    InvalidRequest for an address that is not sent to, Conflict for an id that is taken, LimitReached."""
    _must_be_an_endpoint(asked.url, takes_loopback)
    if len(subscriptions.all()) >= SUBSCRIPTIONS_MAX:
        raise LimitReached(f"There are {SUBSCRIPTIONS_MAX} subscriptions at most; delete one first.")
    made = Subscription(subscription_id, asked.url, _unique(asked.kinds), now, asked.description)
    if not subscriptions.add(made):
        fault = Fault("subscription_id", "is taken; rotate its secret if you have lost it")
        raise Conflict(f'There is a subscription "{subscription_id}" already.', (fault,))
    return view(made) | {"secret": secret_of(made)}


def change_endpoint(
    subscription_id: str,
    asked: EndpointBody,
    *,
    subscriptions: Subscriptions,
    patience: Patience,
    takes_loopback: bool,
) -> Json:
    """Send other kinds of facts, or elsewhere; the last write wins. Raises InvalidRequest, UnknownSubscription,
    Busy."""
    _must_be_an_endpoint(asked.url, takes_loopback)

    def change(known: Subscription) -> Subscription:
        moved = replace(known, url=asked.url, kinds=_unique(asked.kinds), description=asked.description)
        return moved if moved.url == known.url else moved.taken()  # what failed there counts no more

    return view(changed(subscription_id, change, subscriptions=subscriptions, patience=patience))


def rotate_secret(
    subscription_id: str, *, subscriptions: Subscriptions, patience: Patience, secret_of: SecretOf, now: datetime
) -> Json:
    """Sign with another secret, and for a day with both; gives the subscription with the new one. Raises
    UnknownSubscription, Busy."""
    made = changed(subscription_id, lambda known: known.rotated(now), subscriptions=subscriptions, patience=patience)
    return view(made) | {"secret": secret_of(made)}


def resume(subscription_id: str, *, subscriptions: Subscriptions, patience: Patience) -> Json:
    """Send to a paused endpoint again: from now on. Raises UnknownSubscription, Busy."""

    def unpaused(known: Subscription) -> Subscription:
        return replace(known.taken(), paused=None)

    return view(changed(subscription_id, unpaused, subscriptions=subscriptions, patience=patience))


def unsubscribe(subscription_id: str, *, subscriptions: Subscriptions) -> Json:
    """Send nothing there any more; gives what was ended. Raises UnknownSubscription."""
    known = known_subscription(subscription_id, subscriptions)
    subscriptions.drop(subscription_id)
    return view(known)


def known_subscription(subscription_id: str, subscriptions: Subscriptions) -> Subscription:
    """The subscription of this id. Raises UnknownSubscription."""
    known = subscriptions.of(subscription_id)
    if known is None:
        raise UnknownSubscription(f'There is no webhook subscription "{subscription_id}".')
    return known


def changed(
    subscription_id: str,
    change: Callable[[Subscription], Subscription],
    *,
    subscriptions: Subscriptions,
    patience: Patience,
) -> Subscription:
    """The subscription after this change. Raises UnknownSubscription, Busy."""
    for _ in patience.attempts():
        if made := subscriptions.change(change(known_subscription(subscription_id, subscriptions))):
            return made
    raise Busy("This subscription is being changed elsewhere; send the same request again.")


def view(subscription: Subscription) -> Json:
    """A subscription as it is shown: all but its secret."""
    paused = subscription.paused
    return {
        "subscription_id": subscription.subscription_id,
        "url": subscription.url,
        "kinds": list(subscription.kinds),
        "description": subscription.description,
        "created_at": show_instant(subscription.created_at),
        "rotated_at": show_instant(subscription.rotated_at) if subscription.rotated_at else None,
        "state": "paused" if paused else "active",
        "paused": {"at": show_instant(paused.at), "reason": paused.reason} if paused else None,
        "failing_since": show_instant(subscription.failing_since) if subscription.failing_since else None,
        "failures": subscription.failures,
    }


def _must_be_an_endpoint(url: str, takes_loopback: bool) -> None:
    fault = fault_in(url, takes_loopback=takes_loopback)
    if fault:
        raise InvalidRequest("Nothing can be sent to this address.", (Fault("url", f'"url": {fault}.'),))


def _unique(kinds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kinds))
