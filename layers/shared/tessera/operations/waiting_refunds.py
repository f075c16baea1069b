"""Refunds that came before their order: applied with it, up to what there is to refund (docs/rules.md §4)."""

from collections.abc import Sequence

from tessera.domain.account import Book
from tessera.domain.awarding import Awarded, Burn
from tessera.domain.order import STORED, Order
from tessera.domain.papers import unpacked
from tessera.domain.ports import OrderFile, Parked
from tessera.domain.programme import Programme
from tessera.domain.refunding import (
    Refund,
    Refunded,
    Step,
    minor_between,
    nothing_refunded,
    refunded_up_to_what_is_left,
)
from tessera.domain.undoing import Undone, undo


def waiting_refunds(parked: Parked | None) -> tuple[Refund, ...]:
    """The refunds that wait under an order's key, in order of arrival."""
    return tuple(Refund.model_validate(body, context=STORED) for body in parked.bodies) if parked else ()


def burns_of(awarded: Awarded, file: OrderFile | None, member_id: str | None) -> tuple[Burn, ...]:
    """All redemptions of the member that paid the order: the one it named, and those captured for it beside."""
    captures = file.captures if file else ()
    captured = (unpacked(Burn, each.content["burn"]) for each in captures if each.content["member_id"] == member_id)
    named = (awarded.burn,) if awarded.burn else ()
    known = {burn.redemption_id for burn in named}
    return (*named, *(burn for burn in captured if burn.redemption_id not in known))


def apply_waiting(
    book: Book,
    order_id: str,
    order: Order,
    awarded: Awarded,
    burns: tuple[Burn, ...],
    refunds: Sequence[Refund],
    programme: Programme,
) -> tuple[Refunded, tuple[Undone, ...]]:
    """Undo in the book what the waiting refunds take of an order that was just entered."""
    so_far, undone = nothing_refunded(order), []
    for refund in refunds:
        after = refunded_up_to_what_is_left(order, so_far, refund)
        step = Step(f"refund/{order_id}/{refund.refund_id}", order_id, refund.refund_id, order, so_far, after)
        undone.append(undo(book, step, awarded, burns, programme))
        so_far = after
    return so_far, tuple(undone)


def refunded_by_waiting(order: Order, refunds: Sequence[Refund]) -> tuple[Refunded, tuple[Undone, ...]]:
    """How much of a guest's order the waiting refunds take; nothing else is undone."""
    so_far, undone = nothing_refunded(order), []
    for refund in refunds:
        after = refunded_up_to_what_is_left(order, so_far, refund)
        undone.append(Undone(refund.refund_id, minor_between(so_far, after)))
        so_far = after
    return so_far, tuple(undone)
