"""Whatever the shop's platform tells of an order, in whatever order, how often, and whatever is cut short: it ends in
one state."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.commands.play.rigs import InProcessScene, Stores, in_memory
from tessera.domain.shop_orders.heard import Heard, News, Paid, id_of
from tessera.operations.filed_orders import filed_order
from tessera.operations.hear_of_order import hear_of_order
from tessera.storage.memory.news import MemoryNews
from tests.operations.shop import Mint, Patience
from tests.properties.carts import a_cart
from tests.properties.choosing import Chooser
from tests.properties.member_verbs import ANNA
from tests.properties.programmes import POOL
from tests.properties.shop_lives import a_life
from tests.properties.wires import Cut, Wire, Wired, cut, wired
from tests.properties.world import START, Json


class Case(NamedTuple):
    """A programme, another order of the same member, and what is heard of one."""

    programme: Json
    beside: Json
    life: list[Heard]


@st.composite
def cases(draw: Any) -> Case:
    """The order may name a redemption, which is reserved: but not where points that came back with a correction become
    a voucher by themselves, before they could pay once more."""
    choose = Chooser(draw)
    programme = choose.among(POOL)
    is_automatic = any(reward.get("automatic") for reward in programme.get("rewards", ()))
    redeeming = {} if is_automatic or choose.once_in(2) else {"redemption_id": "x1"}
    return Case(programme, a_cart(choose), a_life(choose, {"member_id": ANNA, **redeeming}))


class Telling:
    """A shop in which everything is told anew."""

    def __init__(self, case: Case) -> None:
        self.stores, self.news, self._mint = in_memory(), MemoryNews(), Mint()
        self.scene = InProcessScene(self.stores, case.programme, START)
        self._before(case)

    def _before(self, case: Case) -> None:
        """Anna has something, has reserved some of it, and has ordered something else."""
        given = {"member_id": ANNA, "wallet": "points", "amount": 170, "reason": "goodwill", "reference": "g1"}
        cart = case.life[0].order if isinstance(case.life[0], Paid) else None
        self.scene.call("enrol", {"member_id": ANNA, "email": "anna@example.com"})
        self.scene.call("adjust", given)
        if cart and cart.redemption_id:
            self.scene.call("reserve", {"redemption_id": "x1", "member_id": ANNA, "points": 50, "cart": case.beside})
        self.scene.call("order", {"order_id": "z1", "member_id": ANNA, "placed_at": START.isoformat(), **case.beside})

    def complete(self) -> None:
        """The shop's order is completed."""
        self.scene.call("complete", {"order_id": "o1", "completed_at": START.isoformat()})

    def tell(self, heard: Heard, stores: Stores | None = None, news: News | None = None) -> None:
        """Deliver one thing."""
        kept = stores or self.stores
        ports: dict[str, Any] = {"ledger": kept.ledger, "programmes": kept.programmes, "news": news or self.news}
        way: dict[str, Any] = {"patience": Patience(), "mint": self._mint, "email_key": str.lower, "now": START}
        hear_of_order("o1", [heard], **ports, **way)

    def tell_cut_short(self, heard: Heard, number: int) -> None:
        """Deliver it, and once more where the first delivery was cut short after so many calls."""
        wire = Wire()
        wire.trap(number, cut, after=True)
        try:
            self.tell(heard, wired(self.stores, wire), Wired(self.news, wire))
        except Cut:
            self.tell(heard)

    def tell_at_once(self, arrivals: Sequence[Heard], numbers: Sequence[int]) -> None:
        """Deliver all, each next one beginning at such a call of the one before it."""
        if not arrivals:
            return
        wire = Wire()
        wire.trap(numbers[0], lambda: self.tell_at_once(arrivals[1:], numbers[1:]), after=False)
        self.tell(arrivals[0], wired(self.stores, wire), Wired(self.news, wire))
        if not wire.is_sprung:
            self.tell_at_once(arrivals[1:], numbers[1:])

    def state(self) -> Json:
        """What the member holds and counts for, and what is left of each line over all the orders that it has become;
        which codes were drawn for vouchers, and in which order, is each telling's own."""
        self.scene.run_night()
        book = self.stores.ledger.account(ANNA)
        account = self.scene.account(ANNA)
        vouchers = sorted(({**voucher, "code": ""} for voucher in account["vouchers"]), key=str)
        return {
            "account": {**account, "vouchers": vouchers},
            "activity": book.activity if book else None,
            "left": +self._left(),
        }

    def _left(self) -> Counter[str]:
        left: Counter[str] = Counter()
        number = 1
        while (file := self.stores.ledger.order(id_of("o1", number))) and (filed := filed_order(file)):
            refunded = file.progress.refunded.minor if file.progress else (0,) * len(filed.order.lines)
            for line, amount, minor in zip(filed.order.lines, filed.order.amounts, refunded, strict=True):
                left[line.line_id] += amount - minor
            number += 1
        return left


def in_turn(case: Case, *, is_completed: bool = False) -> Json:
    """How all stands when each thing is heard once, as it happened."""
    telling = Telling(case)
    for heard in case.life:
        telling.tell(heard)
    if is_completed:
        telling.complete()
    return telling.state()


def drawn_arrivals(case: Case, data: st.DataObject) -> list[Heard]:
    return data.draw(st.permutations([*case.life, *case.life[:2]]), label="arrivals")


@settings(max_examples=150, deadline=None)
@given(case=cases(), data=st.data())
def test_in_any_order_and_repeated_it_ends_in_one_state(case: Case, data: st.DataObject) -> None:
    telling, arrivals = Telling(case), drawn_arrivals(case, data)
    completed_after = data.draw(st.integers(0, 2 * len(arrivals)), label="completed after")
    for number, heard in enumerate(arrivals):
        if number == completed_after:
            telling.complete()
        telling.tell(heard)
    assert telling.state() == in_turn(case, is_completed=completed_after < len(arrivals))


@settings(max_examples=80, deadline=None)
@given(case=cases(), data=st.data())
def test_cut_short_anywhere_and_told_again_it_ends_in_one_state(case: Case, data: st.DataObject) -> None:
    telling = Telling(case)
    for heard in drawn_arrivals(case, data):
        telling.tell_cut_short(heard, data.draw(st.integers(1, 25), label="cut after"))
    assert telling.state() == in_turn(case)


@settings(max_examples=80, deadline=None)
@given(case=cases(), data=st.data())
def test_all_at_once_it_ends_in_one_state(case: Case, data: st.DataObject) -> None:
    arrivals = drawn_arrivals(case, data)
    numbers = [data.draw(st.integers(1, 25), label="next one begins at") for _ in arrivals]
    telling = Telling(case)
    telling.tell_at_once(arrivals, numbers)
    assert telling.state() == in_turn(case)
