"""What a delivery of a platform comes to: news of an order, of a customer, or a word about personal data."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from tessera.domain.order import Reading
from tessera.domain.shop_orders.customer import Customer
from tessera.domain.shop_orders.heard import Heard


@dataclass(frozen=True, slots=True)
class OrderNews:
    """What is said of an order; `customer` is the one of it, as far as the delivery says who that is."""

    order_id: str
    heard: tuple[Heard, ...]
    customer: Customer | None = None


@dataclass(frozen=True, slots=True)
class CustomerNews:
    """A customer registered, or changed."""

    customer: Customer


@dataclass(frozen=True, slots=True)
class PrivacyNews:
    """The platform passes on what somebody asked about personal data; of nobody: all of the shop's."""

    kind: Literal["erase", "export"]
    member_id: str | None


NUMBER = re.compile(r"[0-9]{1,40}", re.ASCII)

News = OrderNews | CustomerNews | PrivacyNews | None
"""None: a delivery that says nothing to us, such as one about an order that nobody has paid."""


class Topic(NamedTuple):
    """A topic that is taken: where its payload says what it is about, and how it is read."""

    about: Literal["order", "customer", "shop"]
    id_at: tuple[str, ...]
    read: Callable[[Mapping[str, Any], Reading], News]

    def subject(self, payload: Mapping[str, Any]) -> str:
        """What a delivery is about, such as `order/450789469`: deliveries about one thing are taken one by one. One
        that names nothing of the kind is refused where it is read, and takes its turn among its like."""
        value: Any = payload
        for step in self.id_at:
            value = value.get(step) if isinstance(value, Mapping) else None
        return f"{self.about}/{value}" if NUMBER.fullmatch(str(value)) else self.about
