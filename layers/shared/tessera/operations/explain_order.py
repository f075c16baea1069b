"""Read an order, and explain it (docs/rules.md §10)."""

from tessera.domain.awarding import evaluated
from tessera.domain.explanation import Story, explanation
from tessera.domain.money import show_minor
from tessera.domain.ports import Json, Ledger, OrderFile, Programmes
from tessera.domain.refusals import UnknownOrder
from tessera.operations.filed_orders import FiledOrder, filed_order
from tessera.operations.waiting_refunds import burns_of


def order_of(order_id: str, *, ledger: Ledger, programmes: Programmes) -> Json:
    """An order: the answer it was given when it was awarded (without the account) and what is refunded of each line.

    Raises UnknownOrder.
    """
    file, filed = _known_order(ledger, order_id)
    order = filed.order
    digits = programmes.version(filed.awarded.version).programme.digits
    refunded = file.progress.refunded.minor if file.progress else (0,) * len(order.lines)
    lines = [
        {"line_id": line.line_id, "amount": show_minor(amount, digits), "refunded": show_minor(minor, digits)}
        for line, amount, minor in zip(order.lines, order.amounts, refunded, strict=True)
    ]
    answer = {key: value for key, value in filed.answer.items() if key != "account"}
    return {**answer, "total": show_minor(order.total, digits), "lines": lines}


def explain_order(order_id: str, *, ledger: Ledger, programmes: Programmes, asker: str | None = None) -> Json:
    """Why the order earned what it did, and what refunds undid: as data and as sentences.

    `asker` is the member who asks; another member's order is unknown to them. Raises UnknownOrder.
    """
    file, filed = _known_order(ledger, order_id)
    order, awarded = filed.order, filed.awarded
    if asker is not None and order.member_id != asker:
        raise UnknownOrder(f'There is no order "{order_id}".')
    version = programmes.version(awarded.version)
    evaluation = evaluated(order, version, awarded.standing, awarded.burn)
    burns = burns_of(awarded, file, order.member_id)
    return explanation(Story(order_id, order, awarded, evaluation, burns, filed.undone, version, filed.completed))


def _known_order(ledger: Ledger, order_id: str) -> tuple[OrderFile, FiledOrder]:
    file = ledger.order(order_id)
    filed = filed_order(file)
    if file is None or filed is None:
        raise UnknownOrder(f'There is no order "{order_id}".')
    return file, filed
