"""How much of an order a refund takes, and what that undoes (docs/rules.md §4).

All targets are functions of what is refunded so far, so any split of a refund ends in the same state.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field, Strict, model_validator

from tessera.domain.money import half_up, spread
from tessera.domain.order import Body, Cart, Id, Instant, Money
from tessera.domain.refusals import Fault, InvalidRequest, OverRefund


class RefundLine(Body):
    """A line refunded by an amount, or by a quantity of its units."""

    line_id: Id
    amount: Money | None = None
    quantity: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _says_how_much(self) -> "RefundLine":
        if (self.amount is None) == (self.quantity is None):
            raise ValueError("write either an amount or a quantity")
        return self


class Refund(Body):
    """A refund of lines, or of an amount over the whole order."""

    refund_id: Id
    refunded_at: Instant | None = None
    lines: Annotated[tuple[RefundLine, ...], Strict(False), Field(min_length=1, max_length=500)] | None = None
    amount: Money | None = None

    @model_validator(mode="after")
    def _says_what(self) -> "Refund":
        if (self.lines is None) == (self.amount is None):
            raise ValueError("write either lines or an amount")
        ids = [line.line_id for line in self.lines or ()]
        if len(set(ids)) < len(ids):
            raise ValueError("a line is named twice")
        return self


@dataclass(frozen=True, slots=True)
class Refunded:
    """What is refunded of each line so far: `minor` units of money and the returned `quantity`."""

    minor: tuple[int, ...] = field(default=())
    quantity: tuple[int, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Step:
    """One refund of an order: what was refunded of it before and after."""

    cause: str
    order_id: str
    refund_id: str
    cart: Cart
    before: Refunded
    after: Refunded


def nothing_refunded(cart: Cart) -> Refunded:
    """The start: nothing of any line."""
    return Refunded((0,) * len(cart.lines), (0,) * len(cart.lines))


def minor_between(before: Refunded, after: Refunded) -> tuple[int, ...]:
    """What a refund took of each line, in minor units."""
    return tuple(now - then for now, then in zip(after.minor, before.minor, strict=True))


def refunded_after(cart: Cart, before: Refunded, refund: Refund) -> Refunded:
    """What is refunded once this refund is.

    Raises OverRefund when it exceeds what is left, InvalidRequest when it names a line that the order does not have.
    """
    after = _by_amount(cart, before, refund.amount) if refund.lines is None else _by_lines(cart, before, refund.lines)
    over = [
        Fault(f"lines[{index}]", f"line {line.line_id} has less than that left to refund")
        for index, line in enumerate(cart.lines)
        if after.minor[index] > cart.amounts[index] or after.quantity[index] > line.quantity
    ]
    if over or sum(after.minor) > cart.total:
        raise OverRefund("More would be refunded than is left of the order.", tuple(over))
    return after


def refunded_up_to_what_is_left(cart: Cart, before: Refunded, refund: Refund) -> Refunded:
    """The same for a refund that waited for its order: what exceeds it, or what it does not have, is left out."""
    if refund.lines is None:
        return _by_amount(cart, before, min(refund.amount or 0, cart.total - sum(before.minor)))
    known = {line.line_id for line in cart.lines}
    after = _by_lines(cart, before, tuple(line for line in refund.lines if line.line_id in known))
    return Refunded(
        tuple(map(min, after.minor, cart.amounts)),
        tuple(min(given, line.quantity) for given, line in zip(after.quantity, cart.lines, strict=True)),
    )


def part_refunded(cart: Cart, so_far: Refunded, index: int) -> tuple[int, int]:
    """The refunded part of a line as a quotient; of a line that costs nothing, the returned part of its units."""
    if cart.amounts[index]:
        return so_far.minor[index], cart.amounts[index]
    return so_far.quantity[index], cart.lines[index].quantity


def goods_refunded(cart: Cart, so_far: Refunded) -> tuple[int, int]:
    """The refunded part of the goods as a quotient."""
    return _together(cart, so_far, _that_decide(cart))


def part_of_lines(cart: Cart, so_far: Refunded, lines: Sequence[int]) -> tuple[int, int]:
    """The refunded part of some lines as a quotient; what costs nothing counts only where nothing of it does."""
    return _together(cart, so_far, [line for line in lines if cart.amounts[line]] or lines)


def _together(cart: Cart, so_far: Refunded, lines: Sequence[int]) -> tuple[int, int]:
    parts = [part_refunded(cart, so_far, line) for line in lines]
    return sum(refunded for refunded, _ in parts), sum(amount for _, amount in parts)


def is_wholly_refunded(cart: Cart, so_far: Refunded) -> bool:
    """Whether all goods lines are refunded in full; what costs nothing counts only where nothing costs anything."""
    refunded, amount = goods_refunded(cart, so_far)
    return refunded == amount


def _that_decide(cart: Cart) -> list[int]:
    """The goods that cost something, or else the goods; without goods all lines that cost something, or else all."""
    every = range(len(cart.lines))
    goods = [index for index in every if cart.lines[index].is_goods]
    among = goods or list(every)
    return [index for index in among if cart.amounts[index]] or among


def target(units: int, part: tuple[int, int]) -> int:
    """How many of the units are undone once that part is refunded: half up, all of them at the end."""
    refunded, amount = part
    return half_up(units * refunded, amount)


def reversal_targets(cart: Cart, so_far: Refunded, line_units: Sequence[int]) -> tuple[int, ...]:
    """How many of the units that each line earned are undone so far."""
    return tuple(target(units, part_refunded(cart, so_far, index)) for index, units in enumerate(line_units))


def _by_amount(cart: Cart, before: Refunded, amount: int | None) -> Refunded:
    left = [total - refunded for total, refunded in zip(cart.amounts, before.minor, strict=True)]
    if (amount or 0) > sum(left):
        raise OverRefund("More would be refunded than is left of the order.")
    shares = spread(amount or 0, left)
    minor = tuple(refunded + share for refunded, share in zip(before.minor, shares, strict=True))
    return _with_free_lines(cart, Refunded(minor, before.quantity))


def _with_free_lines(cart: Cart, after: Refunded) -> Refunded:
    """A refund of all that was paid takes back what cost nothing too."""
    if sum(after.minor) < cart.total:
        return after
    lines = zip(cart.lines, cart.amounts, after.quantity, strict=True)
    return Refunded(after.minor, tuple(back if amount else line.quantity for line, amount, back in lines))


def _by_lines(cart: Cart, before: Refunded, lines: Sequence[RefundLine]) -> Refunded:
    places = {line.line_id: index for index, line in enumerate(cart.lines)}
    unknown = [
        Fault(f"lines[{number}].line_id", f'the order has no line "{line.line_id}"')
        for number, line in enumerate(lines)
        if line.line_id not in places
    ]
    if unknown:
        raise InvalidRequest("The refund names lines that the order does not have.", tuple(unknown))
    minor, quantity = list(before.minor), list(before.quantity)
    for line in lines:
        index = places[line.line_id]
        minor[index] += line.amount if line.amount is not None else _worth(cart, before, index, line.quantity or 0)
        quantity[index] += line.quantity or 0
    after = Refunded(tuple(minor), tuple(quantity))
    return _with_free_lines(cart, after) if cart.total else after


def _worth(cart: Cart, before: Refunded, index: int, quantity: int) -> int:
    """What so many more units of a line are worth; all its units together exactly what it amounts to.

    Where an amount was refunded before, rounding never makes the last units worth a minor unit more than is left.
    """
    line, returned = cart.lines[index], before.quantity[index]
    start, end = (half_up(cart.amounts[index] * units, line.quantity) for units in (returned, returned + quantity))
    left = cart.amounts[index] - before.minor[index]
    return left if end - start == left + 1 else end - start
