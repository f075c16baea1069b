"""Award a paid order: one read, one transaction (docs/rules.md §3 and §4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tessera.domain.awarding import Awarded
from tessera.domain.book import Mint
from tessera.domain.calendar import day_of
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.order import Order
from tessera.domain.papers import canonical, packed
from tessera.domain.ports import EmailKey, Ledger, Patience, Programmes
from tessera.domain.refusals import CurrencyMismatch
from tessera.domain.standing import Standing
from tessera.domain.versions import Version
from tessera.domain.write import GuestOrder, Progress, Write
from tessera.operations.carrying_out import Answer, Attempt, carry_out
from tessera.operations.case import Case
from tessera.operations.entering_order import PlacedOrder, enter_order, order_answer
from tessera.operations.paying_order import Payment, closing_of, not_covered_by, pay
from tessera.operations.reading import refuse_ahead
from tessera.operations.waiting_refunds import arrived_before, refunded_by_waiting


@dataclass(frozen=True, slots=True)
class _Award(Case):
    """One order to be awarded, and what is known before the account is read."""

    order_id: str
    order: Order
    version: Version
    email_key: EmailKey

    @property
    def key(self) -> Key:
        return Key("order", self.order_id)

    @property
    def placed(self) -> PlacedOrder:
        return PlacedOrder(self.order_id, self.order, self.version)


def award_order(
    order_id: str,
    order: Order,
    *,
    ledger: Ledger,
    programmes: Programmes,
    patience: Patience,
    mint: Mint,
    email_key: EmailKey,
    now: datetime,
) -> Answer:
    """Award an order to its member, by the version in force when it was placed; a guest's order is kept and earns
    nothing unless its e-mail enrols in time. Refunds and a completion that came before it are applied with it.

    The answer is that of `PUT /orders/{order_id}`. `email_key` is asked for guests' orders only. Raises UnknownMember,
    CurrencyMismatch, InvalidRequest, Conflict, NoProgramme, Busy.
    """
    version = programmes.in_force(order.placed_at)
    award = _Award(order_id, order, version, email_key, ledger=ledger, programmes=programmes, mint=mint, now=now)

    def propose(attempt: Attempt) -> Write:
        _check(order, version, now)
        return _member_write(award, attempt) if order.member_id else _guest_write(award, attempt)

    return carry_out(
        propose,
        key=award.key,
        body=canonical(order),
        ledger=ledger,
        patience=patience,
        trusting=order.redemption_id is None,
    )


def refuse_currency(order: Order, version: Version) -> None:
    """Raises CurrencyMismatch for an order in another currency than the programme's."""
    currency = version.programme.currency
    if order.currency not in (None, currency):
        raise CurrencyMismatch(f"The order is in {order.currency}; the programme is in {currency}.")


def _check(order: Order, version: Version, now: datetime) -> None:
    refuse_currency(order, version)
    refuse_ahead("placed_at", order.placed_at, now)


def _member_write(award: _Award, attempt: Attempt) -> Write:
    book = award.book(attempt, award.order.member_id or "", award.version)
    payment = pay(book, award.order_id, award.order, award.version, award.ledger)
    arrived = arrived_before(attempt.waiting)
    file = award.ledger.order(award.order_id) if arrived.refunds else None
    entered = enter_order(book, award.placed, payment.burn, arrived, file, award.current)
    answer = order_answer(award.placed, entered.awards, entered.awarded, payment.view, entered.view)
    filing = Filing(award.key, canonical(award.order), answer, entered.content, entered.record)
    return Write(
        filings=(filing, *_closing(award, payment, entered.view)),
        account=entered.account,
        progress=Progress(award.order_id, 1, entered.refunded) if arrived.refunds else None,
        unpark=attempt.waiting,
        counts=tuple(book.counts),
    )


def _closing(award: _Award, payment: Payment, account: Json) -> Iterator[Filing]:
    if payment.burn and payment.is_new:
        yield closing_of(payment.burn, {"order_id": award.order_id}, account, award.version)


def _guest_write(award: _Award, attempt: Attempt) -> Write:
    refunds = arrived_before(attempt.waiting).refunds
    applied = refunded_by_waiting(award.order, refunds)
    placed_on = day_of(award.order.placed_at, award.version.programme.timezone)
    awarded = Awarded(award.version.number, Standing(), placed_on)
    view = not_covered_by(award.order.redemption_id, "unknown") if award.order.redemption_id else None
    content = {"awarded": packed(awarded), **applied.content}
    filing = Filing(award.key, canonical(award.order), order_answer(award.placed, [], awarded, view, None), content)
    progress = Progress(award.order_id, 1, applied.refunded) if refunds else None
    return Write(filings=(filing,), progress=progress, unpark=attempt.waiting, guest=_look_up(award, placed_on))


def _look_up(award: _Award, placed_on: date) -> GuestOrder | None:
    """By what the order is found if its e-mail enrols in time; nothing of one that came too late for that."""
    guests, email = award.version.programme.guests, award.order.email
    if guests is None or not email:
        return None
    until = placed_on + timedelta(days=guests.claim_days)
    if until < day_of(award.now, award.version.programme.timezone):
        return None
    return GuestOrder(award.email_key(email), award.order_id, until, award.order.placed_at, award.now)
