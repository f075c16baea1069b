"""Shopify's orders: https://shopify.dev/docs/api/admin-rest/latest/resources/order

Amounts are those of the shop's currency. A line's quantity is what was bought: what an edit removes is told by a
delivery of its own, and what is refunded by one of its own and with the order again.
"""

from collections.abc import Mapping
from itertools import chain
from typing import Any

from tessera.domain.money import spread
from tessera.domain.order import STORED, Order, Reading
from tessera.domain.shop_orders.heard import Cancelled, Heard, Paid
from tessera.edge.bodies import read
from tessera.edge.shops.lines import goods_amount, shipping_line
from tessera.edge.shops.news import OrderNews
from tessera.edge.shops.payloads import Amount, PlatformId, Several, Told, When, clipped, labels_in
from tessera.edge.shops.redemptions import redemption_in
from tessera.edge.shops.shopify.changes import RefundMade
from tessera.edge.shops.shopify.order_lines import LineItem, ShippingLine
from tessera.edge.shops.shopify.parts import MoneySet, ShopifyCustomer

REDEMPTION = "tessera_redemption_id"
"""The note attribute by which the shop's checkout names the redemption that an order captures."""

PAID = ("paid", "partially_refunded", "refunded")
"""The financial states of an order that was paid."""


class NoteAttribute(Told):
    """What the shop's checkout wrote on the order."""

    name: str
    value: Any = None


class DiscountApplication(Told):
    """A discount of the order, by its code or its title."""

    code: str | None = None
    title: str | None = None


class ShopifyOrder(Told):
    """An order, as it stands when it is told."""

    id: PlatformId
    updated_at: When
    processed_at: When
    cancelled_at: When | None = None
    test: bool = False
    currency: str
    financial_status: str | None = None
    taxes_included: bool
    total_discounts: Amount = 0
    total_tax: Amount = 0
    total_shipping_price_set: MoneySet | None = None
    line_items: Several[LineItem]
    shipping_lines: Several[ShippingLine] = ()
    customer: ShopifyCustomer | None = None
    email: str | None = None
    tags: str | None = None
    source_name: str | None = None
    note_attributes: Several[NoteAttribute] = ()
    discount_applications: Several[DiscountApplication] = ()
    refunds: Several[RefundMade] = ()

    def order(self) -> Order:
        """The order of ours. Raises InvalidRequest."""
        said = {"member_id": self.customer.id if self.customer else None, "email": self.email or None}
        return read(Order, {**said, **self._cart(), **self._beside()}, STORED)

    def _cart(self) -> dict[str, Any]:
        included, paid_by = self.taxes_included, self._redemptions()
        goods = [each.but_for(paid_by).line(tax_included=included) for each in self._items() if each.quantity]
        ways = [each.but_for(paid_by).priced(tax_included=included) for each in self._ways()]
        shipping = shipping_line(ways)
        return {"lines": (*goods, *shipping), "discount": min(self._discount(), goods_amount(goods))}

    def _items(self) -> tuple[LineItem, ...]:
        """The lines; where none of them says its tax, with their parts of the order's."""
        worth = [each.worth_minor for each in self.line_items]
        is_told = any("tax_lines" in each.model_fields_set for each in self.line_items)
        if is_told or self.total_tax <= 0 or not any(worth):
            return self.line_items
        shares = spread(self.total_tax, worth)
        return tuple(each.taxed(share) for each, share in zip(self.line_items, shares, strict=True))

    def _ways(self) -> tuple[ShippingLine, ...]:
        """The ways of shipping; where they are left out, one for what shipping came to."""
        if "shipping_lines" in self.model_fields_set or self.total_shipping_price_set is None:
            return self.shipping_lines
        return (ShippingLine.model_construct(price=self.total_shipping_price_set.shop_money.amount),)

    def _discount(self) -> int:
        """What is taken off the whole order and stands at no line."""
        of_goods = [each.discount_allocations for each in self.line_items]
        of_shipping = [each.discount_allocations for each in self.shipping_lines]
        if any(of_goods + of_shipping):
            return 0
        return max(self.total_discounts - sum(each.discount_minor for each in self.line_items), 0)

    def _redemptions(self) -> dict[int, str]:
        """The discounts that are a redemption's, by their place: what they take off was paid by it."""
        named = (redemption_in(each.code or each.title) for each in self.discount_applications)
        return {place: redemption_id for place, redemption_id in enumerate(named) if redemption_id}

    def _beside(self) -> dict[str, Any]:
        redemptions = (str(each.value) for each in self.note_attributes if each.name == REDEMPTION and each.value)
        return {
            "placed_at": self.processed_at.isoformat(),
            "currency": self.currency,
            "channel": clipped(self.source_name),
            "redemption_id": next(chain(self._redemptions().values(), redemptions), None),
            "tags": labels_in(self.tags),
        }


def paid(payload: Mapping[str, Any], reading: Reading) -> OrderNews | None:
    """orders/paid, and orders/updated of a paid order."""
    order = read(ShopifyOrder, payload, reading)
    if order.test or (order.financial_status or PAID[0]) not in PAID:
        return None
    customer = order.customer.as_customer() if order.customer else None
    return OrderNews(order.id, _heard(order), customer)


def cancelled(payload: Mapping[str, Any], reading: Reading) -> OrderNews | None:
    """orders/cancelled."""
    order = read(ShopifyOrder, payload, reading)
    return None if order.test else OrderNews(order.id, (Cancelled(order.cancelled_at or order.updated_at),))


def _heard(order: ShopifyOrder) -> tuple[Heard, ...]:
    """Shopify reinstates no order: one that is cancelled was not paid again after that. Its refunds come along: one may
    have been made before the shop was connected, or its own delivery may be lost."""
    if order.cancelled_at:
        return (Cancelled(order.cancelled_at),)
    if not any(each.quantity for each in order.line_items):
        return ()
    refunds = (each.refunded() for each in order.refunds)
    return (Paid(order.updated_at, order.order()), *(each for each in refunds if each))
