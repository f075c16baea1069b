"""A platform's call: checked, and put on a queue. Nothing else happens before it is answered."""

import re
from collections.abc import Callable, Mapping
from typing import Literal

from tessera.domain.quoting import quoted
from tessera.domain.refusals import Fault, InvalidRequest
from tessera.edge.observe import count, logger
from tessera.edge.queues import send_in_turn
from tessera.edge.routes import Signed
from tessera.edge.settings import need, settings
from tessera.edge.shops.connections import Connection, connection_to
from tessera.edge.shops.deliveries import message_of
from tessera.edge.shops.platforms import PLATFORMS, Platform
from tessera.edge.shops.signatures import header, not_signed
from tessera.edge.shops.standard import take_standard

State = Literal["queued", "passed_over"]
Receive = Callable[[Signed, Connection], State]

# When a webhook is made, WooCommerce asks whether anybody is there: a form that is not signed, and says nothing else.
PING = re.compile(rb"webhook_id=[0-9]{1,20}")


def receive(shop: str, request: Signed) -> State:
    """Take what a shop of a kind delivers. Raises InvalidRequest for an unknown kind or what is no JSON, NotSigned."""
    if shop not in RECEIVERS:
        known = " or ".join(RECEIVERS)
        fault = Fault("shop", f"{quoted(shop)} is no kind of shop that calls us; write {known}.")
        raise InvalidRequest("Nobody takes what this kind of shop delivers.", (fault,))
    if shop == "woocommerce" and PING.fullmatch(request.raw):
        return "passed_over"
    connection = connection_to(shop)
    if connection is None:
        raise not_signed()
    return RECEIVERS[shop](request, connection)


def _of(shop: str, platform: Platform) -> Receive:
    def receive(request: Signed, connection: Connection) -> State:
        platform.check(request, connection)
        return _put(shop, platform, request)

    return receive


def _put(shop: str, platform: Platform, request: Signed) -> State:
    topic = header(request, *platform.topic_names) or ""
    known, delivery_id = platform.topics.get(topic), header(request, *platform.ids) or ""
    told = {"shop": shop, "topic": topic, "delivery_id": delivery_id}
    if known is None:
        logger.info("passed over", extra=told)
        count("DeliveriesPassedOver")
        return "passed_over"
    message = message_of(shop, topic, delivery_id, request.raw, known)
    queue = need(settings().deliveries_queue_url, "DELIVERIES_QUEUE_URL")
    send_in_turn(queue, message.body, about=message.about, key=message.key)
    logger.info("queued", extra={**told, "about": message.about})
    count("DeliveriesQueued")
    return "queued"


def _standard(request: Signed, connection: Connection) -> State:
    take_standard(request, connection)
    return "queued"


RECEIVERS: Mapping[str, Receive] = {
    **{shop: _of(shop, platform) for shop, platform in PLATFORMS.items()},
    "standard": _standard,
}
"""By the kind of shop, who checks what it delivers, and where that goes."""
