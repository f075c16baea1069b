"""What the ledger knows of an order, put together again: its award, and refund after refund what undid it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tessera.domain.awarding import Awarded, Burn, evaluated
from tessera.domain.calendar import Zone, day_of
from tessera.domain.clearing import is_cleared
from tessera.domain.earning import Evaluation
from tessera.domain.entries import Record
from tessera.domain.explanation import LateCapture, Refunding, Story
from tessera.domain.found import OrderFile
from tessera.domain.importing import as_refund_of_past, is_brought
from tessera.domain.order import STORED
from tessera.domain.ports import Ledger, Programmes
from tessera.domain.refunding import Refund, Step, nothing_refunded, refunded_after, refunded_up_to_what_is_left
from tessera.domain.refusals import UnknownOrder
from tessera.domain.undoing import Undone
from tessera.domain.versions import Version
from tessera.operations.filed_orders import FiledOrder, filed_order
from tessera.operations.waiting_refunds import burns_of


@dataclass(frozen=True, slots=True)
class _Written:
    """With which of the member's writes something was entered, and on which day; a guest has no writes."""

    seq: int = 0
    on: date | None = None


@dataclass(frozen=True, slots=True)
class _Paid:
    """A redemption that paid the order, and the write that captured it."""

    burn: Burn
    captured: _Written


def known_order(ledger: Ledger, order_id: str) -> tuple[OrderFile, FiledOrder]:
    """All that lies under an order, and the order as it was filed. Raises UnknownOrder."""
    file = ledger.order(order_id)
    filed = filed_order(file)
    if file is None or filed is None:
        raise UnknownOrder(f'There is no order "{order_id}".')
    return file, filed


def story_of(order_id: str, *, ledger: Ledger, programmes: Programmes) -> Story:
    """The whole story of an order. Raises UnknownOrder, also where its member was erased."""
    file, filed = known_order(ledger, order_id)
    if is_cleared(filed.award):
        raise UnknownOrder(f'Of the order "{order_id}" only its amounts are left: its member was erased.')
    order, awarded = filed.order, filed.awarded
    version = programmes.version(awarded.version)
    zone = version.programme.timezone
    burns = burns_of(awarded, file, order.member_id)
    paid = tuple(_Paid(burn, _captured(burn, awarded, ledger, zone)) for burn in burns)
    steps = tuple(_steps(order_id, file, filed, zone))
    return Story(
        order_id,
        order,
        awarded,
        _evaluation(filed, version),
        burns,
        tuple(Refunding(step, undone, _paid_by(paid, written), written.on) for step, undone, written in steps),
        tuple(_late(paid, steps)),
        version,
        filed.completed,
        is_claimed=file.claim is not None,
        is_imported=is_brought(filed.award.key, filed.award.content),
    )


def _evaluation(filed: FiledOrder, version: Version) -> Evaluation:
    """What the order earned; one that was placed before, elsewhere, earned nothing here."""
    evaluation = evaluated(filed.order, version, filed.awarded.standing, filed.awarded.burn)
    is_past = is_brought(filed.award.key, filed.award.content)
    return evaluation._replace(awards=(), shadow=()) if is_past else evaluation


def _captured(burn: Burn, awarded: Awarded, ledger: Ledger, zone: Zone) -> _Written:
    """What the order names is captured with it or before it; the rest has a closing that says when."""
    if awarded.burn and awarded.burn.redemption_id == burn.redemption_id:
        return _Written()
    file = ledger.redemption(burn.redemption_id)
    return _written(file.closing.record if file and file.closing else None, zone)


def _written(record: Record | None, zone: Zone) -> _Written:
    return _Written(record.seq, day_of(record.recorded_at, zone)) if record else _Written()


def _paid_by(paid: tuple[_Paid, ...], written: _Written) -> tuple[Burn, ...]:
    return tuple(each.burn for each in paid if each.captured.seq < written.seq)


def _steps(order_id: str, file: OrderFile, filed: FiledOrder, zone: Zone) -> Iterator[tuple[Step, Undone, _Written]]:
    """The refunds in order of arrival: those entered with the award, as far as there was something left to refund, then
    the others."""
    requests, so_far = {each.key.id: each for each in file.refunds}, nothing_refunded(filed.order)
    with_award = _written(filed.award.record, zone)
    is_past = is_brought(filed.award.key, filed.award.content)
    for place, undone in enumerate(filed.undone):
        request = requests[undone.refund_id]
        refund = Refund.model_validate(request.body, context=STORED)
        refund = as_refund_of_past(refund, filed.order) if is_past else refund
        is_early = place < len(filed.award.content.get("undone", []))
        after = (refunded_up_to_what_is_left if is_early else refunded_after)(filed.order, so_far, refund)
        step = Step(request.key.cause, order_id, undone.refund_id, filed.order, so_far, after)
        yield step, undone, with_award if is_early else _written(request.record, zone)
        so_far = after


def _late(paid: tuple[_Paid, ...], steps: tuple[tuple[Step, Undone, _Written], ...]) -> Iterator[LateCapture]:
    """The captures that came after refunds."""
    for each in paid:
        before = [step for step, _, written in steps if written.seq < each.captured.seq]
        if before and each.captured.on:
            yield LateCapture(each.burn, before[-1].after, each.captured.on)
