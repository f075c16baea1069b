"""What shops' platforms have delivered: orders and customers are followed, whatever the order of arrival."""

from typing import Any

from tessera.domain.refusals import Refusal
from tessera.edge.batches import each_message
from tessera.edge.observe import count, logger, observed
from tessera.edge.shops.carrying_out import carry_out
from tessera.edge.shops.deliveries import Delivery, read_delivery
from tessera.edge.shops.platforms import PLATFORMS
from tessera.edge.wiring import reading


def handler(event: dict[str, Any], context: object) -> Any:
    """Take a batch of deliveries, each by itself; one that is refused or fails comes again."""
    with observed(event):
        return each_message(event, _take)


def _take(body: str) -> None:
    delivery = read_delivery(body)
    try:
        _follow(delivery)
    except Refusal as refused:
        _tell(delivery, refused)
        raise


def _follow(delivery: Delivery) -> None:
    news = PLATFORMS[delivery.shop].topics[delivery.topic].read(delivery.payload, reading())
    count("DeliveriesTaken")
    if news is not None:
        carry_out(news)


def _tell(delivery: Delivery, refused: Refusal) -> None:
    """Which delivery it is, and which of the platform's own fields it was refused for; nothing that stands in them."""
    about = {"shop": delivery.shop, "topic": delivery.topic, "delivery_id": delivery.delivery_id}
    places = [fault.path for fault in refused.faults]
    logger.warning("delivery refused", extra={**about, "code": refused.code, "places": places})
