"""Shopify's customers, and what it passes on about their data: https://shopify.dev/docs/apps/build/compliance"""

from collections.abc import Mapping
from typing import Any

from tessera.domain.order import Reading
from tessera.edge.bodies import read
from tessera.edge.shops.news import CustomerNews, PrivacyNews
from tessera.edge.shops.payloads import PlatformId, Told
from tessera.edge.shops.shopify.parts import ShopifyCustomer


class Whom(Told):
    """Whom it is about, by their id alone."""

    id: PlatformId


class AboutCustomer(Told):
    """customers/redact and customers/data_request. A guest who asks has no id."""

    customer: Whom | None = None


def told(payload: Mapping[str, Any], reading: Reading) -> CustomerNews | None:
    """customers/create and customers/update."""
    customer = read(ShopifyCustomer, payload, reading).as_customer()
    return CustomerNews(customer) if customer else None


def redacted(payload: Mapping[str, Any], reading: Reading) -> PrivacyNews | None:
    """customers/redact."""
    about = read(AboutCustomer, payload, reading).customer
    return PrivacyNews("erase", about.id) if about else None


def asked(payload: Mapping[str, Any], reading: Reading) -> PrivacyNews | None:
    """customers/data_request."""
    about = read(AboutCustomer, payload, reading).customer
    return PrivacyNews("export", about.id) if about else None


def shop_redacted(payload: Mapping[str, Any], reading: Reading) -> PrivacyNews:
    """shop/redact, two days after the shop took the app out."""
    return PrivacyNews("erase", None)
