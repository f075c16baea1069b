"""What came before its order, or before a guest's order had a member: refunds, applied up to what there is to refund,
and its completion (docs/rules.md §4)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from tessera.domain.awarding import Awarded, Burn
from tessera.domain.book import Book
from tessera.domain.completing import Completed, Completion, complete, day_completed
from tessera.domain.filing import Json
from tessera.domain.found import OrderFile
from tessera.domain.order import STORED, Order
from tessera.domain.papers import packed, unpacked
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
from tessera.domain.unfriending import undo_referral
from tessera.domain.write import Parked


class Arrived(NamedTuple):
    """What came for an order before it was entered: its refunds in order of arrival, and when it was completed."""

    refunds: tuple[Refund, ...] = ()
    completed_at: datetime | None = None

    @classmethod
    def of(cls, bodies: Sequence[Json]) -> "Arrived":
        """That of these bodies; all but a completion say which refund they are."""
        refunds = tuple(Refund.model_validate(body, context=STORED) for body in bodies if is_refund(body))
        completions = (Completion.model_validate(body) for body in bodies if not is_refund(body))
        return cls(refunds, next((each.completed_at for each in completions), None))


class Applied(NamedTuple):
    """How much of an order is refunded by what came before it, what that undid, and what its completion did."""

    refunded: Refunded
    undone: tuple[Undone, ...]
    completed: Completed | None = None

    @property
    def content(self) -> Json:
        """What is kept of it with the award."""
        completed = {"completed": packed(self.completed)} if self.completed else {}
        return {"undone": [packed(each) for each in self.undone]} | completed


def is_refund(body: Json) -> bool:
    """Whether what waits under an order's key is a refund, and not its completion."""
    return "refund_id" in body


def parked_with(order_id: str, file: OrderFile | None, body: Json) -> Parked:
    """What waits for an order once this does too."""
    return Parked(order_id, (*(file.parked.bodies if file and file.parked else ()), body))


def arrived_before(parked: Parked | None) -> Arrived:
    """What waits under an order's key."""
    return Arrived.of(parked.bodies if parked else ())


def burns_of(awarded: Awarded, file: OrderFile | None, member_id: str | None) -> tuple[Burn, ...]:
    """All redemptions of the member that paid the order: the one it named, and those captured for it beside."""
    captures = file.captures if file else ()
    captured = (unpacked(Burn, each.content["burn"]) for each in captures if each.content["member_id"] == member_id)
    named = (awarded.burn,) if awarded.burn else ()
    known = {burn.redemption_id for burn in named}
    return (*named, *(burn for burn in captured if burn.redemption_id not in known))


def apply_arrived(
    book: Book,
    order_id: str,
    order: Order,
    awarded: Awarded,
    burns: tuple[Burn, ...],
    arrived: Arrived,
    programme: Programme,
) -> Applied:
    """Undo in the book what the refunds take of an order that was just entered, and complete what is left."""
    refunded, undone = _apply_refunds(book, order_id, order, awarded, burns, arrived.refunds, programme)
    if arrived.completed_at is None:
        return Applied(refunded, undone)
    completed_on = day_completed(arrived.completed_at, awarded, programme.timezone)
    return Applied(refunded, undone, complete(book, order_id, order, awarded, refunded, completed_on, programme))


def _apply_refunds(
    book: Book,
    order_id: str,
    order: Order,
    awarded: Awarded,
    burns: tuple[Burn, ...],
    refunds: Sequence[Refund],
    programme: Programme,
) -> tuple[Refunded, tuple[Undone, ...]]:
    so_far, undone = nothing_refunded(order), []
    for refund in refunds:
        after = refunded_up_to_what_is_left(order, so_far, refund)
        step = Step(f"refund/{order_id}/{refund.refund_id}", order_id, refund.refund_id, order, so_far, after)
        entered = undo(book, step, awarded, burns, programme)
        undone.append(undo_referral(book, order_id, step, awarded, entered, programme))
        so_far = after
    return so_far, tuple(undone)


def refunded_by_waiting(order: Order, refunds: Sequence[Refund]) -> Applied:
    """How much of a guest's order the waiting refunds take; nothing else is undone."""
    so_far, undone = nothing_refunded(order), []
    for refund in refunds:
        after = refunded_up_to_what_is_left(order, so_far, refund)
        undone.append(Undone(refund.refund_id, minor_between(so_far, after)))
        so_far = after
    return Applied(so_far, tuple(undone))
