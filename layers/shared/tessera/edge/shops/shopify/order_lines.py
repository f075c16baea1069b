"""Lines of Shopify's orders, and its ways of shipping."""

from collections.abc import Collection
from typing import Any, Self

from pydantic import Field

from tessera.edge.shops.lines import Priced
from tessera.edge.shops.payloads import NAME_LENGTH_MAX, Amount, PlatformId, Several, clipped
from tessera.edge.shops.shopify.parts import Discounted, MoneySet, TaxLine


class LineItem(Discounted):
    """A line of goods, or of a gift card or a tip, which Shopify lists among them."""

    id: PlatformId
    quantity: int = Field(ge=0)
    price: Amount
    price_set: MoneySet | None = None
    total_discount: Amount = 0
    total_discount_set: MoneySet | None = None
    tax_lines: Several[TaxLine] = ()
    sku: str | None = None
    variant_id: PlatformId | None = None
    product_id: PlatformId | None = None
    name: str | None = None
    title: str | None = None
    vendor: str | None = None
    product_type: str | None = None
    gift_card: bool = False
    tip: dict[str, Any] | None = None

    @property
    def price_minor(self) -> int:
        """Of one unit."""
        return self.price_set.shop_money.amount if self.price_set else self.price

    @property
    def discount_minor(self) -> int:
        """What is allocated to the line, of its own discounts and of the order's; where nothing is, its own."""
        if self.discount_allocations:
            return sum(each.minor for each in self.discount_allocations)
        return self.total_discount_set.shop_money.amount if self.total_discount_set else self.total_discount

    def but_for(self, places: Collection[int]) -> Self:
        """Where anything was allocated, nothing else is its discount."""
        own = {"total_discount": 0, "total_discount_set": None} if self.discount_allocations else {}
        return super().but_for(places).model_copy(update=own)

    @property
    def worth_minor(self) -> int:
        """What is paid for it, as it is priced; nothing of a gift card, on which there is no tax."""
        return 0 if self.gift_card else max(self.price_minor * self.quantity - self.discount_minor, 0)

    def taxed(self, minor: int) -> Self:
        """The same with so much tax."""
        return self.model_copy(update={"tax_lines": (TaxLine.model_construct(price=minor, price_set=None),)})

    @property
    def kind(self) -> str:
        """As docs/rules.md §10 names kinds of lines."""
        return "gift_card" if self.gift_card else "tip" if self.tip else "product"

    def line(self, *, tax_included: bool) -> dict[str, Any]:
        """The line of ours."""
        tax = sum(each.minor for each in self.tax_lines)
        priced = Priced(self.price_minor * self.quantity, self.discount_minor, tax, tax_included)
        category = clipped(self.product_type)
        return {
            "line_id": self.id,
            "sku": clipped(self.sku, self.variant_id, self.product_id, self.id),
            "name": (self.name or self.title or "")[:NAME_LENGTH_MAX] or None,
            "quantity": self.quantity,
            "kind": self.kind,
            "brand": clipped(self.vendor),
            "categories": (category,) if category else (),
            **priced.over(self.quantity),
        }


class ShippingLine(Discounted):
    """One way of shipping, and what it cost."""

    price: Amount
    price_set: MoneySet | None = None
    tax_lines: Several[TaxLine] = ()

    @property
    def discount_minor(self) -> int:
        """What is taken off it."""
        return sum(each.minor for each in self.discount_allocations)

    def priced(self, *, tax_included: bool) -> Priced:
        """What it comes to."""
        price = self.price_set.shop_money.amount if self.price_set else self.price
        return Priced(price, self.discount_minor, sum(each.minor for each in self.tax_lines), tax_included)
