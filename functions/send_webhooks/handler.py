"""Facts leave for the shop's endpoints: from the stack's bus to a delivery for each subscription, and each delivery by
itself, signed, until it arrives."""

import json
from typing import Any

from tessera.domain.facts import Fact
from tessera.edge.batches import Later, each_message
from tessera.edge.observe import count, observed
from tessera.edge.sendings import Sending, read_sending, retries_queue, seconds_until, send_deliveries
from tessera.edge.webhooks import clock, known_subscriptions, post_signed, report
from tessera.edge.wiring import world
from tessera.operations.deliver_fact import Attempt, deliver_fact, open_deliveries


def handler(event: dict[str, Any], context: object) -> Any:
    """Take a batch of any of its queues: facts, deliveries that are new, deliveries that wait. Whichever fails comes
    again by itself; what arrives twice for it has the same id."""
    with observed(event):
        return each_message(event, _take)


def _take(body: str) -> None:
    told = json.loads(body)
    if "detail" in told:
        _open(Fact(told["detail"]["id"], told["detail-type"], told["detail"]))
    else:
        _deliver(read_sending(body))


def _open(fact: Fact) -> None:
    now = clock().now()
    known = known_subscriptions().all()
    send_deliveries(open_deliveries(fact, subscriptions=known, deliveries=world().deliveries, now=now), now)


def _deliver(sending: Sending) -> None:
    here = world()
    attempt = deliver_fact(
        sending.subscription_id,
        sending.delivery_id,
        subscriptions=here.subscriptions,
        deliveries=here.deliveries,
        post=post_signed,
        patience=here.patience,
        now=clock().now(),
    )
    if attempt:
        _see_to(attempt, sending)


def _see_to(attempt: Attempt, sending: Sending) -> None:
    """A delivery that waits is tried again; a message that came too early for it is hidden until then."""
    if attempt.is_ours:
        count(f"Webhooks{attempt.delivery.state.capitalize()}")
    if attempt.paused:
        report(attempt.paused)
    if attempt.delivery.state != "waiting":
        return
    now = clock().now()
    if attempt.is_ours or not sending.is_retry:
        send_deliveries([attempt.delivery], now)
    else:
        raise Later(retries_queue(), seconds_until(attempt.delivery.due_at, now))
