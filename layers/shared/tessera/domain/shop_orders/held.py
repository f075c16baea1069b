"""An order as the ledger holds it, beside what should be refunded of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tessera.domain.filing import Json
from tessera.domain.order import STORED, Order
from tessera.domain.refunding import Refund, Refunded, RefundLine
from tessera.domain.shop_orders.targets import whole

CORRECTED = "corrected"
"""The refund of what was awarded by mistake."""


class Moment(NamedTuple):
    """When something was entered for a member: under which number of their records."""

    member_id: str
    number: int


@dataclass(frozen=True, slots=True)
class Held:
    """An order of the ledger: as it came (`body`), what of it is refunded and by which refunds, when it was awarded and
    what each refund took, in minor units by line (a moment is None where nothing was entered, as for a guest), and who
    claimed it. `past_since`: when it was imported, where it had been placed elsewhere before."""

    order_id: str
    body: Json
    order: Order
    refunded: Refunded
    refund_ids: frozenset[str] = frozenset()
    awarded: Moment | None = None
    refunds: tuple[tuple[Moment | None, tuple[int, ...]], ...] = ()
    claimed_by: str | None = None
    past_since: datetime | None = None

    @property
    def is_corrected(self) -> bool:
        """Whether it was awarded by mistake, and that is put right: it is no order any more."""
        return CORRECTED in self.refund_ids

    def refunded_before(self, moment: Moment) -> tuple[int, ...]:
        """What of each line was refunded, in minor units, before something else was entered for the same member."""
        entered = [minor for at, minor in self.refunds if at is None or at.number < moment.number]
        return tuple(sum(lines) for lines in zip(*entered, strict=True)) if entered else (0,) * len(self.order.lines)

    def is_within(self, target: Refunded) -> bool:
        """Whether no more of it is refunded than that."""
        return not _lines_between(self.order, target, self.refunded)

    def refund(self, refund_id: str, target: Refunded) -> Refund | None:
        """The refund that is missing to that; None where none is."""
        lines = _lines_between(self.order, self.refunded, target)
        return Refund(refund_id=self._unused(refund_id), lines=lines) if lines else None

    def correction(self) -> Refund:
        """The refund of all that is left of it, even where that is nothing."""
        nothing = Refund.model_validate({"refund_id": CORRECTED, "amount": 0}, context=STORED)
        return self.refund(CORRECTED, whole(self.order)) or nothing

    def _unused(self, refund_id: str) -> str:
        """The platform's own id; with a number, where more turned out later to be due to it."""
        ids = (refund_id, *(f"{refund_id}.{number}" for number in range(2, len(self.refund_ids) + 3)))
        return next(each for each in ids if each not in self.refund_ids)


def _lines_between(order: Order, before: Refunded, target: Refunded) -> tuple[RefundLine, ...]:
    """What the target has more of each line: an amount; of what costs nothing, units."""
    amounts = ({"amount": most - minor} for minor, most in zip(before.minor, target.minor, strict=True))
    units = ({"quantity": back - out} for out, back in zip(before.quantity, target.quantity, strict=True))
    kinds = zip(order.lines, order.amounts, amounts, units, strict=True)
    missing = [(line.line_id, more if amount else returned) for line, amount, more, returned in kinds]
    return tuple(
        RefundLine.model_validate({"line_id": line_id, **more}, context=STORED)
        for line_id, more in missing
        if next(iter(more.values())) > 0
    )
