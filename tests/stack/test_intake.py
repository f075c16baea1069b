"""An order that the shop puts on its bus is awarded on the deployed stack."""

import json
from typing import Any

from tests.stack.calling import NOW, Shop, event

POLLS_MAX = 200


def test_an_order_on_the_shop_s_bus_is_awarded_once_though_it_is_told_twice(shop: Shop) -> None:
    _put(shop, "CustomerRegistered", {"member_id": "bruno", "email": "bruno@example.com"})
    assert any(shop.ask("GET", "/members/bruno", "read").status == 200 for _ in range(POLLS_MAX))
    paid = _detail("order_paid") | {"order_id": "b1", "member_id": "bruno", "placed_at": NOW}
    _put(shop, "OrderPaid", paid)
    _put(shop, "OrderPaid", paid)
    _put(shop, "OrderPaid", paid | {"order_id": "b2"})
    assert any(shop.ask("GET", "/orders/b2", "read").status == 200 for _ in range(POLLS_MAX))
    statement = shop.ask("GET", "/members/bruno/entries", "read").body["entries"]
    assert sum(each["cause"] == "order/b1" and each["wallet"] == "points" for each in statement) == 1


def _detail(name: str) -> Any:
    (record,) = event(name)["Records"]
    return json.loads(record["body"])["detail"]


def _put(shop: Shop, name: str, detail: Any) -> None:
    entry = {"Source": "shop", "DetailType": name, "Detail": json.dumps(detail)}
    events: Any = shop.client("events")
    assert events.put_events(Entries=[entry])["FailedEntryCount"] == 0
