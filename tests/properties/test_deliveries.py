"""Deliveries about one order end in one state: in any sequence, each any number of times, and all at once.

At once means: while one is being carried out, the next one begins, at any of its calls through a port.
"""

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.commands.calls import Json
from tessera.commands.in_process import InProcessDesk
from tessera.commands.play.rigs import InProcessScene, Stores, in_memory
from tessera.operations.explain_order import explain_order, order_of
from tests.operations.shop import Mint, Patience
from tests.properties.carts import a_cart
from tests.properties.choosing import Chooser
from tests.properties.member_verbs import ANNA
from tests.properties.programmes import POOL
from tests.properties.wires import Wire, wired
from tests.properties.world import START, Event, perform

Delivery = tuple[str, Json]


@st.composite
def cases(draw: Any) -> tuple[Json, list[Event], list[Delivery]]:
    """A programme, what came before, and the deliveries about one order: it, its refunds, its completion, a capture."""
    choose = Chooser(draw)
    cart = a_cart(choose)
    order = {"order_id": "o1", "member_id": ANNA, "placed_at": START.isoformat(), "redemption_id": "x1", **cart}
    refunds = [
        {"order_id": "o1", "refund_id": f"r{line['line_id']}", "lines": [_part(line, choose)]} for line in cart["lines"]
    ]
    capture = [{"redemption_id": "x2", "order_id": "o1"}] if choose.once_in(2) else []
    completion = [{"order_id": "o1", "completed_at": START.isoformat()}] if choose.once_in(2) else []
    beside = [("complete", each) for each in completion] + [("capture", each) for each in capture]
    return choose.among(POOL), _before(cart), [("order", order), *(("refund", each) for each in refunds), *beside]


def _part(line: Json, choose: Chooser) -> Json:
    return {"line_id": line["line_id"], "quantity": 1 + choose.up_to(line["quantity"] - 1)}


def _before(cart: Json) -> list[Event]:
    """Anna has something, and has reserved some of it twice."""
    given = {"member_id": ANNA, "wallet": "points", "amount": 170, "reason": "goodwill", "reference": "g1"}
    some = {"member_id": ANNA, "points": 50, "cart": cart}
    return [
        Event(START, "enrol", {"member_id": ANNA, "email": "anna@example.com"}),
        Event(START, "adjust", given),
        Event(START, "reserve", {"redemption_id": "x1", **some}),
        Event(START, "reserve", {"redemption_id": "x2", **some}),
    ]


@settings(max_examples=150, deadline=None)
@given(case=cases(), data=st.data())
def test_deliveries_about_one_order_end_in_one_state(
    case: tuple[Json, list[Event], list[Delivery]], data: st.DataObject
) -> None:
    programme, before, deliveries = case
    arrivals = data.draw(st.permutations([*deliveries, *deliveries[:2]]))
    calls = data.draw(st.lists(st.integers(1, 9), min_size=len(arrivals), max_size=len(arrivals)))
    in_turn = _told(programme, before, deliveries, [10**6] * len(deliveries))
    at_once = _told(programme, before, arrivals, calls)
    assert at_once == in_turn


def _told(programme: Json, before: list[Event], arrivals: Sequence[Delivery], calls: Sequence[int]) -> Json:
    """How all stands after the deliveries, of which each next one begins at such a call of the one before it."""
    stores = in_memory()
    scene = InProcessScene(stores, programme, START)
    for event in before:
        perform(scene, event)
    _start(stores, Mint(), arrivals, calls)
    scene.run_night()  # a write issues twenty vouchers at once: the more writes, the more of the rest has followed
    order = order_of("o1", ledger=stores.ledger, programmes=stores.programmes)
    told = explain_order("o1", ledger=stores.ledger, programmes=stores.programmes, now=START)
    refunds = sorted(told["refunds"], key=lambda refund: refund["refund_id"])
    account = scene.account(ANNA)
    codeless = [{**voucher, "code": ""} for voucher in account["vouchers"]]  # how many are drawn is each telling's own
    return {
        "account": {**account, "vouchers": codeless},
        "lines": order["lines"],
        "earned": told["lines"],
        "refunds": len(refunds),
    }


def _start(stores: Stores, mint: Mint, arrivals: Sequence[Delivery], calls: Sequence[int]) -> None:
    if not arrivals:
        return
    wire = Wire()
    wire.trap(calls[0], lambda: _start(stores, mint, arrivals[1:], calls[1:]), after=False)
    _deliver(wired(stores, wire), mint, arrivals[0])
    if not wire.is_sprung:
        _start(stores, mint, arrivals[1:], calls[1:])


def _deliver(stores: Stores, mint: Mint, delivery: Delivery) -> None:
    desk = InProcessDesk(
        ledger=stores.ledger,
        programmes=stores.programmes,
        mint=mint,
        patience=Patience(),
        email_key=str.lower,
        now=lambda: START,
    )
    answer = desk.call(*delivery)
    # a cart without goods reserves nothing, so there is nothing to capture
    assert answer.get("refused") in (None, "unknown_redemption"), answer
