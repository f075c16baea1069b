"""The next step that brings the ledger nearer to all that was heard of an order; none once it is there.

What the ledger holds of it must have come about in the order in which things happened: an order is awarded once what
had been given back before it was refunded, and nothing else. Otherwise (late news was of something earlier) what is
wrong is refunded whole, which by the law of docs/rules.md §4 is as if it had never been, and awarded again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tessera.domain.filing import Json
from tessera.domain.order import STORED, Order
from tessera.domain.papers import canonical
from tessera.domain.refunding import Refund, Refunded, RefundLine
from tessera.domain.shop_orders.folding import Act, Cause, Placed
from tessera.domain.shop_orders.heard import id_of
from tessera.domain.shop_orders.targets import targets, whole

CORRECTED = "corrected"
"""The refund of what was awarded by mistake."""


class Moment(NamedTuple):
    """When something was entered for a member: under which number of their records."""

    member_id: str
    number: int


@dataclass(frozen=True, slots=True)
class Held:
    """An order as the ledger holds it: as it came (`body`), what of it is refunded and by which refunds, when it was
    awarded and its refunds were entered (None: as a guest's, when nothing was), and who claimed it."""

    order_id: str
    body: Json
    order: Order
    refunded: Refunded
    refund_ids: frozenset[str] = frozenset()
    awarded: Moment | None = None
    refunds: tuple[tuple[Moment | None, tuple[int, ...]], ...] = ()
    claimed_by: str | None = None

    @property
    def is_corrected(self) -> bool:
        """Whether it was awarded by mistake, and that is put right: it is no order any more."""
        return CORRECTED in self.refund_ids

    def refunded_before(self, moment: Moment) -> tuple[int, ...]:
        """What of each line was refunded, in minor units, before something else was entered for the same member."""
        entered = [minor for at, minor in self.refunds if at is None or at.number < moment.number]
        return tuple(sum(lines) for lines in zip(*entered, strict=True)) if entered else (0,) * len(self.order.lines)


class Award(NamedTuple):
    """An order to be awarded."""

    order_id: str
    order: Order


class GiveBack(NamedTuple):
    """A refund to be entered."""

    order_id: str
    refund: Refund
    is_correction: bool = False


Step = Award | GiveBack


def next_step(order_id: str, acts: Sequence[Act], held: Sequence[Held]) -> Step | None:
    """The next step; `held` are the orders of the ledger that are of the shop's order, the oldest first."""
    return _Case(order_id, acts, held).next_step()


class _Case:
    def __init__(self, order_id: str, acts: Sequence[Act], held: Sequence[Held]) -> None:
        self._order_id, self._held = order_id, held
        claimer = next((each.claimed_by for each in held if each.claimed_by), None)
        self._acts = [_for(each, claimer) for each in acts]
        self._placed = [each for each in self._acts if isinstance(each, Placed)]

    def next_step(self) -> Step | None:
        """What is wrong goes first, then what is right is refunded as it should be, then the next order comes."""
        right = self._right(())
        wrong = [each for place, each in enumerate(self._held) if place not in right and not each.is_corrected]
        if wrong:
            return _correction(wrong[-1])
        if refund := next(self._refunds(right), None):
            return refund
        if len(right) == len(self._placed):
            return None
        return Award(id_of(self._order_id, len(self._held) + 1), self._placed[len(right)].order)

    def _right(self, so_far: tuple[int, ...]) -> tuple[int, ...]:
        """The longest row of held orders that begins so, is what should have been awarded, and can stay."""
        longest = so_far if self._can_stay(so_far) else ()
        for place in range(so_far[-1] + 1 if so_far else 0, len(self._held)):
            if len(so_far) < len(self._placed) and self._goes_on(so_far, place):
                longest = max(longest, self._right((*so_far, place)), key=len)
        return longest

    def _can_stay(self, right: tuple[int, ...]) -> bool:
        """Whether no more of these is refunded than should be before the next order is awarded."""
        wished = self._targets(len(right))
        return all(_is_within(self._held[place], target) for place, target in zip(right, wished, strict=True))

    def _goes_on(self, so_far: tuple[int, ...], place: int) -> bool:
        """Whether a held order is the next that should have been awarded, and was when all before it was done."""
        held, order = self._held[place], self._placed[len(so_far)].order
        if held.is_corrected:
            return False
        if held.body != canonical(order) and {**held.body, "member_id": held.claimed_by} != canonical(order):
            return False
        if held.awarded is None:
            return True
        wished = dict(zip(so_far, (each.minor for each in self._targets(len(so_far))), strict=True))
        return all(
            earlier.refunded_before(held.awarded) == wished.get(number, earlier.order.amounts)
            for number, earlier in enumerate(self._held[:place])
            if earlier.awarded and earlier.awarded.member_id == held.awarded.member_id
        )

    def _targets(self, count: int) -> list[Refunded]:
        """What is to be refunded of the first so many orders before the next one is awarded."""
        return targets(self._placed[:count], self._causes(count))

    def _causes(self, count: int) -> list[Cause]:
        """The causes that came before the order after the first so many."""
        numbers = [number for number, act in enumerate(self._acts) if isinstance(act, Placed)]
        end = numbers[count] if count < len(numbers) else len(self._acts)
        return [act for act in self._acts[:end] if isinstance(act, Cause)]

    def _refunds(self, right: tuple[int, ...]) -> Iterator[GiveBack]:
        """What is to be refunded yet, by the first refund that is to blame for any of it."""
        for number, place in enumerate(right):
            yield from self._refunds_of(number, len(right), self._held[place])

    def _refunds_of(self, number: int, count: int, held: Held) -> Iterator[GiveBack]:
        causes = self._causes(count)
        of_life = [cause for cause in causes if cause.life == self._placed[number].life]
        known = [cause for cause in of_life if cause.refund_id in held.refund_ids]
        for cause in of_life:
            if cause.refund_id not in held.refund_ids:
                known.append(cause)
                yield from _refund(held, cause.refund_id, targets(self._placed[:count], known)[number])
        if of_life:
            yield from _refund(held, of_life[-1].refund_id, targets(self._placed[:count], of_life)[number])


def _for(act: Act, claimer: str | None) -> Act:
    """An order of a guest who has become a member is the member's."""
    if isinstance(act, Placed) and claimer and act.order.member_id is None:
        return Placed(act.life, act.order.model_copy(update={"member_id": claimer}))
    return act


def _is_within(held: Held, target: Refunded) -> bool:
    lines = zip(
        held.order.amounts, held.refunded.minor, target.minor, held.refunded.quantity, target.quantity, strict=True
    )
    return all(minor <= most if amount else units <= back for amount, minor, most, units, back in lines)


def _refund(held: Held, refund_id: str, target: Refunded) -> Iterator[GiveBack]:
    if _lines_between(held.order, held.refunded, target):
        yield _give_back(held, refund_id, target)


def _give_back(held: Held, refund_id: str, target: Refunded) -> GiveBack:
    lines = _lines_between(held.order, held.refunded, target)
    return GiveBack(held.order_id, Refund(refund_id=_unused(refund_id, held), lines=lines))


def _correction(held: Held) -> GiveBack:
    """The refund of all that is left of what was awarded by mistake, even where that is nothing."""
    lines = _lines_between(held.order, held.refunded, whole(held.order))
    how_much = {"lines": lines} if lines else {"amount": 0}
    refund = Refund.model_validate({"refund_id": CORRECTED, **how_much}, context=STORED)
    return GiveBack(held.order_id, refund, is_correction=True)


def _unused(refund_id: str, held: Held) -> str:
    """The platform's own id; with a number, where more turned out later to be due to it."""
    ids = (refund_id, *(f"{refund_id}.{number}" for number in range(2, len(held.refund_ids) + 3)))
    return next(each for each in ids if each not in held.refund_ids)


def _lines_between(order: Order, before: Refunded, target: Refunded) -> tuple[RefundLine, ...]:
    """What is missing of each line: an amount; of what costs nothing, units."""
    lines = zip(order.lines, order.amounts, before.minor, target.minor, before.quantity, target.quantity, strict=True)
    missing = [
        (line, amount, most - minor if amount else back - units) for line, amount, minor, most, units, back in lines
    ]
    return tuple(
        RefundLine.model_construct(line_id=line.line_id, **{"amount" if amount else "quantity": more})
        for line, amount, more in missing
        if more > 0
    )
