"""Orders: awarded once they are paid, read, and explained."""

from tessera.domain.completing import Completion
from tessera.domain.order import Order
from tessera.edge.answers.explained.orders import Explanation
from tessera.edge.answers.orders import OrderAwarded, OrderCompleted, OrderState
from tessera.edge.callers import CHECKOUT, MEMBER, READ
from tessera.edge.http import Api, Reply
from tessera.edge.keychain import email_key
from tessera.edge.observe import count
from tessera.edge.queries import Locale
from tessera.edge.routes import Call, Query
from tessera.edge.wiring import kept, looking, reading, writing
from tessera.operations.award_order import award_order
from tessera.operations.carrying_out import Answer
from tessera.operations.complete_order import complete_order
from tessera.operations.explain_order import explain_order, order_of

api = Api("award_orders", reading=reading)


class InWords(Query):
    """In which language."""

    locale: Locale | None = None


@api.writes(
    "PUT",
    "/orders/{order_id}",
    who=(CHECKOUT,),
    body=Order,
    answers={201: OrderAwarded},
    summary="Award a paid order",
    is_priced=True,
    refusals=("unknown_member", "currency_mismatch", "conflict", "no_programme", "busy"),
)
def award(call: Call[Order]) -> Answer:
    """The order earns by the version of the programme in force when it was placed; a redemption that it names is
    captured with it."""
    answer = award_order(call.path["order_id"], call.asked, email_key=email_key, **writing())
    _count(answer)
    return answer


@api.writes(
    "POST",
    "/orders/{order_id}/completion",
    who=(CHECKOUT,),
    body=Completion,
    answers={200: OrderCompleted, 202: OrderCompleted},
    summary="Complete an order",
    refusals=("conflict", "no_programme", "busy"),
)
def complete(call: Call[Completion]) -> Reply:
    """The return window is over: an award that waits for it gets its days. 202: it came before its order, and is
    applied when that comes."""
    answer = complete_order(call.path["order_id"], call.asked, **writing())
    return Reply(answer.body, 202 if answer.body["state"] == "parked" else 200, answer.replayed)


@api.reads(
    "/orders/{order_id}",
    who=(READ,),
    query=Query,
    answers={200: OrderState},
    summary="Read an order",
    refusals=("unknown_order",),
)
def read_order(call: Call[Query]) -> Reply:
    """What it earned, and what is refunded of each line."""
    return Reply(order_of(call.path["order_id"], **kept()))


@api.reads(
    "/orders/{order_id}/explanation",
    who=(READ, MEMBER),
    query=InWords,
    answers={200: Explanation},
    summary="Explain an order",
    refusals=("unknown_order",),
)
def explain(call: Call[InWords]) -> Reply:
    """Why it earned what it did, and what refunds undid: as data and as sentences. A member's token explains that
    member's orders."""
    asker = call.caller.subject if call.caller.kind == MEMBER else None
    return Reply(explain_order(call.path["order_id"], **looking(), locale=call.asked.locale, asker=asker))


def _count(answer: Answer) -> None:
    if not answer.replayed:
        points = sum(award["amount"] for award in answer.body["awards"] if award["wallet"] == "points")
        count("OrdersAwarded")
        count("PointsAwarded", points)


handler = api
