"""The topics of Shopify that are taken."""

from tessera.edge.shops.news import Topic
from tessera.edge.shops.shopify import changes, orders, people

TOPICS = {
    "orders/paid": Topic("order", ("id",), orders.paid),
    "orders/updated": Topic("order", ("id",), orders.paid),
    "orders/edited": Topic("order", ("order_edit", "order_id"), changes.edited),
    "orders/cancelled": Topic("order", ("id",), orders.cancelled),
    "refunds/create": Topic("order", ("order_id",), changes.refunded),
    "customers/create": Topic("customer", ("id",), people.told),
    "customers/update": Topic("customer", ("id",), people.told),
    "customers/redact": Topic("customer", ("customer", "id"), people.redacted),
    "customers/data_request": Topic("customer", ("customer", "id"), people.asked),
    "shop/redact": Topic("shop", (), people.shop_redacted),
}
