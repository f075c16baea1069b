"""A day of deliveries needs all that the function which takes them may do to the table, and no more."""

import json
from typing import Any

from tessera.edge.loading import handler_module
from tests.operations.shop import Shop, line
from tests.stack.permissions import Guard, permissions

from .conftest import ROOT
from .test_deliveries import BRUNO, shop

__all__ = ["shop"]
FUNCTION = "ReceiveWebhooksFromQueue"
BESIDE_THE_TABLE = {"GetSecretValue", "Publish", "SendMessage*"}
# Any write may turn points into vouchers of a reward that has a stock, which is then drawn on.
BY_CHANCE = {("UpdateItem", "COUNT#*")}
REDEMPTION = [{"key": "_tessera_redemption_id", "value": "x1"}]


def test_a_day_of_deliveries_needs_all_that_its_function_may_do(shop: Shop, event: Any, guard: Guard) -> None:
    customer = json.loads(event("woocommerce_customer_created")["body"])
    order = json.loads(event("woocommerce_order_created")["body"])
    guest = {"customer_id": 0, "billing": {"email": "guest@example.com"}}
    shop.publish({"id": "base", "wallet": "points", "earn": {"points": 1, "per": "1.00"}}, **SECTIONS)

    def take(topic: str, payload: Any) -> None:
        said = {"shop": "woocommerce", "topic": topic, "delivery_id": "d", "payload": payload}
        guard.hold_to("receive_webhooks_from_queue")
        handler = handler_module(ROOT / "functions/receive_webhooks", "from_queue").handler
        assert handler({"Records": [{"messageId": "m", "body": json.dumps(said)}]}, None) == {"batchItemFailures": []}
        guard.function = None

    take("customer.created", customer)
    take("customer.updated", {**customer, "email": "moved@example.com", "date_modified_gmt": "2026-03-02T11:25:00"})
    shop.adjust("points", 100, member_id=BRUNO)
    shop.reserve("x1", BRUNO, points=100, cashback="0.00", vouchers=[], cart={"lines": [line("60.00")]})
    take("order.created", {**order, "meta_data": REDEMPTION})
    take("order.updated", {**order, "status": "cancelled", "date_modified_gmt": "2026-03-02T11:40:00"})
    take("order.created", {**order, "id": 729, "meta_data": [{**REDEMPTION[0], "value": "unknown"}]})
    take("order.created", {**order, **guest, "id": 728})
    take("customer.created", {**customer, "id": 27, "email": "guest@example.com"})
    allowed = {(action, what) for action, what in permissions(FUNCTION) if action not in BESIDE_THE_TABLE}
    assert guard.needed[FUNCTION] | BY_CHANCE == allowed


SECTIONS = {"guests": {"claim_days": 30}, "wallets": {"points": {"redeem": {"points": 10, "value": "0.10"}}}}
