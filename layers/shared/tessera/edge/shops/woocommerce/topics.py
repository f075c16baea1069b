"""The topics of WooCommerce that are taken."""

from tessera.edge.shops.news import Topic
from tessera.edge.shops.woocommerce import orders, people

TOPICS = {
    "order.created": Topic("order", ("id",), orders.told),
    "order.updated": Topic("order", ("id",), orders.told),
    "customer.created": Topic("customer", ("id",), people.told),
    "customer.updated": Topic("customer", ("id",), people.told),
}
