"""The history that the demo replays: real orders of real customers, moved forward by whole years (demo/README.md)."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from tessera.commands.calls import Json
from tessera.domain.calendar import Zone, plus_months, zone_of
from tessera.domain.money import parse_minor, show_minor

DIGITS = 2
NOON = time(12, 0)
PREFIX = "cd"


class Sale(NamedTuple):
    """One row of the history; `amount_minor` is what all its units cost together."""

    customer_id: str
    day: date
    units: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Purchase:
    """One order of a customer, as the API takes it: its id and its cart, and when it was placed."""

    order_id: str
    placed_at: str
    cart: Json


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer with all their orders, by date; `number` counts the customers of the history."""

    number: int
    member_id: str
    purchases: tuple[Purchase, ...]


def read_history(file: Path) -> list[Sale]:
    """The rows of the file, by customer and then by day."""
    with file.open(newline="") as rows:
        sales = [_sale(row) for row in csv.DictReader(rows)]
    return sorted(sales, key=lambda sale: sale[:2])


def customers_of(sales: Iterable[Sale], *, today: date, zone: Zone) -> list[Customer]:
    """The customers, their orders moved forward by as many whole years as keep the last one before today."""
    history = list(sales)
    months = 12 * _years_until(today, max(sale.day for sale in history))
    grouped = enumerate(groupby(history, key=lambda sale: sale.customer_id))
    return [_customer(number, customer_id, list(bought), months, zone) for number, (customer_id, bought) in grouped]


def _sale(row: dict[str, str]) -> Sale:
    amount_minor = parse_minor(row["amount"], DIGITS)
    return Sale(row["customer_id"], date.fromisoformat(row["date"]), int(row["units"]), amount_minor)


def _years_until(today: date, last: date) -> int:
    years = today.year - last.year
    return years if plus_months(last, 12 * years) < today else years - 1


def _customer(number: int, customer_id: str, bought: list[Sale], months: int, zone: Zone) -> Customer:
    member_id = f"{PREFIX}-{customer_id}"
    return Customer(number, member_id, tuple(_purchases(member_id, bought, months, zone)))


def _purchases(member_id: str, bought: list[Sale], months: int, zone: Zone) -> Iterator[Purchase]:
    """From noon on, a minute apart: several orders of one day stay in their order."""
    for place, sale in enumerate(bought):
        noon = datetime.combine(plus_months(sale.day, months), NOON, zone_of(zone))
        placed_at = (noon + timedelta(minutes=place)).isoformat()
        yield Purchase(f"{member_id}-{place + 1}", placed_at, {"lines": [_line(sale)]})


def _line(sale: Sale) -> Json:
    """Units at one price, with the cents by which that exceeds what was paid as a discount."""
    price_minor = -(-sale.amount_minor // sale.units)
    discount_minor = price_minor * sale.units - sale.amount_minor
    line = {"line_id": "1", "sku": "CD", "quantity": sale.units, "unit_price": show_minor(price_minor, DIGITS)}
    return line | ({"discount": show_minor(discount_minor, DIGITS)} if discount_minor else {})
