"""Hear what the shop's platform tells of an order, and bring the ledger to all that was heard (docs/rules.md §4).

Any order of arrival, and any repetition, ends in one state: what was heard is a set that only grows, what should have
happened follows from the set alone (domain/shop_orders), and each step towards it has its natural key.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count, takewhile
from typing import NamedTuple

from tessera.domain.book import Mint
from tessera.domain.clearing import is_cleared
from tessera.domain.entries import Record
from tessera.domain.filing import Filing
from tessera.domain.found import OrderFile
from tessera.domain.importing import is_brought
from tessera.domain.papers import stored_order
from tessera.domain.ports import EmailKey, Ledger, Patience, Programmes
from tessera.domain.refunding import nothing_refunded
from tessera.domain.refusals import Busy, Conflict, LimitReached, OverRefund
from tessera.domain.shop_orders.bringing import Award, Step, next_step
from tessera.domain.shop_orders.folding import acts_of
from tessera.domain.shop_orders.heard import HEARD_MAX, HEARD_MUCH, Heard, News, Paid, id_of
from tessera.domain.shop_orders.held import Held, Moment
from tessera.domain.shop_orders.past import next_refund_of_past
from tessera.domain.shop_orders.writing import impersonal, mark_of
from tessera.operations.award_order import award_order, refuse_currency
from tessera.operations.complete_order import complete_what_it_became
from tessera.operations.refund_order import refund_order

STEPS_MAX = 1_000
"""More steps than any order takes: each is one award or one refund."""


class _World(NamedTuple):
    ledger: Ledger
    programmes: Programmes
    patience: Patience
    mint: Mint
    now: datetime


def hear_of_order(
    order_id: str,
    heard: Sequence[Heard],
    *,
    ledger: Ledger,
    programmes: Programmes,
    patience: Patience,
    mint: Mint,
    email_key: EmailKey,
    news: News,
    now: datetime,
) -> None:
    """Keep what was heard of an order, and award and refund what follows from all that was heard of it so far. What is
    heard before it is paid waits.

    Of an order whose member was erased nothing is kept, and nothing follows. `email_key` is asked for guests' orders
    only. Raises CurrencyMismatch, of which nothing is kept, UnknownMember, InvalidRequest, LimitReached
    for more than 200 things heard of an order (of which from the hundredth on only those count from which anything
    follows), NoProgramme, Busy; what was done until then stays done, and the same
    call again goes on.
    """
    if _is_of_nobody(order_id, ledger):
        return
    _refuse_currency(heard, programmes)
    _keep(order_id, [impersonal(each, email_key) for each in heard], news)
    world = _World(ledger, programmes, patience, mint, now)
    for _ in patience.attempts():
        if _is_brought_about(order_id, world, news):
            complete_what_it_became(order_id, **world._asdict())
            return
    raise Busy("Much is being heard of this order at once; send the same again.")


def _is_of_nobody(order_id: str, ledger: Ledger) -> bool:
    file = ledger.order(order_id)
    return file is not None and file.filing is not None and is_cleared(file.filing)


def _refuse_currency(heard: Sequence[Heard], programmes: Programmes) -> None:
    """What can never be awarded is not kept: an erasure finds what was heard by the orders that came of it."""
    for each in heard:
        if isinstance(each, Paid):
            refuse_currency(each.order, programmes.in_force(each.order.placed_at))


def _keep(order_id: str, heard: Sequence[Heard], news: News) -> None:
    known = {mark_of(each): each for each in news.of(order_id)}
    new = [each for mark, each in {mark_of(each): each for each in heard}.items() if mark not in known]
    if len(known) + len(new) > HEARD_MUCH:
        new = _telling_more(list(known.values()), new)
    if len(known) + len(new) > HEARD_MAX:
        raise LimitReached(f"At most {HEARD_MAX} things are heard of one order; what it has become is settled.")
    for each in new:
        news.keep(order_id, each)


def _telling_more(known: list[Heard], new: list[Heard]) -> list[Heard]:
    """What follows something from. A platform tells the whole order at each touch of it, its refunds too: the same told
    over and over must not be what leaves no room for the next refund."""
    telling: list[Heard] = []
    acts = acts_of(known)
    for each in new:
        now = acts_of([*known, *telling, each])
        if now != acts or not acts:  # before it is paid nothing follows yet
            telling.append(each)
            acts = now
    return telling


def _is_brought_about(order_id: str, world: _World, news: News) -> bool:
    """Take one step after the other, each after another look at all there is; False where somebody else was quicker."""
    for _ in range(STEPS_MAX):
        step = _next_step(order_id, news.of(order_id), list(_held(order_id, world.ledger)))
        if step is None:
            return True
        try:
            _take(step, world)
        except (Conflict, OverRefund):
            return False
    return False


def _next_step(order_id: str, heard: Sequence[Heard], held: list[Held]) -> Step | None:
    """Of an order that was imported nothing but what is given back of it."""
    if held and held[0].past_since:
        return next_refund_of_past(heard, held[0])
    return next_step(order_id, acts_of(heard), held)


def _take(step: Step, world: _World) -> None:
    if isinstance(step, Award):
        award_order(step.order_id, step.order, email_key=str, **world._asdict())  # what was kept is the key already
    else:
        refund_order(step.order_id, step.refund, is_correction=step.is_correction, **world._asdict())


def _held(order_id: str, ledger: Ledger) -> Iterator[Held]:
    """The orders of the ledger that are of the shop's order, the oldest first: their ids are given one by one."""
    files = ((each, ledger.order(each)) for each in (id_of(order_id, number) for number in count(1)))
    for each, file in takewhile(lambda found: found[1] is not None and found[1].filing is not None, files):
        if file and file.filing:
            yield _held_order(each, file, file.filing)


def _held_order(order_id: str, file: OrderFile, filing: Filing) -> Held:
    order = stored_order(filing.body)
    entered = [(each.record, each.content["undone"]) for each in file.refunds if "undone" in each.content]
    with_it = [(filing.record, each) for each in filing.content.get("undone", ())]
    return Held(
        order_id,
        filing.body,
        order,
        file.progress.refunded if file.progress else nothing_refunded(order),
        frozenset(each.key.id for each in file.refunds),
        _moment(filing.record),
        tuple((_moment(record), tuple(undone["minor"])) for record, undone in (*with_it, *entered)),
        file.claim.body["member_id"] if file.claim else None,
        filing.record.recorded_at if filing.record and is_brought(filing.key, filing.content) else None,
    )


def _moment(record: Record | None) -> Moment | None:
    return Moment(record.member_id, record.seq) if record else None
