"""Webhooks out: what a fact becomes on its way to an endpoint, and who carries it."""

import json
import time
from dataclasses import dataclass, field
from functools import cache

from tessera.domain.calendar import show_instant
from tessera.domain.endpoints import endpoint_of
from tessera.domain.facts import Fact
from tessera.domain.subscribing import Answered, Subscription, Subscriptions
from tessera.edge import aws
from tessera.edge.clock import Clock, SystemClock
from tessera.edge.keychain import Keychain, keychain
from tessera.edge.observe import count
from tessera.edge.posting import Poster, Unreachable
from tessera.edge.settings import need, settings
from tessera.edge.standard_webhooks import secret_of, signed
from tessera.edge.wiring import world

HEADERS = {"Content-Type": "application/json", "User-Agent": "Tessera"}
KNOWN_FOR_SECONDS = 5.0
"""How long a function takes the subscriptions to be as they were: a new one is heard of this much later."""

WHY = {
    "gone": "It answered 410: it wants nothing any more.",
    "failing": "Nothing has arrived there since {since}.",
}


@cache
def clock() -> Clock:
    """The real time, also where a test stack's own stands still: receivers compare it with theirs."""
    return SystemClock()


@dataclass(slots=True)
class KnownSubscriptions:
    """All subscriptions, looked for again after some seconds: a stack without any pays next to nothing for a fact."""

    subscriptions: Subscriptions
    fresh_for_seconds: float = KNOWN_FOR_SECONDS
    _known: tuple[Subscription, ...] = ()
    _until: float = field(default=float("-inf"))

    def all(self) -> tuple[Subscription, ...]:
        """As they are, or were a moment ago."""
        if time.monotonic() >= self._until:
            self._known = self.subscriptions.all()
            self._until = time.monotonic() + self.fresh_for_seconds
        return self._known


@cache
def known_subscriptions() -> KnownSubscriptions:
    """Those of this stack; on a test stack looked for each time."""
    return KnownSubscriptions(world().subscriptions, 0.0 if settings().has_test_clock else KNOWN_FOR_SECONDS)


@cache
def poster() -> Poster:
    """Who posts for this function."""
    return Poster(takes_loopback=settings().has_loopback_webhooks)


def body_of(fact: Fact) -> bytes:
    """A fact as endpoints are sent it: `data` is what the bus has."""
    told = {"type": fact.name, "timestamp": fact.detail["at"], "data": fact.detail}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def post_signed(subscription: Subscription, fact: Fact) -> Answered:
    """Send a fact once, signed with each secret that signs now; its id is the fact's, so that receivers know it
    again."""
    body, now = body_of(fact), clock().now()
    keys = [_key(keychain(), subscription, number) for number in subscription.secrets(now)]
    try:
        status = poster().post(subscription.url, body, {**HEADERS, **signed(fact.id, now, body, keys)})
    except Unreachable as why:
        return Answered(None, str(why))
    return Answered(status, "not_followed" if 300 <= status < 400 else None)


def shown_secret(subscription: Subscription) -> str:
    """The secret of a subscription that signs now: shown when it is made, and known to this stack by derivation."""
    return secret_of(_key(keychain(), subscription, subscription.secret))


def report(paused: Subscription) -> None:
    """Tell the operators that an endpoint has been paused: its host, for its address may hold what is secret."""
    why = paused.paused.reason if paused.paused else "failing"
    since = show_instant(paused.failing_since) if paused.failing_since else "long ago"
    host, _ = endpoint_of(paused.url)
    text = (
        f"Webhooks to {host} (subscription {paused.subscription_id}) are paused. {WHY[why].format(since=since)}\n\n"
        "What happens meanwhile is held for thirty days. Once the endpoint is mended: "
        f"POST /webhook_subscriptions/{paused.subscription_id}/resume, and replay the deliveries that were held.\n"
    )
    topic = need(settings().digest_topic_arn, "DIGEST_TOPIC_ARN")
    aws.sns().publish(TopicArn=topic, Subject="Tessera: webhooks are paused", Message=text)
    count("EndpointsPaused")


def _key(keys: Keychain, subscription: Subscription, number: int) -> bytes:
    """Of this very subscription: one that is made again under an old id has other secrets."""
    made = f"{subscription.subscription_id}/{show_instant(subscription.created_at)}"
    return keys.webhook_key(made, number)
