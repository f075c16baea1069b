"""Read an order, and explain it (docs/rules.md §10)."""

from tessera.domain.awarding import Awarded, evaluated
from tessera.domain.explanation import Story, explanation
from tessera.domain.money import show_minor
from tessera.domain.papers import stored_order, unpacked
from tessera.domain.ports import Filing, Json, Ledger, OrderFile, Programmes
from tessera.domain.refusals import UnknownOrder
from tessera.domain.undoing import Undone
from tessera.operations.waiting_refunds import burns_of


def order_of(order_id: str, *, ledger: Ledger, programmes: Programmes) -> Json:
    """An order: the answer it was given when it was awarded (without the account) and what is refunded of each line.

    Raises UnknownOrder.
    """
    file, filing = _known_order(ledger, order_id)
    order = stored_order(filing.body)
    digits = programmes.version(unpacked(Awarded, filing.content["awarded"]).version).programme.digits
    refunded = file.progress.refunded.minor if file.progress else (0,) * len(order.lines)
    lines = [
        {"line_id": line.line_id, "amount": show_minor(amount, digits), "refunded": show_minor(minor, digits)}
        for line, amount, minor in zip(order.lines, order.amounts, refunded, strict=True)
    ]
    answer = {key: value for key, value in filing.answer.items() if key != "account"}
    return {**answer, "total": show_minor(order.total, digits), "lines": lines}


def explain_order(order_id: str, *, ledger: Ledger, programmes: Programmes, asker: str | None = None) -> Json:
    """Why the order earned what it did, and what refunds undid: as data and as sentences.

    `asker` is the member who asks; another member's order is unknown to them. Raises UnknownOrder.
    """
    file, filing = _known_order(ledger, order_id)
    order = stored_order(filing.body)
    if asker is not None and order.member_id != asker:
        raise UnknownOrder(f'There is no order "{order_id}".')
    awarded = unpacked(Awarded, filing.content["awarded"])
    version = programmes.version(awarded.version)
    evaluation = evaluated(order, version, awarded.standing, awarded.burn)
    burns = burns_of(awarded, file, order.member_id)
    return explanation(Story(order_id, order, awarded, evaluation, burns, _undone(file, filing), version))


def _known_order(ledger: Ledger, order_id: str) -> tuple[OrderFile, Filing]:
    file = ledger.order(order_id)
    if file is None or file.filing is None:
        raise UnknownOrder(f'There is no order "{order_id}".')
    return file, file.filing


def _undone(file: OrderFile, filing: Filing) -> tuple[Undone, ...]:
    """What the refunds undid: those that came before the order, then the others in order of arrival."""
    early = filing.content.get("undone", [])
    later = [refund.content["undone"] for refund in file.refunds if "undone" in refund.content]
    return tuple(unpacked(Undone, each) for each in (*early, *later))
