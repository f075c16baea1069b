"""Refund an order, in part or whole; one that comes before its order waits for it (docs/rules.md §4)."""

from dataclasses import dataclass
from datetime import datetime

from tessera.domain.awarding import Awarded, Burn
from tessera.domain.book import Book, Mint
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.found import OrderFile
from tessera.domain.importing import as_refund_of_past, is_brought
from tessera.domain.papers import canonical, packed
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.refunding import Refund, Refunded, Step, minor_between, nothing_refunded, refunded_after
from tessera.domain.refusals import LimitReached
from tessera.domain.settling import settle
from tessera.domain.tier_nights import withdraw_raise
from tessera.domain.undoing import Undone, undo
from tessera.domain.unfriending import undo_referral
from tessera.domain.versions import Version
from tessera.domain.views import account_view, moves_view
from tessera.domain.write import Progress, Write
from tessera.operations.after_effects import credits_of_order
from tessera.operations.carrying_out import Answer, Attempt, carry_out
from tessera.operations.case import Case
from tessera.operations.filed_orders import FiledOrder, filed_order
from tessera.operations.holding import holder_of
from tessera.operations.reading import settled_book
from tessera.operations.waiting_refunds import burns_of, is_refund, parked_with

# What waits for an order lies in one item under its key, and is applied with it in one transaction.
WAITING_MAX = 10
WAITING_LINES_MAX = 1_000


@dataclass(frozen=True, slots=True)
class _Refunding(Case):
    """One refund to be entered, and what it needs."""

    order_id: str
    refund: Refund
    is_correction: bool = False

    @property
    def key(self) -> Key:
        return Key("refund", self.order_id, self.refund.refund_id)


def refund_order(
    order_id: str,
    refund: Refund,
    *,
    ledger: Ledger,
    programmes: Programmes,
    patience: Patience,
    mint: Mint,
    now: datetime,
    is_correction: bool = False,
) -> Answer:
    """Undo what the refunded part of an order earned and burned, by what was recorded with it. A correction is of an
    order that should never have been awarded: it takes back too what a refund leaves, the tier that the order gave.

    The answer is that of `POST /orders/{order_id}/refunds`; its `state` is `parked` when the order has not come yet.
    Raises OverRefund, InvalidRequest, LimitReached when too much waits for the order, Conflict, Busy.
    """
    case = _Refunding(order_id, refund, is_correction, ledger=ledger, programmes=programmes, mint=mint, now=now)

    def propose(attempt: Attempt) -> Write:
        file = ledger.order(order_id)
        filed = filed_order(file)
        return _refund_write(case, attempt, file, filed) if file and filed else _park_write(case, file)

    return carry_out(propose, key=case.key, body=canonical(refund), ledger=ledger, patience=patience, trusting=False)


def _park_write(case: _Refunding, file: OrderFile | None) -> Write:
    body = canonical(case.refund)
    parked = parked_with(case.order_id, file, body)
    waiting = [each for each in parked.bodies if is_refund(each)]
    if len(waiting) > WAITING_MAX or sum(len(each.get("lines", ())) for each in waiting) > WAITING_LINES_MAX:
        most = f"At most {WAITING_MAX} refunds of {WAITING_LINES_MAX} lines in all wait for an order"
        raise LimitReached(f"{most}; send the order first.")
    return Write(filings=(Filing(case.key, body, _unmoved(case, "parked")),), park=parked)


def _refund_write(case: _Refunding, attempt: Attempt, file: OrderFile, filed: FiledOrder) -> Write:
    order, awarded = filed.order, filed.awarded
    before = file.progress.refunded if file.progress else nothing_refunded(order)
    is_past = is_brought(filed.award.key, filed.award.content)
    after = refunded_after(order, before, as_refund_of_past(case.refund, order) if is_past else case.refund)
    progress = Progress(case.order_id, (file.progress.count if file.progress else 0) + 1, after)
    step = Step(case.key.cause, case.order_id, case.refund.refund_id, order, before, after)
    account = holder_of(filed, attempt, case.ledger)
    if account is None:
        return Write(filings=(_guest_filing(case, before, after),), progress=progress)
    version = case.programmes.version(awarded.version)
    book = settled_book(attempt, account, version, case.now, case.programmes, case.mint)
    file = case.ledger.order(case.order_id) or file  # a capture moves the account alone: look after it was read
    return _member_write(case, book, step, awarded, burns_of(awarded, file, account.member_id), progress)


def _member_write(
    case: _Refunding, book: Book, step: Step, awarded: Awarded, burns: tuple[Burn, ...], progress: Progress
) -> Write:
    version = case.programmes.version(awarded.version)
    entered = undo(book, step, awarded, burns, version.programme)
    undone = undo_referral(book, case.order_id, step, awarded, entered, version.programme)
    current = case.current
    if case.is_correction and awarded.raised:
        withdraw_raise(book, awarded.raised, current)
    settle(book, current)
    account, record = book.close()
    answer = _answer(undone, version, account_view(account, current.programme))
    content = {"undone": packed(undone), **credits_of_order(case.order_id, awarded)}
    filing = Filing(case.key, canonical(case.refund), answer, content, record)
    return Write(filings=(filing,), account=account, progress=progress, counts=tuple(book.counts))


def _guest_filing(case: _Refunding, before: Refunded, after: Refunded) -> Filing:
    undone = {"undone": packed(Undone(case.refund.refund_id, minor_between(before, after)))}
    return Filing(case.key, canonical(case.refund), _unmoved(case, "refunded"), undone)


def _unmoved(case: _Refunding, state: str) -> Json:
    return {"refund_id": case.refund.refund_id, "state": state, "reversed": [], "restored": [], "account": None}


def _answer(undone: Undone, version: Version, account: Json) -> Json:
    programme = version.programme
    return {
        "refund_id": undone.refund_id,
        "state": "refunded",
        "reversed": moves_view(programme, undone.reversed, -1),
        "restored": moves_view(programme, undone.restored, +1),
        "account": account,
    }
