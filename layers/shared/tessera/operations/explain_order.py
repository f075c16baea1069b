"""Read an order, and explain it (docs/rules.md §10)."""

from datetime import datetime

from tessera.domain.explanation import explanation
from tessera.domain.filing import Json
from tessera.domain.money import show_minor
from tessera.domain.ports import Ledger, Programmes
from tessera.domain.refusals import UnknownOrder
from tessera.domain.wording import words_of
from tessera.operations.order_story import known_order, story_of


def order_of(order_id: str, *, ledger: Ledger, programmes: Programmes) -> Json:
    """An order: the answer it was given when it was awarded (without the account) and what is refunded of each line.

    Raises UnknownOrder.
    """
    file, filed = known_order(ledger, order_id)
    order = filed.order
    digits = programmes.version(filed.awarded.version).programme.digits
    refunded = file.progress.refunded.minor if file.progress else (0,) * len(order.lines)
    lines = [
        {"line_id": line.line_id, "amount": show_minor(amount, digits), "refunded": show_minor(minor, digits)}
        for line, amount, minor in zip(order.lines, order.amounts, refunded, strict=True)
    ]
    answer = {key: value for key, value in filed.answer.items() if key != "account"}
    return {**answer, "total": show_minor(order.total, digits), "lines": lines}


def explain_order(
    order_id: str,
    *,
    ledger: Ledger,
    programmes: Programmes,
    now: datetime,
    locale: str | None = None,
    asker: str | None = None,
) -> Json:
    """Why the order earned what it did, and what refunds undid: as data and as sentences in the words of a locale.

    `asker` is the member who asks; another member's order is unknown to them. Raises UnknownOrder, and InvalidRequest
    for a language without words.
    """
    words = words_of(programmes.in_force(now).programme, locale)
    story = story_of(order_id, ledger=ledger, programmes=programmes)
    if asker is not None and story.order.member_id != asker:
        raise UnknownOrder(f'There is no order "{order_id}".')
    return explanation(story, words)
