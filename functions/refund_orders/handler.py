"""Refunds: what an order earned is taken back, what it burned is given back."""

from tessera.domain.refunding import Refund
from tessera.edge.answers.refunds import Refunded
from tessera.edge.callers import CHECKOUT
from tessera.edge.http import Api, Reply
from tessera.edge.observe import count
from tessera.edge.routes import Call
from tessera.edge.wiring import reading, writing
from tessera.operations.refund_order import refund_order

api = Api("refund_orders", reading=reading)


@api.writes(
    "POST",
    "/orders/{order_id}/refunds",
    who=(CHECKOUT,),
    body=Refund,
    answers={201: Refunded, 202: Refunded},
    summary="Refund an order",
    is_priced=True,
    refusals=("over_refund", "limit_reached", "conflict", "busy"),
)
def refund(call: Call[Refund]) -> Reply:
    """In part or whole, by lines or by an amount. 202: it came before its order, and is applied when that comes."""
    answer = refund_order(call.path["order_id"], call.asked, **writing())
    is_parked = answer.body["state"] == "parked"
    if not answer.replayed:
        count("RefundsParked" if is_parked else "OrdersRefunded")
    return Reply(answer.body, 202 if is_parked else 201, answer.replayed)


handler = api
