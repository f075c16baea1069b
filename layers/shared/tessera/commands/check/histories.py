"""A history of orders as CSV, one order a row (docs/rules.md §13): `customer_id,date,amount`, and, where it is known,
`units`, `sku` and `category`."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count, groupby
from pathlib import Path
from typing import NamedTuple

from tessera.commands.calls import Json
from tessera.commands.documents import Document, Unreadable
from tessera.commands.play.story import Step, Story
from tessera.domain.calendar import parse_day, zone_of
from tessera.domain.money import parse_minor, show_minor
from tessera.domain.order import QUANTITY_MAX
from tessera.domain.programme import Programme
from tessera.domain.programme.values import ID

NEEDED, KNOWN = ("customer_id", "date", "amount"), ("units", "sku", "category")
NOON = time(12, 0)


class Row(NamedTuple):
    """One order; `amount_minor` is what all its units cost together."""

    line: int
    customer_id: str
    day: date
    amount_minor: int
    units: int
    sku: str
    category: str


def read_orders(file: Path, programme: Programme) -> list[Story]:
    """The story of each customer: they enrol with their first order. Raises Unreadable with every fault."""
    rows = sorted(_rows(file, programme.digits), key=lambda row: (row.customer_id, row.day, row.line))
    grouped = groupby(rows, key=lambda row: row.customer_id)
    return [_story(file, customer_id, list(bought), programme) for customer_id, bought in grouped]


def _rows(file: Path, digits: int) -> list[Row]:
    try:
        with file.open(newline="", encoding="utf-8-sig") as opened:
            read = csv.DictReader(opened)
            _refuse_columns(file, read.fieldnames or ())
            found = [_row_or_fault(read.line_num, values, digits) for values in read]
    except OSError as error:
        raise Unreadable(file, [(0, error.strerror or "cannot be read")]) from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unreadable(file, [(0, f"is not a CSV in UTF-8: {error}")]) from None
    faults = [each for each in found if not isinstance(each, Row)]
    if faults or not found:
        raise Unreadable(file, faults or [(0, "has no orders")])
    return [each for each in found if isinstance(each, Row)]


def _refuse_columns(file: Path, names: object) -> None:
    given = list(names) if isinstance(names, list) else []
    missing = [name for name in NEEDED if name not in given]
    if missing:
        columns = f"{', '.join(NEEDED)} and, where known, {', '.join(KNOWN)}"
        raise Unreadable(file, [(1, f"has no column {', '.join(missing)}; the columns are {columns}")])


def _row_or_fault(line: int, values: dict[str, str | None], digits: int) -> Row | tuple[int, str]:
    try:
        return _row(line, {name: value or "" for name, value in values.items() if name}, digits)
    except ValueError as fault:
        return line, str(fault)


def _row(line: int, values: dict[str, str], digits: int) -> Row:
    """Raises ValueError with a sentence."""
    if not ID.fullmatch(values["customer_id"]):
        raise ValueError("customer_id: an id is 1 to 64 letters, digits, dots, colons, dashes or underscores")
    units = values.get("units") or "1"
    if not (units.isascii() and units.isdigit() and 1 <= int(units) <= QUANTITY_MAX):
        raise ValueError("units: write a whole number above zero")
    amount_minor = parse_minor(values["amount"], digits)
    sku, category = values.get("sku") or "ANY", values.get("category", "")
    return Row(line, values["customer_id"], parse_day(values["date"]), amount_minor, int(units), sku, category)


def _story(file: Path, customer_id: str, bought: list[Row], programme: Programme) -> Story:
    """From noon on, a minute apart: several orders of one day stay in their order."""
    noon = (datetime.combine(row.day, NOON, zone_of(programme.timezone)) for row in bought)
    moments = [at + timedelta(minutes=place) for place, at in enumerate(noon)]
    return Story(Document(file, None, None), Document(file, None, None), "", tuple(_steps(bought, moments, programme)))


def _steps(bought: list[Row], moments: list[datetime], programme: Programme) -> Iterator[Step]:
    member_id, index = bought[0].customer_id, count()
    enrolment = {"member_id": member_id, "email": "nobody@example.com"}
    yield Step(next(index), bought[0].line, moments[0], moments[0].isoformat(), "enrol", enrolment)
    for row, at in zip(bought, moments, strict=True):
        order = {"order_id": f"line-{row.line}", "member_id": member_id, "lines": [_line(row, programme.digits)]}
        yield Step(next(index), row.line, at, at.isoformat(), "order", order)


def _line(row: Row, digits: int) -> Json:
    """Units at one price, with what that exceeds the amount by as a discount."""
    price_minor = -(-row.amount_minor // row.units)
    line = {"line_id": "1", "sku": row.sku, "quantity": row.units, "unit_price": show_minor(price_minor, digits)}
    line |= {"discount": show_minor(price_minor * row.units - row.amount_minor, digits)}
    return line | ({"categories": [row.category]} if row.category else {})
