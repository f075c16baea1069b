"""What the shop's platform tells of an imported order: what it gives back, and nothing else (docs/rules.md §13).

An import has an order's amount and not its lines, so an edit of them cannot be told from the order as it was; and what
the order had earned came along with its member. The file was net of what had been given back before.
"""

from collections.abc import Iterable

from tessera.domain.order import STORED
from tessera.domain.refunding import Refund
from tessera.domain.shop_orders.bringing import GiveBack
from tessera.domain.shop_orders.folding import CANCELLED
from tessera.domain.shop_orders.heard import Cancelled, Heard, Refunded
from tessera.domain.shop_orders.held import Held
from tessera.domain.shop_orders.writing import in_order


def next_refund_of_past(heard: Iterable[Heard], held: Held) -> GiveBack | None:
    """The next refund of an imported order that was heard of and is not entered yet: made since the import, and taken
    of the whole order, up to what is left of it. None: there is none."""
    left = held.order.total - sum(held.refunded.minor)
    for each in in_order(heard):
        refund_id, minor = _given_back(each, left)
        is_new = held.past_since is not None and each.at > held.past_since and refund_id not in held.refund_ids
        if is_new and min(minor, left) > 0:
            body = {"refund_id": refund_id, "amount": min(minor, left)}
            return GiveBack(held.order_id, Refund.model_validate(body, context=STORED))
    return None


def _given_back(heard: Heard, left: int) -> tuple[str, int]:
    """By which refund, and how much; units are worth what the platform says, for nobody here knows what they cost."""
    if isinstance(heard, Refunded):
        return heard.id, sum(line.minor or line.told_minor or 0 for line in heard.lines) + heard.beside_minor
    return CANCELLED, left if isinstance(heard, Cancelled) else 0
