"""Hear what the shop's platform tells of an order, and bring the ledger to all that was heard (docs/rules.md §4)."""

from collections.abc import Sequence
from datetime import datetime

from tessera.domain.book import Mint
from tessera.domain.ports import EmailKey, Ledger, Patience, Programmes
from tessera.domain.shop_orders.heard import Heard, News, Paid
from tessera.operations.award_order import award_order


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
    """Keep what was heard of an order, and award and refund what follows from all that was heard of it so far: any
    order of arrival, and any repetition, ends in one state. What is heard before it is paid waits.

    `email_key` is asked for guests' orders only. Raises UnknownMember, CurrencyMismatch, InvalidRequest, LimitReached
    for more than 200 things heard of an order, NoProgramme, Busy; what was done until then stays done, and the same
    call again goes on.
    """
    for each in heard:
        news.keep(order_id, each, now=now)
    paid = [each for each in news.of(order_id) if isinstance(each, Paid)]
    if paid:
        award_order(
            order_id,
            paid[0].order,
            ledger=ledger,
            programmes=programmes,
            patience=patience,
            mint=mint,
            email_key=email_key,
            now=now,
        )
