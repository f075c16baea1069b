"""An order as it lies in the ledger: whose it is by now, what it earned, and what has become of it since."""

from collections.abc import Iterator
from typing import NamedTuple

from tessera.domain.awarding import Awarded
from tessera.domain.completing import Completed, as_completed
from tessera.domain.filing import Filing, Json
from tessera.domain.found import OrderFile
from tessera.domain.order import Order
from tessera.domain.papers import stored_order, unpacked
from tessera.domain.undoing import Undone
from tessera.operations.waiting_refunds import Arrived


class FiledOrder(NamedTuple):
    """An order that has come. `order` names the member who claimed it, if a guest placed it; `awarded` has the lots
    that its completion gave it; `undone` is what refunds undid, in order of arrival; `award` is the filing of the
    award: the order's own, or the claim of a guest's."""

    order: Order
    awarded: Awarded
    undone: tuple[Undone, ...]
    completed: Completed | None
    award: Filing

    @property
    def answer(self) -> Json:
        """What was answered when it was awarded."""
        return self.award.answer


def filed_order(file: OrderFile | None) -> FiledOrder | None:
    """The order of a file; None as long as it has not come."""
    if file is None or file.filing is None:
        return None
    award = file.claim or file.filing
    order, awarded = stored_order(file.filing.body), unpacked(Awarded, award.content["awarded"])
    if file.claim:
        order = order.model_copy(update={"member_id": file.claim.body["member_id"]})
    completed = _completed(award, file.completion)
    if completed:
        awarded = as_completed(awarded, completed)
    return FiledOrder(order, awarded, tuple(_undone(award, file)), completed, award)


def arrived_for(file: OrderFile, filed: FiledOrder) -> Arrived:
    """What came for a guest's order so far: its refunds in order of arrival, and when it was completed."""
    refunds = {refund.key.id: refund.body for refund in file.refunds}
    completions = [file.completion.content] if file.completion else []
    return Arrived.of([*(refunds[undone.refund_id] for undone in filed.undone), *completions])


def _completed(award: Filing, completion: Filing | None) -> Completed | None:
    """What came of the completion: entered with the award if that came later, else with itself."""
    content = award.content.get("completed") or (completion.content.get("completed") if completion else None)
    return unpacked(Completed, content) if content else None


def _undone(award: Filing, file: OrderFile) -> Iterator[Undone]:
    """What the refunds undid: those that were entered with the award, then the others in order of arrival."""
    with_it = [unpacked(Undone, each) for each in award.content.get("undone", [])]
    yield from with_it
    known = {each.refund_id for each in with_it}
    later = (refund.content for refund in file.refunds if refund.key.id not in known)
    yield from (unpacked(Undone, content["undone"]) for content in later if "undone" in content)
