"""Lives of orders at a shop's platform, made up: what its deliveries say of one order, in the order of its instants."""

from dataclasses import replace
from datetime import datetime, timedelta

from tessera.domain.order import Order, Reading
from tessera.domain.shop_orders.heard import Cancelled, GivenBack, Heard, Paid, Refunded, Removed, Units
from tests.amounts import minor
from tests.properties.carts import PRODUCTS, a_cart
from tests.properties.choosing import Chooser
from tests.properties.world import START, Json

EVENTS_MAX = 5


def a_life(choose: Chooser, buyer: Json) -> list[Heard]:
    """What is heard of one order: paid, and then whatever may happen to it."""
    life = _Life(choose, buyer)
    for _ in range(choose.up_to(EVENTS_MAX)):
        life.go_on()
    return life.heard


class _Life:
    def __init__(self, choose: Chooser, buyer: Json) -> None:
        self._choose, self._buyer, self._cart = choose, buyer, a_cart(choose)
        self.heard: list[Heard] = []
        self._is_cancelled = False
        self._pay()

    @property
    def _at(self) -> datetime:
        return START - timedelta(minutes=30 - len(self.heard))

    def go_on(self) -> None:
        """The next thing that happens."""
        if self._is_cancelled:
            self._is_cancelled = False
            return self._pay_again()
        return self._choose.among((self._more, self._refund, self._fewer, self._remove, self._cancel, self._pay))()

    def _pay(self) -> None:
        body = {**self._buyer, "placed_at": (START - timedelta(minutes=40)).isoformat(), **self._cart}
        self.heard.append(Paid(self._at, Order.model_validate(body, context=Reading(2))))

    def _pay_again(self) -> None:
        """A platform that tells with the order what it has refunded of it so far tells that again."""
        self._pay()
        told = [each for each in self.heard if isinstance(each, Refunded)] if self._choose.once_in(2) else []
        self.heard += [replace(each, at=self.heard[-1].at) for each in told[:1]]

    def _more(self) -> None:
        lines = self._cart["lines"]
        if self._choose.once_in(2):
            lines = [{**lines[0], "quantity": lines[0]["quantity"] + 1}, *lines[1:]]
        else:
            new = {"line_id": str(len(self.heard) + 10), **self._choose.among(PRODUCTS), "quantity": 1}
            lines = [*lines, new]
        self._cart = {**self._cart, "lines": lines}
        self._pay()

    def _fewer(self) -> None:
        """A platform whose snapshots leave out what was removed."""
        first, *others = self._cart["lines"]
        if first["quantity"] > 1:
            first = {**first, "quantity": first["quantity"] - 1, "discount": "0.00"}
        lines = [first, *others] if first["quantity"] > 1 or not others else others
        self._cart = {"lines": lines}
        self._pay()

    def _remove(self) -> None:
        """A platform that tells of it beside, and often as a refund too."""
        line = self._a_line()
        self.heard.append(Removed(self._at, f"e{len(self.heard)}", (Units(line["line_id"], 1),)))
        if self._choose.once_in(2):
            self.heard.append(Refunded(self._at, str(900 + len(self.heard)), (GivenBack(line["line_id"], 1),)))

    def _refund(self) -> None:
        """Of lines, of money beside them, or of lines without all of their money, which may be given back later."""
        line = self._a_line()
        quantity = 1 + self._choose.up_to(line["quantity"] - 1)
        paid = self._choose.among((None, minor(line["unit_price"]) * quantity, 1))
        lines = (GivenBack(line["line_id"], quantity, paid),) if self._choose.once_in(2) else ()
        beside = self._choose.among((0, 1, 500, 100_000, -490)) if lines else self._choose.among((490, 33, 100_000))
        self.heard.append(Refunded(self._at, str(900 + len(self.heard)), lines, beside))

    def _cancel(self) -> None:
        self.heard.append(Cancelled(self._at))
        self._is_cancelled = True

    def _a_line(self) -> Json:
        line: Json = self._choose.among(self._cart["lines"])
        return line
