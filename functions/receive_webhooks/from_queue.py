"""What shops' platforms have delivered: orders and customers are followed, whatever the order of arrival."""

from typing import Any

from tessera.edge.batches import each_message
from tessera.edge.observe import count, observed
from tessera.edge.shops.carrying_out import carry_out
from tessera.edge.shops.deliveries import read_delivery
from tessera.edge.shops.platforms import PLATFORMS
from tessera.edge.wiring import reading


def handler(event: dict[str, Any], context: object) -> Any:
    """Take a batch of deliveries, each by itself; one that is refused or fails comes again."""
    with observed(event):
        return each_message(event, _take)


def _take(body: str) -> None:
    delivery = read_delivery(body)
    news = PLATFORMS[delivery.shop].topics[delivery.topic].read(delivery.payload, reading())
    count("DeliveriesTaken")
    if news is not None:
        carry_out(news)
