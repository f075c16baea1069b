"""Carts that are made up, from what a shop sells."""

from tests.amounts import minor, money
from tests.properties.choosing import Chooser
from tests.properties.world import Json

PRODUCTS: tuple[Json, ...] = (
    {"sku": "TEE", "unit_price": "20.00"},
    {"sku": "CUP", "unit_price": "9.99"},
    {"sku": "TEA", "unit_price": "3.35", "categories": ["tea"]},
    {"sku": "BAG", "unit_price": "33.33", "labels": ["sale"], "tax": "1.01"},
    {"sku": "PIN", "unit_price": "0.01"},
    {"sku": "TAG", "unit_price": "0.00"},
    {"sku": "SOFA", "unit_price": "250.00", "brand": "Sit"},
    {"sku": "SHIP", "unit_price": "4.90", "kind": "shipping"},
    {"sku": "CARD", "unit_price": "50.00", "kind": "gift_card"},
)


def a_cart(choose: Chooser) -> Json:
    """One to three lines, and perhaps a discount on the whole."""
    lines = [_line(choose, number) for number in range(1, 2 + choose.up_to(2))]
    goods = sum(_gross(line) for line in lines if "kind" not in line)
    off = choose.among((0, 0, 0, 3, 50, 100))
    return {"lines": lines, "discount": money(goods * off // 100)} if off else {"lines": lines}


def _line(choose: Chooser, number: int) -> Json:
    line = {"line_id": str(number), **choose.among(PRODUCTS), "quantity": choose.among((1, 1, 2, 3, 7))}
    off = _gross(line) // 7 if choose.once_in(6) else 0
    return {**line, "discount": money(off)} if off else line


def _gross(line: Json) -> int:
    quantity: int = line["quantity"]
    return minor(line["unit_price"]) * quantity - minor(line.get("discount", "0.00"))
