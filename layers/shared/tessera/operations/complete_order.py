"""Complete an order: its return window is over, and a hold that waited for that gets its days (docs/rules.md §3.6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from tessera.domain.book import Book, Mint
from tessera.domain.calendar import day_of, parse_instant, show_instant
from tessera.domain.completing import Completed, Completion, complete, day_completed
from tessera.domain.entries import Record
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.found import OrderFile
from tessera.domain.papers import canonical, packed
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.refunding import nothing_refunded
from tessera.domain.settling import settle, settled
from tessera.domain.shop_orders.heard import id_of
from tessera.domain.views import account_view, award_view
from tessera.domain.write import Progress, Write
from tessera.operations.carrying_out import Answer, Attempt, carry_out
from tessera.operations.case import Case
from tessera.operations.filed_orders import FiledOrder, filed_order
from tessera.operations.holding import holder_of
from tessera.operations.reading import refuse_ahead, settled_book
from tessera.operations.waiting_refunds import parked_with


@dataclass(frozen=True, slots=True)
class _Completing(Case):
    """One completion to be entered, and what it needs."""

    order_id: str
    body: Json
    at: datetime

    @property
    def key(self) -> Key:
        return Key("completion", self.order_id)


def complete_order(
    order_id: str,
    completion: Completion,
    *,
    ledger: Ledger,
    programmes: Programmes,
    patience: Patience,
    mint: Mint,
    now: datetime,
) -> Answer:
    """What is left of an award that waits for the order's completion becomes active so many days after it, or at once
    where that day has come. It is kept of any other order, and changes nothing there. Whatever else the order has
    become, by what the shop's platform told of it, is completed with it.

    The answer is that of `POST /orders/{order_id}/completion`; its `state` is `parked` when the order has not come yet.
    Raises InvalidRequest, Conflict, NoProgramme, Busy.
    """
    at = completion.completed_at or now
    case = _Completing(order_id, canonical(completion), at, ledger=ledger, programmes=programmes, mint=mint, now=now)
    answer = _complete(case, patience)
    complete_what_it_became(order_id, ledger=ledger, programmes=programmes, patience=patience, mint=mint, now=now)
    return answer


def complete_what_it_became(
    order_id: str, *, ledger: Ledger, programmes: Programmes, patience: Patience, mint: Mint, now: datetime
) -> None:
    """Complete with a shop's order that is completed, as of the same instant, those that stand for it besides (`o1~2`);
    any number of times."""
    filed = ledger.filed(Key("completion", order_id))
    if filed is None:
        return
    body = {"completed_at": filed.content["completed_at"]}
    at = parse_instant(body["completed_at"])
    for each in _not_completed(order_id, ledger):
        _complete(_Completing(each, body, at, ledger=ledger, programmes=programmes, mint=mint, now=now), patience)


def _not_completed(order_id: str, ledger: Ledger) -> Iterator[str]:
    for each in (id_of(order_id, number) for number in count(2)):
        file = ledger.order(each)
        if file is None or file.filing is None:
            return
        if file.completion is None:
            yield each


def _complete(case: _Completing, patience: Patience) -> Answer:
    order_id, ledger = case.order_id, case.ledger

    def propose(attempt: Attempt) -> Write:
        refuse_ahead("completed_at", case.at, case.now)
        file = ledger.order(order_id)
        filed = filed_order(file)
        if file is None or filed is None:
            return _park_write(case, file)
        return _write(case, attempt, filed, _moved_on(case, filed, file.progress))

    return carry_out(propose, key=case.key, body=case.body, ledger=ledger, patience=patience, trusting=False)


def _park_write(case: _Completing, file: OrderFile | None) -> Write:
    parked = parked_with(case.order_id, file, {"completed_at": show_instant(case.at)})
    return Write(filings=(_filing(case, "parked"),), park=parked)


def _moved_on(case: _Completing, filed: FiledOrder, progress: Progress | None) -> Progress:
    """Nothing more is refunded, but a refund or a claim that knew of no completion has to look again."""
    if progress is None:
        return Progress(case.order_id, 1, nothing_refunded(filed.order))
    return Progress(case.order_id, progress.count + 1, progress.refunded)


def _write(case: _Completing, attempt: Attempt, filed: FiledOrder, progress: Progress) -> Write:
    account = holder_of(filed, attempt, case.ledger)
    if account is None:
        return Write(filings=(_filing(case, "completed"),), progress=progress)
    if any(credit.lot.is_open for credit in filed.awarded.credits):
        version = case.programmes.version(filed.awarded.version)
        book = settled_book(attempt, account, version, case.now, case.programmes, case.mint)
        return _moving_write(case, book, filed, progress)
    view = account_view(settled(account, case.now, case.current), case.current.programme)
    completed = Completed(_completed_on(case, filed))
    return Write(filings=(_filing(case, "completed", completed=completed, account=view),), progress=progress)


def _moving_write(case: _Completing, book: Book, filed: FiledOrder, progress: Progress) -> Write:
    programme, current = case.programmes.version(filed.awarded.version).programme, case.current
    completed_on = _completed_on(case, filed)
    completed = complete(book, case.order_id, filed.order, filed.awarded, progress.refunded, completed_on, programme)
    today = day_of(book.at, programme.timezone)
    awards = [award_view(programme, name, lot, book.wallet(name), today) for name, lot in completed.lots if lot.units]
    settle(book, current)
    account, record = book.close()
    view = account_view(account, current.programme)
    filing = _filing(case, "completed", awards, completed, view, record)
    return Write(filings=(filing,), account=account, progress=progress, counts=tuple(book.counts))


def _completed_on(case: _Completing, filed: FiledOrder) -> date:
    programme = case.programmes.version(filed.awarded.version).programme
    return day_completed(case.at, filed.awarded, programme.timezone)


def _filing(
    case: _Completing,
    state: str,
    awards: Sequence[Json] = (),
    completed: Completed | None = None,
    account: Json | None = None,
    record: Record | None = None,
) -> Filing:
    """`completed_at` is kept also where it moved nothing: a guest's order may be claimed later."""
    at = show_instant(case.at, case.current.programme.timezone)
    answer = {"order_id": case.order_id, "state": state, "completed_at": at, "awards": [*awards], "account": account}
    content = {"completed_at": show_instant(case.at)} | ({"completed": packed(completed)} if completed else {})
    return Filing(case.key, case.body, answer, content, record)
