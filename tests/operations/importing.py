"""A shop that takes members and their past orders over from another programme."""

from datetime import date
from typing import Any

from tessera.domain.filing import Json
from tessera.domain.importing import BroughtLot
from tessera.domain.member_body import MemberBody
from tessera.domain.order import Order
from tessera.operations.carrying_out import Answer
from tessera.operations.import_member import Coming, import_member
from tessera.operations.import_order import import_order
from tests.operations.shop import Shop


def points(units: int, last_day: str | None = None, earned_on: str | None = None) -> BroughtLot:
    """Points that a member brings along."""
    return BroughtLot("points", units, _day(earned_on), _day(last_day))


def cashback(minor: int, last_day: str | None = None) -> BroughtLot:
    """Cashback that a member brings along."""
    return BroughtLot("cashback", minor, None, _day(last_day))


def bring(shop: Shop, *brought: BroughtLot, member_id: str = "anna", since: str | None = None, **who: Any) -> Answer:
    """Import a member."""
    body = MemberBody.model_validate({"email": f"{member_id}@example.com", **who})
    coming = Coming(member_id, "smile", body, _day(since), brought)
    return import_member(coming, email_key=shop.email_key, **shop.writing)


def past_order(shop: Shop, order_id: str, placed_at: str, lines: list[Json], **body: Any) -> Answer:
    """Import an order of before."""
    body = {"member_id": "anna", "placed_at": placed_at, "lines": lines, **body}
    order = Order.model_validate(body, context=shop.reading)
    kept = {name: value for name, value in shop.writing.items() if name != "mint"}
    return import_order(order_id, order, source="smile", **kept)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
