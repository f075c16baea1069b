"""What an award costs: write units, read units and round trips, counted on a table with a weekly buyer in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from bench.units import Count, counted
from tessera.commands.in_process import InProcessDesk
from tessera.domain.calendar import parse_instant
from tessera.edge.mint import SecretMint
from tessera.edge.patience import JitteredPatience
from tessera.storage.ledger import DynamoLedger
from tessera.storage.programmes import DynamoProgrammes
from tessera.storage.table import Table

START = parse_instant("2026-01-10T10:00:00+01:00")
WEEKS = 60
LINES = (1, 3, 10, 500)
PROGRAMME = {
    "id": "bench",
    "name": "Bench",
    "currency": "EUR",
    "timezone": "Europe/Rome",
    "earning": {
        "hold": {"days": 14},
        "rules": [
            {"id": "base", "wallet": "points", "earn": {"points": 1, "per": "1.00"}},
            {"id": "back", "wallet": "cashback", "earn": {"percent": "5"}},
            {"id": "new", "wallet": "cashback", "earn": {"percent": "10"}, "scope": {"category": ["new-season"]}},
        ],
    },
    "wallets": {
        "points": {"expiry": {"mode": "rolling", "months": 12}},
        "cashback": {"expiry": {"mode": "fixed", "months": 6, "round_to": "month"}},
    },
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one award cost; units are DynamoDB's."""

    buyer: str
    lines: int
    round_trips: int
    write_units: int
    read_units: Fraction


def award_costs(table: Table) -> list[Cost]:
    """The cost of awarding orders of so many lines, for a member's first order and for one who has bought for weeks."""
    clock = _Clock()
    desk = _desk(table, clock)
    desk.call("publish", PROGRAMME)
    return [*_costs_of(table, desk, clock, "new", 0), *_costs_of(table, desk, clock, "weekly", WEEKS)]


class _Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


def _desk(table: Table, clock: _Clock) -> InProcessDesk:
    return InProcessDesk(
        ledger=DynamoLedger(table),
        programmes=DynamoProgrammes(table, fresh_for_seconds=1.0, monotonic=lambda: 0.0),
        mint=SecretMint(),
        patience=JitteredPatience(),
        email_key=lambda email: email,
        now=clock,
    )


def _costs_of(table: Table, desk: InProcessDesk, clock: _Clock, buyer: str, weeks: int) -> list[Cost]:
    costs = []
    for lines in LINES:
        member_id = f"{buyer}-{lines}"
        clock.now = START
        _must(desk.call("enrol", {"member_id": member_id, "email": f"{member_id}@example.com"}))
        for week in range(weeks):
            clock.now = START + timedelta(weeks=week, hours=week % 9)
            _must(desk.call("order", _order(f"{member_id}-{week}", member_id, clock.now, 1 + week % 3)))
        clock.now = START + timedelta(weeks=weeks)
        with counted(table.client) as count:
            _must(desk.call("order", _order(f"{member_id}-last", member_id, clock.now, lines)))
        costs.append(_cost(buyer, lines, count))
    return costs


def _cost(buyer: str, lines: int, count: Count) -> Cost:
    return Cost(buyer, lines, count.round_trips, count.write_units, count.read_units)


def _order(order_id: str, member_id: str, at: datetime, lines: int) -> dict[str, Any]:
    """An order as irregular as those of a shop: prices, categories and taxes differ from line to line."""
    return {
        "order_id": order_id,
        "member_id": member_id,
        "placed_at": at.isoformat(),
        "currency": "EUR",
        "channel": "web",
        "lines": [_line(order_id, place) for place in range(lines)],
    }


def _line(order_id: str, place: int) -> dict[str, Any]:
    seed = sum(map(ord, order_id)) + place * 7919
    price = 199 + seed * 37 % 9_800
    return {
        "line_id": str(9_912_345_678_000 + seed),
        "sku": f"SKU-{seed % 4_001:04d}-{'SML'[seed % 3]}",
        "name": f"Product number {seed}",
        "quantity": 1 + seed % 3,
        "unit_price": f"{price // 100}.{price % 100:02d}",
        "tax": f"{price // 600}.{price % 60:02d}",
        "categories": [("shirts", "new-season", "shoes")[seed % 3]],
        "brand": ("Aurora", "Bora", "Corallo")[seed % 3],
    }


def _must(answer: dict[str, Any]) -> None:
    if "refused" in answer:
        raise RuntimeError(f"the bench was refused: {answer}")
