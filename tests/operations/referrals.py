"""Ada refers Bea, and what that brings them."""

from typing import Any

from tests.operations.shop import Shop

REFERRAL: dict[str, Any] = {
    "friend": {"points": 100},
    "advocate": {"points": 200},
    "every_order": {"percent": "2", "max_orders": 10, "within_days": 365},
    "qualify": {"min_order": "25.00", "within_days": 180},
    "limit": {"rewards": 10, "per_days": 30},
}


def befriended(shop: Shop, referral: dict[str, Any] = REFERRAL, **sections: Any) -> Shop:
    """A shop in which Ada has referred Bea."""
    shop.publish(referral=referral, **sections)
    shop.enrol("ada")
    shop.enrol("bea", referred_by="ada")
    return shop


def units(shop: Shop, member_id: str) -> tuple[int, str]:
    """Points and cashback."""
    return shop.wallet("points", member_id)["active"], shop.wallet("cashback", member_id)["active"]
