"""Award a paid order: one read, one transaction (docs/rules.md §3 and §4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tessera.domain.account import Book, Mint
from tessera.domain.awarding import Awarded, enter_award
from tessera.domain.calendar import day_of
from tessera.domain.order import Order
from tessera.domain.papers import canonical, packed
from tessera.domain.ports import Filing, Json, Key, Ledger, Patience, Programmes, Progress, Write
from tessera.domain.refusals import CurrencyMismatch
from tessera.domain.settling import settle
from tessera.domain.standing import Standing
from tessera.domain.tier_nights import review_tier
from tessera.domain.versions import Version
from tessera.domain.views import account_view, award_view, show_units
from tessera.operations.carrying_out import Answer, Attempt, carry_out
from tessera.operations.paying_order import Payment, closing_of, not_covered_by, pay
from tessera.operations.reading import account_for, refuse_ahead, settled_book
from tessera.operations.waiting_refunds import apply_waiting, burns_of, refunded_by_waiting, waiting_refunds


@dataclass(frozen=True, slots=True)
class _Award:
    """One order to be awarded, and what is known before the account is read."""

    order_id: str
    order: Order
    version: Version
    now: datetime
    ledger: Ledger
    programmes: Programmes
    mint: Mint

    @property
    def key(self) -> Key:
        return Key("order", self.order_id)


def award_order(
    order_id: str,
    order: Order,
    *,
    ledger: Ledger,
    programmes: Programmes,
    patience: Patience,
    mint: Mint,
    now: datetime,
) -> Answer:
    """Award an order to its member, by the version in force when it was placed; a guest's order is kept and earns
    nothing. Refunds that came before it are applied with it.

    The answer is that of `PUT /orders/{order_id}`. Raises UnknownMember, CurrencyMismatch, InvalidRequest, Conflict,
    NoProgramme, Busy.
    """
    version = programmes.in_force(order.placed_at)
    award = _Award(order_id, order, version, now, ledger, programmes, mint)

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


def _check(order: Order, version: Version, now: datetime) -> None:
    currency = version.programme.currency
    if order.currency not in (None, currency):
        raise CurrencyMismatch(f"The order is in {order.currency}; the programme is in {currency}.")
    refuse_ahead("placed_at", order.placed_at, now)


def _member_write(award: _Award, attempt: Attempt) -> Write:
    programme = award.version.programme
    account = account_for(attempt, award.ledger, award.order.member_id or "")
    book = settled_book(attempt, account, award.version, award.now, award.programmes, award.mint)
    payment = pay(book, award.order_id, award.order, award.version, award.ledger)
    awarded = enter_award(book, award.order_id, award.order, award.version, payment.burn)
    awards = _awards_view(book, awarded, award.version)
    refunds = waiting_refunds(attempt.waiting)
    file = award.ledger.order(award.order_id) if refunds else None
    burns = burns_of(awarded, file, account.member_id)
    refunded, undone = apply_waiting(book, award.order_id, award.order, awarded, burns, refunds, programme)
    current = award.programmes.in_force(award.now)
    review_tier(book, current)
    settle(book, current)
    account, record = book.close()
    view = account_view(account, current.programme)
    answer = _answer(award, awards, awarded, payment.view, view)
    content = {"awarded": packed(awarded), "undone": [packed(each) for each in undone]}
    filing = Filing(award.key, canonical(award.order), answer, content, record)
    return Write(
        filings=(filing, *_closing(award, payment, view)),
        account=account,
        progress=Progress(award.order_id, 1, refunded) if refunds else None,
        unpark=attempt.waiting,
        counts=tuple(book.counts),
    )


def _closing(award: _Award, payment: Payment, account: Json) -> Iterator[Filing]:
    if payment.burn and payment.is_new:
        yield closing_of(payment.burn, {"order_id": award.order_id}, account, award.version)


def _guest_write(award: _Award, attempt: Attempt) -> Write:
    refunds = waiting_refunds(attempt.waiting)
    refunded, undone = refunded_by_waiting(award.order, refunds)
    placed_on = day_of(award.order.placed_at, award.version.programme.timezone)
    awarded = Awarded(award.version.number, Standing(), placed_on)
    view = not_covered_by(award.order.redemption_id, "unknown") if award.order.redemption_id else None
    content = {"awarded": packed(awarded), "undone": [packed(each) for each in undone]}
    filing = Filing(award.key, canonical(award.order), _answer(award, [], awarded, view, None), content)
    progress = Progress(award.order_id, 1, refunded) if refunds else None
    return Write(filings=(filing,), progress=progress, unpark=attempt.waiting)


def _answer(award: _Award, awards: list[Json], awarded: Awarded, redemption: Json | None, account: Json | None) -> Json:
    programme = award.version.programme
    shadow = [
        {"rule": rule, "wallet": wallet, "amount": show_units(programme, wallet, units)}
        for rule, wallet, units in awarded.shadow
    ]
    member_id = award.order.member_id
    names = ("order_id", "member_id", "awards", "shadow", "redemption", "account")
    return dict(zip(names, (award.order_id, member_id, awards, shadow, redemption, account), strict=True))


def _awards_view(book: Book, awarded: Awarded, version: Version) -> list[Json]:
    today = day_of(book.at, version.programme.timezone)
    return [
        award_view(version.programme, credit.wallet, credit.lot, book.wallet(credit.wallet), today)
        for credit in awarded.credits
    ]
