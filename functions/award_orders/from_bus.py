"""Orders that the shop puts on its bus: awarded once they are paid, and completed, as over HTTP."""

from tessera.domain.completing import Completion
from tessera.domain.order import Order
from tessera.edge.intake import Intake, Taken
from tessera.edge.keychain import email_key
from tessera.edge.wiring import reading, writing
from tessera.operations.award_order import award_order
from tessera.operations.carrying_out import Answer
from tessera.operations.complete_order import complete_order

intake = Intake(reading=reading)


@intake.takes("OrderPaid", ids=("order_id",), body=Order, is_priced=True)
def award(taken: Taken[Order]) -> Answer:
    """As `PUT /orders/{order_id}`."""
    return award_order(taken.ids["order_id"], taken.asked, email_key=email_key, **writing())


@intake.takes("OrderCompleted", ids=("order_id",), body=Completion)
def complete(taken: Taken[Completion]) -> Answer:
    """As `POST /orders/{order_id}/completion`."""
    return complete_order(taken.ids["order_id"], taken.asked, **writing())


handler = intake
