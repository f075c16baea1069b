"""Lines of WooCommerce's orders: what they cost before and after discounts, each with its tax apart."""

from typing import Any

from pydantic import Field

from tessera.edge.shops.lines import Priced
from tessera.edge.shops.payloads import NAME_LENGTH_MAX, Amount, PlatformId, Told, clipped
from tessera.edge.shops.redemptions import redemption_in


class LineItem(Told):
    """A line of goods. Its `price` is a rounded number and not read."""

    id: PlatformId
    quantity: int = Field(ge=0)
    subtotal: Amount
    subtotal_tax: Amount = 0
    total: Amount
    total_tax: Amount = 0
    sku: str | None = None
    name: str | None = None
    product_id: int | None = None
    variation_id: int | None = None

    def line(self) -> dict[str, Any]:
        """The line of ours; what coupons take off stands at the lines already."""
        before, paid = self.subtotal + self.subtotal_tax, self.total + self.total_tax
        priced = Priced(max(before, paid), max(before - paid, 0), self.total_tax, tax_included=True)
        return {
            "line_id": self.id,
            "sku": clipped(self.sku, str(self.variation_id or ""), str(self.product_id or ""), self.id),
            "name": (self.name or "")[:NAME_LENGTH_MAX] or None,
            "quantity": self.quantity,
            **priced.over(self.quantity),
        }


class Shipping(Told):
    """One way of shipping, and what it cost."""

    total: Amount
    total_tax: Amount = 0

    def priced(self) -> Priced:
        """What it comes to."""
        return Priced(self.total + self.total_tax, 0, self.total_tax, tax_included=True)


class Fee(Told):
    """A fee; one below zero is a discount on the whole order."""

    id: PlatformId
    total: Amount
    total_tax: Amount = 0
    name: str | None = None

    @property
    def redemption_id(self) -> str | None:
        """Of a discount that stands for a redemption."""
        return redemption_in(self.name) if self.minor < 0 else None

    @property
    def minor(self) -> int:
        """With its tax."""
        return self.total + self.total_tax

    def line(self) -> dict[str, Any]:
        """A fee is as little goods as shipping is, and counts where that does."""
        priced = Priced(self.minor, 0, self.total_tax, tax_included=True)
        return {"line_id": f"fee-{self.id}", "sku": "fee", "kind": "shipping", "quantity": 1, **priced.over(1)}
