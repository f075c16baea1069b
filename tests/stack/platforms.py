"""Orders at Shopify and WooCommerce for tests: what the platforms deliver of them, and sign."""

import base64
import copy
import hmac
import json
from typing import Any, NamedTuple

from tests.stack.calling import Said, Shop, example

SECRETS = {"shopify": "a secret of the app", "woocommerce": "a secret of the webhook"}
SHOPS = {
    "shopify": {"domain": "bottega.myshopify.com", "secrets": [SECRETS["shopify"]]},
    "woocommerce": {"source": "https://bottega.example", "secrets": [SECRETS["woocommerce"]]},
}
SIGNATURES = {"shopify": "X-Shopify-Hmac-Sha256", "woocommerce": "X-WC-Webhook-Signature"}


class Delivery(NamedTuple):
    """What a platform delivers: under which topic, and its body."""

    shop: str
    topic: str
    body: str

    def again(self) -> "Delivery":
        """The same, told in other bytes: no queue takes it for the one before."""
        return self._replace(body=self.body + "\n")


def deliver(shop: Shop, told: Delivery) -> Said:
    """Deliver it, signed."""
    named = {"X-Shopify-Topic": told.topic, "X-Shopify-Shop-Domain": "bottega.myshopify.com"}
    if told.shop == "woocommerce":
        named = {"X-WC-Webhook-Topic": told.topic, "X-WC-Webhook-Source": "https://bottega.example/"}
    signature = hmac.digest(SECRETS[told.shop].encode(), told.body.encode(), "sha256")
    signed = {SIGNATURES[told.shop]: base64.b64encode(signature).decode()}
    return shop.ask("POST", f"/webhooks/{told.shop}", raw=told.body.encode(), headers={**named, **signed})


def connect(shop: Shop) -> None:
    """Connect both platforms, as `tessera webhooks connect` does."""
    secrets: Any = shop.client("secretsmanager")
    secrets.put_secret_value(SecretId=shop.stack.shop_secrets, SecretString=json.dumps(SHOPS))


def life_at_shopify(number: int) -> list[Delivery]:
    """An order of a member of their own: paid, edited (one unit less, which Shopify tells as a refund too, and a mug
    more), paid again, refunded in part twice and cancelled. Ids are beyond what a float holds."""
    order, customer = 9007199254800001 + number, 9007199254900001 + number
    paid = _of_shopify("shopify_order_paid", order, customer)
    mug = {**copy.deepcopy(paid["line_items"][0]), "id": 9007199254742003, "sku": "MUG-1", "quantity": 1}
    mug |= {"price": "12.00", "tax_lines": [], "discount_allocations": []}
    del mug["price_set"]
    again = {**paid, "updated_at": "2026-03-02T12:45:00+01:00", "line_items": [*paid["line_items"], mug]}
    edited, refund = example("shopify_order_edited"), example("shopify_refund_created")
    edited["order_edit"]["order_id"] = refund["order_id"] = order
    moment = {"created_at": "2026-03-02T12:40:01+01:00", "processed_at": "2026-03-02T12:40:01+01:00"}
    of_edit = {**copy.deepcopy(refund), **moment, "id": 9007199254744003, "order_adjustments": [], "transactions": []}
    some = {"amount": "-5.00", "tax_amount": "0.00", "kind": "refund_discrepancy"}
    later = {**refund, "id": 9007199254744002, "created_at": "2026-03-02T12:55:00+01:00", "refund_line_items": []}
    later |= {"processed_at": "2026-03-02T12:55:00+01:00", "order_adjustments": [some]}
    return [
        _told("shopify", "orders/paid", paid),
        _told("shopify", "orders/edited", edited),
        _told("shopify", "refunds/create", of_edit),
        _told("shopify", "orders/paid", again),
        _told("shopify", "refunds/create", refund),
        _told("shopify", "refunds/create", later),
        _told("shopify", "orders/cancelled", _of_shopify("shopify_order_cancelled", order, customer)),
    ]


def life_at_woocommerce(number: int) -> list[Delivery]:
    """An order of a member of their own: paid, edited (one unit less), refunded in part twice and cancelled."""
    customer = 50_001 + number
    paid = example("woocommerce_order_created") | {"id": 10_001 + number, "customer_id": customer}
    paid["billing"]["email"], line = _email(customer), paid["line_items"][0]
    fewer = {**line, "quantity": 1, "subtotal": "24.80", "subtotal_tax": "5.45", "total": "22.32", "total_tax": "4.91"}
    edited = {**paid, "line_items": [fewer], "date_modified_gmt": "2026-03-02T11:35:00"}
    once = {**edited, "date_modified_gmt": "2026-03-02T11:40:00", "refunds": [{"id": 733, "total": "-10.00"}]}
    refunds = [*once["refunds"], {"id": 734, "total": "-4.00"}]
    twice = {**once, "status": "completed", "date_modified_gmt": "2026-03-02T11:45:00", "refunds": refunds}
    cancelled = {**twice, "status": "cancelled", "date_modified_gmt": "2026-03-02T11:50:00"}
    topics = ("order.created", *["order.updated"] * 4)
    return [
        _told("woocommerce", topic, each)
        for topic, each in zip(topics, (paid, edited, once, twice, cancelled), strict=True)
    ]


LIVES = {"shopify": life_at_shopify, "woocommerce": life_at_woocommerce}
MEMBERS = {"shopify": 9007199254900001, "woocommerce": 50_001}


def _of_shopify(name: str, order: int, customer: int) -> dict[str, Any]:
    told: dict[str, Any] = example(name)
    who = {**told["customer"], "id": customer, "email": _email(customer)}
    return {**told, "id": order, "email": _email(customer), "customer": who}


def _email(customer: int) -> str:
    return f"buyer-{customer}@example.com"


def _told(shop: str, topic: str, payload: dict[str, Any]) -> Delivery:
    return Delivery(shop, topic, json.dumps(payload))
