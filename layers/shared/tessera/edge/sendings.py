"""The queues of deliveries: one for those that are new, and one in which those that failed wait for their next attempt.

What waits is hidden in its queue, and what is hidden counts towards what that hands out at once: facts that are new do
not wait behind it. A queue delays a message by a quarter of an hour at most and hides it for twelve hours at most, so
a message that comes too early is hidden again.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from tessera.domain.subscribing import Delivery
from tessera.edge.queues import send
from tessera.edge.settings import need, settings

DELAY_SECONDS_MAX = 900


class Sending(NamedTuple):
    """Which delivery to try; `is_retry`: the message lies in the queue of those that wait."""

    subscription_id: str
    delivery_id: str
    is_retry: bool = False


def send_deliveries(deliveries: Iterable[Delivery], now: datetime) -> None:
    """Have each tried when it is due. Raises Unsent."""
    for delivery in deliveries:
        seconds = seconds_until(delivery.due_at, now)
        queue = retries_queue() if seconds else need(settings().webhooks_queue_url, "WEBHOOKS_QUEUE_URL")
        body = message_of(Sending(delivery.subscription_id, delivery.delivery_id, seconds > 0))
        send(queue, [body], what="deliveries", delay_seconds=min(seconds, DELAY_SECONDS_MAX))


def retries_queue() -> str:
    """The queue of deliveries that wait for their next attempt."""
    return need(settings().webhook_retries_queue_url, "WEBHOOK_RETRIES_QUEUE_URL")


def seconds_until(due_at: datetime, now: datetime) -> int:
    """Whole seconds, rounded up; 0 for what is due."""
    return max(-int(-(due_at - now).total_seconds() // 1), 0)


def message_of(sending: Sending) -> str:
    """The body of a message: ids, nothing else."""
    return json.dumps(sending._asdict(), separators=(",", ":"))


def read_sending(body: str) -> Sending:
    """The sending in a message's body."""
    return Sending(**json.loads(body))
