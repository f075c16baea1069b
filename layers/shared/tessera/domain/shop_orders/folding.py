"""From all that was heard of an order to what should have happened: orders placed, and causes to give back of them.

An edit is the refund of what was removed and, for what was added, an order of its own; so is an order that is paid
again after it was cancelled (docs/rules.md §4).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tessera.domain.calendar import show_instant
from tessera.domain.money import floor
from tessera.domain.order import Line, Order
from tessera.domain.papers import canonical
from tessera.domain.shop_orders.heard import Cancelled, GivenBack, Heard, Paid, Refunded, Removed, Units
from tessera.domain.shop_orders.writing import in_order, remade

CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Placed:
    """An order that should have been awarded. `life` counts how often the shop's order was cancelled before."""

    life: int
    order: Order


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something of the orders of one life is given back, by the id of the refund that does it: a later snapshot had
    fewer units (`fewer`), an edit took units away (`removed`), a refund, or all of it."""

    life: int
    refund_id: str
    fewer: tuple[Units, ...] = ()
    removed: tuple[Units, ...] = ()
    given_back: tuple[GivenBack, ...] = ()
    beside_minor: int = 0
    is_all: bool = False


Act = Placed | Cause


def acts_of(heard: Iterable[Heard]) -> tuple[Act, ...]:
    """What should have happened, one after the other; nothing before the order is heard of as paid."""
    telling = _Telling()
    for each in in_order(heard):
        telling.hear(each)
    return tuple(telling.acts)


class _Telling:
    """Goes through what was heard: `sold` are the units of the order's lines as it stands, None while it does not."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self._life = 0
        self._sold: dict[str, int] | None = None
        self._waiting: list[Act] = []
        self._known: set[tuple[type[Heard], str]] = set()

    def hear(self, heard: Heard) -> None:
        """The next thing that was heard."""
        match heard:
            case Paid():
                self._pay(heard)
            case Cancelled():
                self._cancel()
            case Removed() | Refunded():
                self._give_back(heard)

    def _pay(self, paid: Paid) -> None:
        sold = {line.line_id: line.quantity for line in paid.order.lines}
        if self._sold is None:
            self._place(paid)
        else:
            self._edit(paid, self._sold, sold)
        self._sold = sold

    def _place(self, paid: Paid) -> None:
        order = remade(paid.order, placed_at=show_instant(paid.at)) if self._life else paid.order
        self.acts += [Placed(self._life, order), *self._waiting]
        self._waiting.clear()

    def _edit(self, paid: Paid, before: dict[str, int], sold: dict[str, int]) -> None:
        fewer = tuple(Units(name, units - sold.get(name, 0)) for name, units in before.items())
        fewer = tuple(each for each in fewer if each.quantity > 0)
        if fewer:
            self.acts.append(Cause(self._life, f"edit-{show_instant(paid.at)}", fewer=fewer))
        more = {name: units - before.get(name, 0) for name, units in sold.items()}
        if added := _added(paid, {name: units for name, units in more.items() if units > 0}):
            self.acts.append(Placed(self._life, added))

    def _cancel(self) -> None:
        if self._sold is not None:
            self.acts.append(Cause(self._life, CANCELLED, is_all=True))
        self._waiting.clear()
        self._known.clear()
        self._sold = None
        self._life += 1

    def _give_back(self, heard: Removed | Refunded) -> None:
        """Of an order not heard of yet it waits; of a cancelled one everything was given back before. A refund that is
        told again once the order is paid again counts again: the platform still counts it."""
        is_cancelled = self._sold is None and self._life > 0
        if is_cancelled or (type(heard), heard.id) in self._known:
            return
        self._known.add((type(heard), heard.id))
        (self._waiting if self._sold is None else self.acts).append(self._cause(heard))

    def _cause(self, heard: Removed | Refunded) -> Cause:
        if isinstance(heard, Removed):
            return Cause(self._life, f"edit-{heard.id}", removed=heard.lines)
        return Cause(self._life, heard.id, given_back=heard.lines, beside_minor=heard.beside_minor)


def _added(paid: Paid, more: dict[str, int]) -> Order | None:
    """What a snapshot has more, as an order of its own, placed when the snapshot was taken: with its part of the
    discounts and taxes. What the redemption paid was paid of the first order."""
    if not more:
        return None
    order, shares = paid.order, _discount_shares(paid.order)
    parts = [
        each for each in zip(order.lines, canonical(order)["lines"], shares, strict=True) if each[0].line_id in more
    ]
    lines = [{**form, **_part(line, more[line.line_id])} for line, form, _ in parts]
    discount = sum(floor(share * more[line.line_id], line.quantity) for line, _, share in parts)
    return remade(order, lines=lines, discount=discount, placed_at=show_instant(paid.at), redemption_id=None)


def _part(line: Line, units: int) -> dict[str, int]:
    discount, tax = floor(line.discount * units, line.quantity), floor(line.tax * units, line.quantity)
    return {"quantity": units, "discount": discount, "tax": tax}


def _discount_shares(order: Order) -> list[int]:
    """What each line bears of the order's own discount."""
    return [line.gross - amount for line, amount in zip(order.lines, order.amounts, strict=True)]
