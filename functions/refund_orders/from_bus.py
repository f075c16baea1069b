"""Refunds that the shop puts on its bus, as over HTTP."""

from tessera.domain.refunding import Refund
from tessera.edge.intake import Intake, Taken
from tessera.edge.wiring import reading, writing
from tessera.operations.carrying_out import Answer
from tessera.operations.refund_order import refund_order

intake = Intake(reading=reading)


@intake.takes("OrderRefunded", ids=("order_id",), body=Refund, is_priced=True)
def refund(taken: Taken[Refund]) -> Answer:
    """As `POST /orders/{order_id}/refunds`."""
    return refund_order(taken.ids["order_id"], taken.asked, **writing())


handler = intake
