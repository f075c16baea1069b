"""Platforms that call us: how each says who it is, and which of its topics are taken."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from tessera.edge.routes import Signed
from tessera.edge.shops.connections import Connection
from tessera.edge.shops.news import Topic
from tessera.edge.shops.shopify.topics import TOPICS as SHOPIFY
from tessera.edge.shops.signatures import header, not_signed, refuse_unsigned
from tessera.edge.shops.woocommerce.topics import TOPICS as WOOCOMMERCE

SCHEME = re.compile(r"^(https?:)?//")


class Platform(NamedTuple):
    """By which headers a platform says what it delivers, the newer name first; `names` are those of the shop."""

    signatures: tuple[str, ...]
    names: tuple[str, ...]
    topic_names: tuple[str, ...]
    ids: tuple[str, ...]
    topics: Mapping[str, Topic]

    def check(self, request: Signed, connection: Connection) -> None:
        """Raises NotSigned unless the shop signed it, and it is the shop that is connected."""
        refuse_unsigned(request, header(request, *self.signatures), connection.secrets)
        if connection.name and _host(header(request, *self.names)) != _host(connection.name):
            raise not_signed()


def _both(*names: str) -> tuple[str, ...]:
    """Shopify's newer deliveries leave out the X."""
    return (*names, *(f"x-{name}" for name in names))


def _host(name: str | None) -> str:
    """A shop's name by its host: `https://Bottega.example/` is `bottega.example`; what follows it is kept."""
    return SCHEME.sub("", (name or "").strip().lower()).rstrip("/")


PLATFORMS = {
    "shopify": Platform(
        signatures=_both("shopify-hmac-sha256"),
        names=_both("shopify-shop-domain"),
        topic_names=_both("shopify-topic"),
        ids=_both("shopify-webhook-id"),
        topics=SHOPIFY,
    ),
    "woocommerce": Platform(
        signatures=_both("wc-webhook-signature"),
        names=_both("wc-webhook-source"),
        topic_names=_both("wc-webhook-topic"),
        ids=_both("wc-webhook-delivery-id"),
        topics=WOOCOMMERCE,
    ),
}
