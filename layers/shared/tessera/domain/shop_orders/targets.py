"""How much of each order placed is to be refunded, once so many causes to give something back are known.

Each cause more makes the targets more or leaves them, and so does each order placed later: what was refunded by what
was known before never has to be taken back.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from tessera.domain.money import half_up, spread
from tessera.domain.order import Line, Order
from tessera.domain.refunding import Refunded
from tessera.domain.shop_orders.folding import Cause, Placed

Sale = tuple[int, int]
"""The units of a line that an order sold, and what they came to, in minor units."""


def targets(placed: Sequence[Placed], causes: Sequence[Cause]) -> list[Refunded]:
    """What is to be refunded of each order; `causes` of their lives only count."""
    return [
        target
        for life, orders in groupby(placed, attrgetter("life"))
        for target in _of_life([each.order for each in orders], [each for each in causes if each.life == life])
    ]


def whole(order: Order) -> Refunded:
    """All of an order."""
    return Refunded(order.amounts, tuple(line.quantity for line in order.lines))


def _of_life(orders: list[Order], causes: list[Cause]) -> list[Refunded]:
    if any(cause.is_all for cause in causes):
        return [whole(order) for order in orders]
    lines = [line for order in orders for line in order.lines]
    amounts = [amount for order in orders for amount in order.amounts]
    named, units = _named(lines, amounts, causes)
    minor = _with_beside(amounts, named, len(orders[0].lines), causes)
    return list(_by_order(orders, minor, units))


def _named(lines: list[Line], amounts: list[int], causes: list[Cause]) -> tuple[list[int], list[int]]:
    """What causes name of each line: minor units, and the units that came back of what costs nothing."""
    minor, units = [0] * len(lines), [0] * len(lines)
    for name in dict.fromkeys(line.line_id for line in lines):
        places = [place for place, line in enumerate(lines) if line.line_id == name]
        sales = [(lines[place].quantity, amounts[place]) for place in places]
        named = _Named.of(name, causes)
        for place, part, back in zip(places, named.minor(sales), named.units(sales), strict=True):
            minor[place], units[place] = part, back
    return minor, units


class _Named(NamedTuple):
    """What all causes name of one line: units that a later snapshot had fewer or an edit removed, units given back for
    what they cost (`unpriced`) and in all, and money given back.

    What an edit removed the platform may tell again as a refund, so of these two the greater counts; what a later
    snapshot has fewer, no refund tells.
    """

    fewer: int
    removed: int
    unpriced: int
    returned: int
    money: int

    @classmethod
    def of(cls, name: str, causes: list[Cause]) -> "_Named":
        """What these causes name of a line."""
        given = [each for cause in causes for each in cause.given_back if each.line_id == name]
        fewer, removed = (
            sum(each.quantity for cause in causes for each in units_of(cause) if each.line_id == name)
            for units_of in (attrgetter("fewer"), attrgetter("removed"))
        )
        unpriced = sum(each.quantity for each in given if each.minor is None)
        money = sum(max(0, each.minor or 0) for each in given)
        return cls(fewer, removed, unpriced, sum(each.quantity for each in given), money)

    def minor(self, sales: list[Sale]) -> list[int]:
        """The money of it, in each of the orders in which the line was sold."""
        costs, removed = _worth(self.fewer + self.unpriced, sales), _worth(self.removed, sales)
        money = fill(self.money, [amount - cost for (_, amount), cost in zip(sales, costs, strict=True)])
        return [max(cost + paid, less) for cost, paid, less in zip(costs, money, removed, strict=True)]

    def units(self, sales: list[Sale]) -> list[int]:
        """The units of it likewise."""
        return fill(max(self.fewer + self.returned, self.removed), [quantity for quantity, _ in sales])


def _worth(units: int, sales: list[Sale]) -> list[int]:
    """What so many units cost, the first ones sold first."""
    parts = fill(units, [quantity for quantity, _ in sales])
    return [half_up(amount * part, quantity) for part, (quantity, amount) in zip(parts, sales, strict=True)]


def _with_beside(amounts: list[int], named: list[int], first: int, causes: list[Cause]) -> list[int]:
    """With what was given back beside lines: spread over the `first` so many lines, those of the first order, by what
    they amounted to, each refund for itself; what a line has no room for goes to whichever has, in their order."""
    wished = list(named)
    for given in _given_beside(causes):
        for place, share in enumerate(spread(given, amounts[:first])):
            wished[place] += share
    taken = [min(each, amount) for each, amount in zip(wished, amounts, strict=True)]
    rooms = [amount - each for each, amount in zip(taken, amounts, strict=True)]
    rest = fill(sum(wished) - sum(taken), rooms)
    return [each + more for each, more in zip(taken, rest, strict=True)]


def _given_beside(causes: list[Cause]) -> Iterator[int]:
    """What each cause gave back beside lines. What had been kept of lines before, which count as what they cost all the
    same, is given back first: that is nothing more."""
    kept = 0
    for beside in (cause.beside_minor for cause in causes):
        late = min(kept, max(beside, 0))
        kept += max(-beside, 0) - late
        yield max(beside, 0) - late


def fill(total: int, rooms: Iterable[int]) -> list[int]:
    """As much of a total as there is room for, the first room first."""
    filled = []
    for room in rooms:
        filled.append(min(total, room))
        total -= filled[-1]
    return filled


def _by_order(orders: list[Order], minor: list[int], units: list[int]) -> Iterable[Refunded]:
    start = 0
    for order in orders:
        end = start + len(order.lines)
        yield _with_free_lines(order, tuple(minor[start:end]), tuple(units[start:end]))
        start = end


def _with_free_lines(order: Order, minor: tuple[int, ...], units: tuple[int, ...]) -> Refunded:
    """Who gets back all that was paid gives back what cost nothing too."""
    return whole(order) if order.total and sum(minor) == order.total else Refunded(minor, units)
