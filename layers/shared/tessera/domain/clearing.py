"""Clearing: what stays of a filing once its member was erased (docs/rules.md §11a).

Amounts stay, and what they are amounts of is gone. What is filed under an order stays as thin as a guest's: refunds are
still judged by it, and move nothing.
"""

from collections.abc import Callable
from dataclasses import replace

from tessera.domain.entries import Entry, Record
from tessera.domain.filing import Filing, Json
from tessera.domain.importing import IMPORTED

CLEARED = "cleared"
"""In the content of whatever is cleared: there is nothing that the same request could be compared with."""

NO_SKU = "-"
OF_A_LINE = ("line_id", "quantity", "unit_price", "discount", "tax", "kind")
OF_AN_ANSWER = (
    "order_id",
    "member_id",
    "awards",
    "shadow",
    "refund_id",
    "state",
    "reversed",
    "restored",
    "completed_at",
)
OF_A_REFUND = ("refund_id", "minor")
NAMED_BY_THE_SHOP = ("claim", "adjustment", "action", "void", "membership", "friend")
"""Causes that name what members did of themselves, or another member: of these only the kind stays."""


def is_cleared(filing: Filing) -> bool:
    """Whether only amounts are left of it."""
    return CLEARED in filing.content


def cleared(filing: Filing) -> Filing:
    """What stays of a filing under an order or, of any other, its record alone."""
    reduced = _BODIES.get(filing.key.kind)
    record = cleared_record(filing.record) if filing.record else None
    if reduced is None:
        return Filing(filing.key, {}, {}, {CLEARED: True}, record)
    return Filing(filing.key, reduced(filing.body), _answer(filing.answer), _content(filing.content), record)


def cleared_record(record: Record) -> Record:
    """The entries of a record, and nothing of what changed beside the wallets."""
    return replace(record, entries=tuple(map(_cleared_entry, record.entries)), changes=())


def cleared_cause(cause: str) -> str:
    """A cause without what names a person or a thing that they did."""
    kind = cause.partition("/")[0]
    return kind if kind in NAMED_BY_THE_SHOP else cause


def _cleared_entry(entry: Entry) -> Entry:
    return replace(entry, cause=cleared_cause(entry.cause))


def _order(body: Json) -> Json:
    """Nobody's order, of so many pieces at such prices."""
    lines = [{"sku": NO_SKU, **_only(OF_A_LINE, line)} for line in body["lines"]]
    return {**_only(("placed_at", "discount", "currency"), body), "lines": lines}


def _as_it_is(body: Json) -> Json:
    return body


def _nobodys(_: Json) -> Json:
    return {"member_id": None}


_BODIES: dict[str, Callable[[Json], Json]] = {
    "order": _order,
    "claimed": _nobodys,
    "refund": _as_it_is,
    "completion": _as_it_is,
}


def _answer(answer: Json) -> Json:
    gone: Json = {name: None for name in ("account", "redemption") if name in answer}
    return {**_only(OF_AN_ANSWER, answer), **gone}


def _content(content: Json) -> Json:
    """By what version an order was awarded and when it counted, of what was refunded the amounts, when it was
    completed, from where it was imported."""
    kept = _only(("completed_at", IMPORTED), content)
    if awarded := content.get("awarded"):
        kept["awarded"] = {**_only(("version", "placed_on"), awarded), "standing": {}}
    if undone := content.get("undone"):
        refunds = undone if isinstance(undone, list) else [undone]
        thin = [_only(OF_A_REFUND, each) for each in refunds]
        kept["undone"] = thin if isinstance(undone, list) else thin[0]
    return {**kept, CLEARED: True}


def _only(names: tuple[str, ...], paper: Json) -> Json:
    return {name: paper[name] for name in names if name in paper}
