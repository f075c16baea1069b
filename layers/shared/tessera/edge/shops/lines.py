"""Lines of an order, as a platform prices them, brought to ours: amounts with tax, exact to the cent."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from tessera.domain.money import ceil

SHIPPING = "shipping"
"""The line of all shipping of an order, and its sku."""


class Priced(NamedTuple):
    """What a line comes to, in minor units: before its discounts, how much they are, and the tax on what is left."""

    before_minor: int
    discount_minor: int
    tax_minor: int
    tax_included: bool

    def over(self, quantity: int) -> dict[str, int]:
        """Ours of it: the unit price holds the tax and is rounded up, and the discount takes off what that is too much;
        so quantity × unit price − discount is what is paid, to the cent."""
        tax = max(self.tax_minor, 0)
        before = self.before_minor + (0 if self.tax_included else tax)
        paid = max(before - self.discount_minor, 0)
        unit = ceil(before, quantity)
        taken_off = unit * quantity - paid
        return {"unit_price": unit, "discount": taken_off, "tax": min(tax, paid)}


def shipping_line(priced: list[Priced]) -> list[dict[str, Any]]:
    """One line of all shipping; none where it is free, for nothing could be refunded of it."""
    if not priced or not any(each.before_minor for each in priced):
        return []
    whole = Priced(
        sum(each.before_minor for each in priced),
        sum(each.discount_minor for each in priced),
        sum(each.tax_minor for each in priced),
        priced[0].tax_included,
    )
    return [{"line_id": SHIPPING, "sku": SHIPPING, "kind": "shipping", "quantity": 1, **whole.over(1)}]


def goods_amount(lines: Iterable[dict[str, Any]]) -> int:
    """What the goods come to after the discounts of their lines."""
    return amount_of(line for line in lines if line.get("kind", "product") == "product")


def amount_of(lines: Iterable[dict[str, Any]]) -> int:
    """What lines come to after their discounts."""
    return sum(line["quantity"] * line["unit_price"] - line["discount"] for line in lines)
