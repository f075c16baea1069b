"""A shop whose members have points enough for its rewards."""

from typing import Any

from tests.operations.shop import ONE_POINT_PER_EURO, Shop, line, lines

REDEEM = {"points": {"redeem": {"points": 10, "value": "0.50"}}}
VOUCHERS: list[dict[str, Any]] = [
    {"id": "five-off", "kind": "amount_off", "value": "5.00", "cost": 10, "limit_per_member": 2},
    {"id": "tea", "kind": "free_product", "product": {"sku": ["TEA-1"]}, "cost": 10, "stock": 2},
    {"id": "ship", "kind": "free_shipping", "cost": 10},
]
SHIPPED = [*lines("20.00"), line("4.90", line_id="s", sku="SHIP", kind="shipping")]


def enriched(shop: Shop, rewards: list[dict[str, Any]]) -> Shop:
    """A shop of these rewards whose members anna and bea have 200 points each."""
    shop.publish(ONE_POINT_PER_EURO, wallets=REDEEM, rewards=rewards)
    for member_id in ("anna", "bea"):
        shop.enrol(member_id)
        shop.adjust("points", 200, "g1", member_id)
    return shop


def claimed(shop: Shop, reward_id: str, reference: str = "c1", member_id: str = "anna") -> str:
    """The code of a voucher that the member claims."""
    return str(shop.claim(reward_id, reference, member_id).body["voucher"]["code"])
