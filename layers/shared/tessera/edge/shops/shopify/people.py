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


class AboutShop(Told):
    """shop/redact. The topic is not signed, the body is: so it must be one that says this shop's data is meant, and
    nobody's of its customers."""

    shop_domain: str
    customer: None = None


class AboutCustomer(Told):
    """customers/redact and customers/data_request. A guest who asks has no id. An order names its customer too, and no
    shop: delivered under one of these topics it erases nobody."""

    shop_domain: str
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
    read(AboutShop, payload, reading)
    return PrivacyNews("erase", None)
