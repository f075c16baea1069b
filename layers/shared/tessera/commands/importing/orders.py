"""Past orders of an export, read row by row."""

from collections import Counter
from datetime import datetime
from typing import Any

from tessera.commands.importing.items import MONEY, Desk, Fault, Item, PastOrder, Sorted, about, asked
from tessera.commands.importing.mapping import Column
from tessera.commands.importing.reading import Export, Row, left_out
from tessera.commands.importing.values import instant_in, minor_of
from tessera.commands.importing.whose import Whose, id_in, owner_of
from tessera.domain.calendar import show_instant
from tessera.domain.money import show_minor
from tessera.domain.order import Order, Reading
from tessera.domain.programme.values import ID
from tessera.domain.refusals import InvalidRequest
from tessera.edge.bodies import read

SKU = "imported"
"""What the one line of goods is called: an export has an order's amount, and seldom its goods."""
SHIPPING = "shipping"


def sort_orders(export: Export, desk: Desk, look: Whose, now: datetime) -> Sorted:
    """The past orders of an export, by member and by when they were placed."""
    found, first_rows = Sorted(read=len(export.rows)), dict[str, int]()
    for row in export.rows:
        sums = _sums(row, desk, found)
        found.all.update(sums)
        if why := left_out(row, desk.mapping):
            found.leave_out(row.number, about(row, desk), why, sums)
            continue
        try:
            item = _item(row, sums, desk, look, now)
            if item.id in first_rows:
                raise Fault("order_id", f"row {first_rows[item.id]} is of the same order")
        except Fault as fault:
            found.reject(row.number, about(row, desk), fault.where, str(fault), sums)
            continue
        first_rows[item.id] = row.number
        found.items.append(item)
    found.items.sort(key=_place)
    return found


def _place(item: Item) -> tuple[str, datetime]:
    assert isinstance(item.todo, PastOrder)
    return item.lane, item.todo.order.placed_at


def _sums(row: Row, desk: Desk, found: Sorted) -> Counter[str]:
    """What the order comes to, if that can be read; a row that is left out need not say it."""
    try:
        return Counter({MONEY: _amount(row, desk)})
    except ValueError:
        found.unreadable += left_out(row, desk.mapping) is None
        return Counter()


def _amount(row: Row, desk: Desk) -> int:
    """What the goods came to, less what the mapping takes off: nothing, where that is more. Raises ValueError."""
    column = desk.mapping.columns["amount"]
    amount = _money(row.text(column), desk)
    if amount < 0:
        raise ValueError("is negative")
    less = (_money(text, desk) for name in column.less if (text := row.values.get(name, "")))
    return max(0, amount - sum(map(abs, less)))


def _money(text: str, desk: Desk) -> int:
    return minor_of(text, desk.mapping.numbers, desk.version.programme.digits)


def _item(row: Row, sums: Counter[str], desk: Desk, look: Whose, now: datetime) -> Item:
    """Raises Fault."""
    if row.fault:
        raise Fault("", row.fault)
    columns = desk.mapping.columns
    order_id = id_in(row, columns.get("order_id"))
    if not ID.fullmatch(order_id):
        raise Fault("order_id", f'"{order_id}" is no id: 1 to 64 letters, digits or . _ : -')
    member_id = asked("member_id", lambda: owner_of(row, desk.mapping, look))
    placed_at = asked("placed_at", lambda: instant_in(row.text(columns["placed_at"]), desk.mapping.dates, desk.zone))
    if placed_at > now:
        raise Fault("placed_at", f"{show_instant(placed_at)} has not come yet")
    _refuse_currency(row.text(columns.get("currency")), desk.version.programme.currency)
    body = {"member_id": member_id, "placed_at": show_instant(placed_at), "lines": list(_lines(row, desk))}
    if channel := row.text(columns.get("channel")):
        body["channel"] = channel
    order = _order(body, desk)
    return Item(order_id, member_id, (row.number,), sums, 0, PastOrder(order_id, order, desk.mapping.source))


def _order(body: dict[str, Any], desk: Desk) -> Order:
    try:
        return read(Order, body, Reading(desk.version.programme.digits))
    except InvalidRequest as refused:
        said = next(((each.path, each.message) for each in refused.faults), ("", refused.detail))
        raise Fault(*said) from None


def _refuse_currency(currency: str, own: str) -> None:
    if currency and currency != own:
        raise Fault("currency", f"the order is in {currency}; the programme is in {own}")


def _lines(row: Row, desk: Desk) -> list[dict[str, Any]]:
    """One line for the goods, and one for the shipping, where it cost something."""
    digits = desk.version.programme.digits
    amount = asked("amount", lambda: _amount(row, desk))
    tax = asked("tax", lambda: _optional(row, desk.mapping.columns.get("tax"), desk))
    goods = _line("1", SKU, amount, digits) | ({"tax": show_minor(min(tax, amount), digits)} if tax else {})
    shipping = asked(SHIPPING, lambda: _optional(row, desk.mapping.columns.get(SHIPPING), desk))
    more = [_line(SHIPPING, SHIPPING, shipping, digits) | {"kind": SHIPPING}] if shipping else []
    return [goods, *more]


def _optional(row: Row, column: Column | None, desk: Desk) -> int:
    """An amount that may be missing. Raises ValueError where it is negative."""
    text = row.text(column)
    amount = _money(text, desk) if text else 0
    if amount < 0:
        raise ValueError("is negative")
    return amount


def _line(line_id: str, sku: str, amount: int, digits: int) -> dict[str, Any]:
    return {"line_id": line_id, "sku": sku, "quantity": 1, "unit_price": show_minor(amount, digits)}
