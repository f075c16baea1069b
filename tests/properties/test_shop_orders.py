"""Whatever the shop's platform tells of an order, in whatever order and how often: it ends in one state."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.commands.play.rigs import InProcessScene, Stores, in_memory
from tessera.domain.shop_orders.heard import Heard
from tessera.operations.hear_of_order import hear_of_order
from tessera.storage.memory.news import MemoryNews
from tests.operations.shop import Mint, Patience
from tests.properties.carts import a_cart
from tests.properties.choosing import Chooser
from tests.properties.member_verbs import ANNA
from tests.properties.programmes import POOL
from tests.properties.shop_lives import a_life
from tests.properties.world import START, Json


@st.composite
def cases(draw: Any) -> tuple[Json, Json, list[Heard]]:
    """A programme, another order of the same member, and the life of one."""
    choose = Chooser(draw)
    return choose.among(POOL), a_cart(choose), a_life(choose)


@settings(max_examples=150, deadline=None)
@given(case=cases(), data=st.data())
def test_whatever_is_heard_in_whatever_order_ends_in_one_state(
    case: tuple[Json, Json, list[Heard]], data: st.DataObject
) -> None:
    programme, beside, life = case
    arrivals = data.draw(st.permutations([*life, *life[:2]]))
    assert told(programme, beside, arrivals) == told(programme, beside, life)


def told(programme: Json, beside: Json, arrivals: Sequence[Heard]) -> Json:
    """How all stands after the deliveries."""
    stores, news = in_memory(), MemoryNews()
    scene = InProcessScene(stores, programme, START)
    scene.call("enrol", {"member_id": ANNA, "email": "anna@example.com"})
    scene.call("order", {"order_id": "x1", "member_id": ANNA, "placed_at": START.isoformat(), **beside})
    mint = Mint()
    for each in arrivals:
        hear_of_order("o1", [each], ledger=stores.ledger, programmes=stores.programmes, patience=Patience(),
            mint=mint, email_key=str.lower, news=news, now=START)
    scene.run_night()
    return state(scene, stores)


def state(scene: InProcessScene, stores: Stores) -> Json:
    """What the member holds and counts for, and what is left of each line of the order."""
    account = scene.account(ANNA)
    book = stores.ledger.account(ANNA)
    codeless = [{**voucher, "code": ""} for voucher in account["vouchers"]]
    return {"account": {**account, "vouchers": codeless}, "activity": book.activity, "left": left(stores)}


def left(stores: Stores) -> Json:
    """What is left of each line, in minor units, over all the orders that the shop's order is."""
    from tessera.operations.hear_of_order import _held
    lines: dict[str, int] = {}
    for held in _held("o1", stores.ledger):
        for line, amount, refunded in zip(held.order.lines, held.order.amounts, held.refunded.minor, strict=True):
            lines[line.line_id] = lines.get(line.line_id, 0) + amount - refunded
    return {name: minor for name, minor in lines.items() if minor}
