"""The next step that brings the ledger nearer to all that was heard of an order; none once it is there.

What the ledger holds of it must have come about in the order in which things happened: an order is awarded once what
had been given back before it was refunded, and nothing else. Otherwise (late news was of something earlier) what is
wrong is refunded whole, which by the law of docs/rules.md §4 is as if it had never been, and awarded again.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tessera.domain.order import Order
from tessera.domain.papers import canonical
from tessera.domain.refunding import Refund, Refunded
from tessera.domain.shop_orders.folding import Act, Cause, Placed
from tessera.domain.shop_orders.heard import id_of
from tessera.domain.shop_orders.held import Held
from tessera.domain.shop_orders.targets import targets


class Award(NamedTuple):
    """An order to be awarded."""

    order_id: str
    order: Order


class GiveBack(NamedTuple):
    """A refund to be entered; a correction is that of an order which should never have been awarded."""

    order_id: str
    refund: Refund
    is_correction: bool = False


Step = Award | GiveBack


def next_step(order_id: str, acts: Sequence[Act], held: Sequence[Held]) -> Step | None:
    """The next step; `held` are the orders of the ledger that stand for the shop's order, the oldest first."""
    return _Comparison(order_id, acts, held).next_step()


class _Comparison:
    """What should have happened, beside what the ledger holds. `right` are the places of those held orders that are the
    first ones that should have been awarded, one after the other."""

    def __init__(self, order_id: str, acts: Sequence[Act], held: Sequence[Held]) -> None:
        self._order_id, self._held = order_id, held
        claimer = next((each.claimed_by for each in held if each.claimed_by), None)
        self._acts = [_for(each, claimer) for each in acts]
        self._placed = [each for each in self._acts if isinstance(each, Placed)]

    def next_step(self) -> Step | None:
        """What is wrong goes first, the last of it before the others; then what is right is refunded as it should be;
        then the next order comes."""
        right = self._right(())
        wrong = [each for place, each in enumerate(self._held) if place not in right and not each.is_corrected]
        if wrong:
            return GiveBack(wrong[-1].order_id, wrong[-1].correction(), is_correction=True)
        if refund := next(self._refunds(right), None):
            return refund
        if len(right) == len(self._placed):
            return None
        return Award(id_of(self._order_id, len(self._held) + 1), self._placed[len(right)].order)

    def _right(self, so_far: tuple[int, ...]) -> tuple[int, ...]:
        """The longest row of held orders that begins so, is what should have been awarded, and can stay."""
        longest = so_far if self._can_stay(so_far) else ()
        if len(so_far) == len(self._placed):
            return longest
        for place in range(so_far[-1] + 1 if so_far else 0, len(self._held)):
            if self._goes_on(so_far, place):
                longest = max(longest, self._right((*so_far, place)), key=len)
        return longest

    def _can_stay(self, right: tuple[int, ...]) -> bool:
        """Whether no more of these is refunded than should be before the next order is awarded."""
        wished = self._targets(len(right))
        return all(self._held[place].is_within(target) for place, target in zip(right, wished, strict=True))

    def _goes_on(self, so_far: tuple[int, ...], place: int) -> bool:
        """Whether a held order is the next that should have been awarded, and was when all before it was done."""
        held = self._held[place]
        return self._is(held, self._placed[len(so_far)].order) and self._came_in_time(held, so_far, place)

    def _is(self, held: Held, order: Order) -> bool:
        as_claimed = {**held.body, "member_id": held.claimed_by}
        return not held.is_corrected and canonical(order) in (held.body, as_claimed)

    def _came_in_time(self, held: Held, so_far: tuple[int, ...], place: int) -> bool:
        """For a guest nothing was entered, so there is no time that could be wrong."""
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
        """What is to be refunded yet."""
        for number, place in enumerate(right):
            held, placed = self._held[place], self._placed[: len(right)]
            causes = [each for each in self._causes(len(right)) if each.life == placed[number].life]
            for refund_id, known in _one_by_one(causes, held):
                if refund := held.refund(refund_id, targets(placed, known)[number]):
                    yield GiveBack(held.order_id, refund)


def _one_by_one(causes: list[Cause], held: Held) -> Iterator[tuple[str, list[Cause]]]:
    """The refunds that are not filed yet, in turn, each with all causes that count by then; and the last one, for what
    is due to none of them."""
    filed = set(held.refund_ids)
    for cause in causes:
        if cause.refund_id not in held.refund_ids:
            filed.add(cause.refund_id)
            yield cause.refund_id, [each for each in causes if each.refund_id in filed]
    if causes:
        yield causes[-1].refund_id, causes


def _for(act: Act, claimer: str | None) -> Act:
    """An order of a guest who has become a member is the member's."""
    if isinstance(act, Placed) and claimer and act.order.member_id is None:
        return Placed(act.life, act.order.model_copy(update={"member_id": claimer}))
    return act
