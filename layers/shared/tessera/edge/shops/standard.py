"""Any other shop: what it tells in the form of Standard Webhooks goes to the queues that its bus would feed, so that it
is read and carried out by the same code (docs/rules.md §11).

{"type": "OrderPaid", "timestamp": "2026-03-02T12:00:00Z", "data": {"order_id": "o1", …}}
"""

import json
from typing import Any

from tessera.domain.programme.faults import one_of
from tessera.domain.quoting import quoted
from tessera.domain.refusals import Fault, InvalidRequest
from tessera.edge.bodies import object_in, text_in
from tessera.edge.clock import Clock, SystemClock
from tessera.edge.observe import count, logger
from tessera.edge.queues import send
from tessera.edge.routes import Signed
from tessera.edge.settings import need, settings
from tessera.edge.shops.connections import Connection
from tessera.edge.shops.signatures import not_signed
from tessera.edge.standard_webhooks import NotSigned, key_of, verified

QUEUES = {
    "OrderPaid": "PAID_ORDERS_QUEUE_URL",
    "OrderCompleted": "PAID_ORDERS_QUEUE_URL",
    "OrderRefunded": "REFUNDED_ORDERS_QUEUE_URL",
    "CustomerRegistered": "CUSTOMERS_QUEUE_URL",
    "ActionReported": "CUSTOMERS_QUEUE_URL",
}
"""Which variable names the queue that takes events of a type."""


def clock() -> Clock:
    """The real time, which the sender's signature is compared with."""
    return SystemClock()


def take_standard(request: Signed, connection: Connection) -> None:
    """Put an event on its queue. Raises NotSigned, and InvalidRequest for one that is none, or of a type that nobody
    takes."""
    keys = [key_of(secret.decode()) for secret in connection.secrets]
    try:
        webhook_id = verified(request.headers, request.raw, keys=keys, now=clock().now())
    except NotSigned:
        raise not_signed() from None
    kind, data = _event_in(request.raw)
    body = json.dumps({"detail-type": kind, "detail": data}, ensure_ascii=False, separators=(",", ":"))
    send(need(settings().shop_queue_urls.get(QUEUES[kind]), QUEUES[kind]), [body], what="events")
    logger.info("queued", extra={"shop": "standard", "topic": kind, "delivery_id": webhook_id[:64]})
    count("DeliveriesQueued")


def _event_in(raw: bytes) -> tuple[str, dict[str, Any]]:
    told = object_in(text_in(raw))
    kind, data = told.get("type"), told.get("data")
    if not isinstance(kind, str) or kind not in QUEUES:
        fault = Fault("type", f"{quoted(str(kind))} is nothing that is taken here; write {one_of(list(QUEUES))}")
        raise InvalidRequest("Nobody takes events of this type.", (fault,))
    if not isinstance(data, dict):
        raise InvalidRequest("An event says what happened.", (Fault("data", "write a JSON object"),))
    return kind, data
