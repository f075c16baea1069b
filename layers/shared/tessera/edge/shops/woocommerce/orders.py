"""WooCommerce's orders: https://woocommerce.github.io/woocommerce-rest-api-docs/#order-properties

It tells nothing twice, so each delivery says all there is to say: that the order is paid, or cancelled, and what has
been refunded of it so far. Amounts of lines are without tax, whatever `prices_include_tax` says.
"""

from collections.abc import Mapping
from itertools import chain
from typing import Any

from tessera.domain.order import STORED, Order, Reading
from tessera.domain.shop_orders.customer import Customer
from tessera.domain.shop_orders.heard import Cancelled, Heard, Paid, Refunded
from tessera.edge.bodies import read
from tessera.edge.shops.lines import Priced, amount_of, goods_amount, shipping_line
from tessera.edge.shops.news import OrderNews
from tessera.edge.shops.payloads import Amount, PlatformId, Several, Told, WhenUtc, clipped
from tessera.edge.shops.persons import customer_of
from tessera.edge.shops.woocommerce.order_lines import Fee, LineItem, Shipping

REDEMPTION = "_tessera_redemption_id"
"""The meta field by which the shop's checkout names the redemption that an order captures."""

CANCELLED = ("cancelled", "failed", "trash", "refunded")
UNPAID = ("pending", "checkout-draft", "auto-draft")
"""What became of an order that was paid once; every other status, a plugin's own too, leaves it paid."""


class Meta(Told):
    """A field that the shop's checkout, or a plugin, wrote on the order."""

    key: str
    value: Any = None


class Billing(Told):
    """Who pays."""

    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    country: str | None = None


class RefundMade(Told):
    """A refund: what it gave back, below zero."""

    id: PlatformId
    total: Amount


class WooOrder(Told):
    """An order, as it stands when it is told."""

    id: PlatformId
    status: str
    currency: str
    total: Amount | None = None
    date_modified_gmt: WhenUtc | None = None
    date_paid_gmt: WhenUtc | None = None
    customer_id: int
    billing: Billing = Billing()
    created_via: str | None = None
    line_items: Several[LineItem]
    shipping_lines: Several[Shipping] = ()
    shipping_total: Amount = 0
    shipping_tax: Amount = 0
    fee_lines: Several[Fee] = ()
    refunds: Several[RefundMade] = ()
    meta_data: Several[Meta] = ()

    @property
    def at(self) -> Any:
        """Since when an order that was paid stands so."""
        return self.date_modified_gmt or self.date_paid_gmt

    @property
    def member_id(self) -> str | None:
        """None of a guest."""
        return str(self.customer_id) if self.customer_id > 0 else None

    def customer(self) -> Customer | None:
        """Who ordered, unless it was a guest. An order does not say since when that is so."""
        if self.member_id is None:
            return None
        who = self.billing
        names = (who.first_name, who.last_name)
        return customer_of(self.member_id, email=who.email, names=names, country=who.country)

    def order(self) -> Order:
        """The order of ours. Raises InvalidRequest."""
        said = {"member_id": self.member_id, "email": self.billing.email or None}
        return read(Order, {**said, **self._cart(), **self._beside()}, STORED)

    def _cart(self) -> dict[str, Any]:
        goods = [each.line() for each in self.line_items if each.quantity]
        fees = [each.line() for each in self.fee_lines if each.minor > 0]
        taken_off = -sum(each.minor for each in self.fee_lines if each.minor < 0 and not each.redemption_id)
        shipping = shipping_line(self._ways())
        lines = (*goods, *fees, *shipping)
        discount = taken_off + self._rounded_off(amount_of(lines) - taken_off)
        return {"lines": lines, "discount": min(discount, goods_amount(goods))}

    def _ways(self) -> list[Priced]:
        """The ways of shipping; where they are left out, one for what shipping came to."""
        if "shipping_lines" in self.model_fields_set:
            return [each.priced() for each in self.shipping_lines]
        return [Priced(self.shipping_total, 0, self.shipping_tax, tax_included=False)]

    def _rounded_off(self, amount: int) -> int:
        """By how many minor units the lines come to more than was paid: each of their amounts is told rounded, and the
        total was rounded once. A greater difference is no rounding."""
        more = amount - (amount if self.total is None else self.total)
        parts = len(self.line_items) + len(self.fee_lines) + len(self.shipping_lines)
        return more if 0 < more <= parts else 0

    def _beside(self) -> dict[str, Any]:
        taken_off = (each.redemption_id for each in self.fee_lines if each.redemption_id)
        redemptions = (str(each.value) for each in self.meta_data if each.key == REDEMPTION and each.value)
        return {
            "placed_at": self.date_paid_gmt.isoformat() if self.date_paid_gmt else None,
            "currency": self.currency,
            "channel": clipped(self.created_via),
            "redemption_id": next(chain(taken_off, redemptions), None),
        }


def told(payload: Mapping[str, Any], reading: Reading) -> OrderNews | None:
    """order.created and order.updated; nothing of an order that has never been paid."""
    order = read(WooOrder, payload, reading)
    heard = _heard(order) if order.date_paid_gmt else ()
    return OrderNews(order.id, heard, order.customer()) if heard else None


def _heard(order: WooOrder) -> tuple[Heard, ...]:
    if order.status in CANCELLED:
        return (Cancelled(order.at),)
    if order.status in UNPAID or not any(each.quantity for each in order.line_items):
        return ()
    return (Paid(order.at, order.order()), *_refunds(order))


def _refunds(order: WooOrder) -> tuple[Refunded, ...]:
    """Of a refund an order says neither when it was nor of which lines: it counts over all of them, from the first time
    on that it was told."""
    made = ((each.id, -each.total) for each in order.refunds)
    return tuple(Refunded(order.at, id_, beside_minor=minor) for id_, minor in made if minor > 0)
