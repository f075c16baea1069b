"""Import an order that was placed before: it counts, and earns nothing (docs/rules.md §13)."""

from dataclasses import dataclass
from datetime import datetime

from tessera.domain.book import Book
from tessera.domain.filing import Filing, Key
from tessera.domain.importing import IMPORTED, as_refund_of_past, enter_past_order
from tessera.domain.order import Order
from tessera.domain.papers import canonical, packed
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.refusals import CurrencyMismatch
from tessera.domain.segmenting import stand_in_silence
from tessera.domain.settling import settle
from tessera.domain.tier_nights import review_tier
from tessera.domain.versions import Version
from tessera.domain.views import account_view
from tessera.domain.write import Progress, Write
from tessera.operations.carrying_out import Answer, Attempt, carry_out
from tessera.operations.entering_order import PlacedOrder, order_answer
from tessera.operations.reading import account_for, refuse_ahead, settled_book
from tessera.operations.waiting_refunds import apply_arrived, arrived_before


@dataclass(frozen=True, slots=True)
class _Past:
    """An order of before, where it comes from, and the versions in force when it was placed and now."""

    placed: PlacedOrder
    source: str
    current: Version

    @property
    def key(self) -> Key:
        """That of any order: what has been imported is never awarded, and the other way round."""
        return Key("order", self.placed.order_id)


def import_order(
    order_id: str,
    order: Order,
    *,
    source: str,
    ledger: Ledger,
    programmes: Programmes,
    patience: Patience,
    now: datetime,
) -> Answer:
    """Count a member's past order for tiers and segments. Refunds that came before it are applied with it.

    The answer is that of `PUT /orders/{order_id}`, without awards. Raises UnknownMember, CurrencyMismatch,
    InvalidRequest, Conflict where the order is known with other content, Busy.
    """
    version, current = programmes.in_force(order.placed_at), programmes.in_force(now)
    past = _Past(PlacedOrder(order_id, order, version), source, current)

    def propose(attempt: Attempt) -> Write:
        _check(order, version, now)
        account = account_for(attempt, ledger, order.member_id or "")
        return _write(past, attempt, settled_book(attempt, account, version, now, programmes, None))

    body = canonical(order)
    return carry_out(propose, key=past.key, body=body, ledger=ledger, patience=patience, trusting=True)


def _check(order: Order, version: Version, now: datetime) -> None:
    currency = version.programme.currency
    if order.currency not in (None, currency):
        raise CurrencyMismatch(f"The order is in {order.currency}; the programme is in {currency}.")
    refuse_ahead("placed_at", order.placed_at, now)


def _write(past: _Past, attempt: Attempt, book: Book) -> Write:
    order_id, order, version = past.placed
    awarded = enter_past_order(book, order, version)
    review_tier(book, past.current)
    arrived = arrived_before(attempt.waiting)
    arrived = arrived._replace(refunds=tuple(as_refund_of_past(each, order) for each in arrived.refunds))
    applied = apply_arrived(book, order_id, order, awarded, (), arrived, version.programme)
    stand_in_silence(book, past.current)
    settle(book, past.current)
    account, record = book.close()
    answer = order_answer(past.placed, [], awarded, None, account_view(account, past.current.programme))
    content = {"awarded": packed(awarded), **applied.content, IMPORTED: past.source}
    return Write(
        filings=(Filing(past.key, canonical(order), answer, content, record),),
        account=account,
        progress=Progress(order_id, 1, applied.refunded) if arrived.refunds else None,
        unpark=attempt.waiting,
        counts=tuple(book.counts),
    )
