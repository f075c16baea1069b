"""Refunds that came before their order: applied with it, up to what there is to refund (docs/rules.md §4)."""

from collections.abc import Sequence

from tessera.domain.account import Book
from tessera.domain.awarding import Awarded
from tessera.domain.order import STORED, Order
from tessera.domain.programme import Programme
from tessera.domain.refunding import Refund, Refunded, nothing_refunded, refunded_up_to_what_is_left
from tessera.domain.undoing import Step, Undone, undo
from tessera.operations.ports import Parked


def waiting_refunds(parked: Parked | None) -> tuple[Refund, ...]:
    """The refunds that wait under an order's key, in order of arrival."""
    return tuple(Refund.model_validate(body, context=STORED) for body in parked.bodies) if parked else ()


def apply_waiting(
    book: Book, order_id: str, order: Order, awarded: Awarded, refunds: Sequence[Refund], programme: Programme
) -> tuple[Refunded, tuple[Undone, ...]]:
    """Undo in the book what the waiting refunds take of an order that was just entered."""
    so_far, undone = nothing_refunded(order), []
    burns = (awarded.burn,) if awarded.burn else ()
    for refund in refunds:
        after = refunded_up_to_what_is_left(order, so_far, refund)
        step = Step(f"refund/{order_id}/{refund.refund_id}", refund.refund_id, order, so_far, after)
        undone.append(undo(book, step, awarded, burns, programme))
        so_far = after
    return so_far, tuple(undone)


def refunded_by_waiting(order: Order, refunds: Sequence[Refund]) -> Refunded:
    """How much of a guest's order the waiting refunds take."""
    so_far = nothing_refunded(order)
    for refund in refunds:
        so_far = refunded_up_to_what_is_left(order, so_far, refund)
    return so_far
