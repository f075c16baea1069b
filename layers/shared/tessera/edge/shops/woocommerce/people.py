"""WooCommerce's customers: https://woocommerce.github.io/woocommerce-rest-api-docs/#customer-properties"""

from collections.abc import Mapping
from typing import Any

from tessera.domain.order import Reading
from tessera.edge.bodies import read
from tessera.edge.shops.news import CustomerNews
from tessera.edge.shops.payloads import PlatformId, Told, WhenUtc
from tessera.edge.shops.persons import customer_of


class Address(Told):
    """Of an address, where it is."""

    country: str | None = None


class WooCustomer(Told):
    """A customer. WooCommerce knows of no consent."""

    id: PlatformId
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    date_created_gmt: WhenUtc | None = None
    date_modified_gmt: WhenUtc | None = None
    billing: Address = Address()


def told(payload: Mapping[str, Any], reading: Reading) -> CustomerNews | None:
    """customer.created and customer.updated."""
    who = read(WooCustomer, payload, reading)
    told_at = who.date_modified_gmt or who.date_created_gmt
    names, country = (who.first_name, who.last_name), who.billing.country
    customer = customer_of(who.id, email=who.email, names=names, country=country, told_at=told_at)
    return CustomerNews(customer) if customer else None
