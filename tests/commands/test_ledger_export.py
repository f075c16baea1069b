"""`tessera ledger export`: every entry of a period, and balances that agree with `prove`."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tessera.commands.ledger.books import Line, Place
from tessera.commands.ledger.spool import Spool, all_sorted
from tessera.commands.play.rigs import InProcessScene, Stores
from tessera.domain.calendar import parse_instant
from tessera.storage.ledger import DynamoLedger
from tessera.storage.programmes import DynamoProgrammes
from tessera.storage.prove import prove
from tessera.storage.table import Table
from tests.shared_servers import Dynamodb

Tessera = Callable[..., Result]
PROGRAMME = {
    **{"id": "shop", "name": "Shop", "currency": "EUR", "timezone": "Europe/Rome", "locales": ["it"]},
    "earning": {
        "rules": [
            {"id": "base", "wallet": "points", "earn": {"points": 1, "per": "1.00"}},
            {"id": "back", "wallet": "cashback", "earn": {"percent": "5"}},
        ]
    },
}


@pytest.fixture
def told(table: Table) -> Table:
    """A year's end: what anna was given, ordered and gave back, before and after midnight in Rome."""
    programmes = DynamoProgrammes(table, fresh_for_seconds=1.0, monotonic=lambda: 0.0)
    scene = InProcessScene(Stores(DynamoLedger(table), programmes), PROGRAMME, parse_instant("2025-12-30T10:00:00Z"))
    gift = {"member_id": "anna", "wallet": "points", "reason": "gift"}
    scene.call("enrol", {"member_id": "anna", "email": "anna@example.com"})
    scene.call("adjust", gift | {"amount": 5, "reference": "g1"})
    scene.move_to(parse_instant("2025-12-31T22:59:59Z"))
    scene.call("adjust", gift | {"amount": 7, "reference": "g2"})
    scene.move_to(parse_instant("2025-12-31T23:00:00Z"))
    lines = [{"line_id": "1", "sku": "A", "quantity": 1, "unit_price": "40.00"}]
    scene.call("order", {"order_id": "o1", "member_id": "anna", "placed_at": "2025-12-31T20:00:00Z", "lines": lines})
    scene.move_to(parse_instant("2026-01-31T23:00:00Z"))
    scene.call("refund", {"order_id": "o1", "refund_id": "r1", "amount": "20.00"})
    return table


@pytest.fixture
def export(tessera: Tessera, told: Table, dynamodb_local: Dynamodb) -> Callable[..., Result]:
    where = ["--table", told.name, "--region", dynamodb_local.region, "--endpoint", dynamodb_local.endpoint]
    return lambda *arguments: tessera("ledger", "export", *where, *arguments)


JANUARY = ("--from", "2026-01-01", "--to", "2026-01-31")


def test_the_entries_of_a_period_come_by_wallet_and_time_with_the_balance_after_each(
    export: Callable[..., Result],
) -> None:
    result = export("--from", "2025-12-01", "--to", "2026-12-31", "--segments", "3")
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(row["wallet"], row["kind"], row["amount"], row["balance"]) for row in rows] == [
        ("points", "adjustment", "5", "5"),
        ("points", "adjustment", "7", "12"),
        ("points", "accrual", "40", "52"),
        ("points", "reversal", "-20", "32"),
        ("cashback", "accrual", "2.00", "2.00"),
        ("cashback", "reversal", "-1.00", "1.00"),
    ]
    assert rows[2]["entry_id"] == "4-0" and rows[2]["cause"] == "order/o1" and rows[2]["member_id"] == "anna"


def test_an_entry_belongs_to_the_day_of_the_programme_on_which_it_was_recorded(export: Callable[..., Result]) -> None:
    result = export(*JANUARY)
    assert [row["kind"] for row in csv.DictReader(io.StringIO(result.stdout))] == ["accrual", "accrual"]
    assert "points    opening                   12" in result.stderr
    assert "points    closing                   52" in result.stderr
    assert "the accounts hold the same" in result.stderr


def test_json_has_the_totals_and_the_entries_in_one_document(export: Callable[..., Result], tmp_path: Path) -> None:
    out = tmp_path / "january.json"
    assert export(*JANUARY, "--format", "json", "--out", out).exit_code == 0
    books = json.loads(out.read_text())
    assert books["wallets"] == {
        "points": {"opening": 12, "moved": {"accrual": 40}, "closing": 52},
        "cashback": {"opening": "0.00", "moved": {"accrual": "2.00"}, "closing": "2.00"},
    }
    assert (books["currency"], books["timezone"]) == ("EUR", "Europe/Rome")
    assert [(each["wallet"], each["amount"]) for each in books["entries"]] == [("points", 40), ("cashback", "2.00")]


def test_totals_are_written_beside_the_entries(export: Callable[..., Result], tmp_path: Path) -> None:
    assert export(*JANUARY, "--out", tmp_path / "january.csv").exit_code == 0
    assert (tmp_path / "january.totals.csv").read_text().splitlines() == [
        "wallet,line,amount",
        *("points,opening,12", "points,accrual,40", "points,closing,52"),
        *("cashback,opening,0.00", "cashback,accrual,2.00", "cashback,closing,2.00"),
    ]


def test_the_sums_of_all_days_are_those_of_prove(export: Callable[..., Result], told: Table) -> None:
    result = export("--from", "2000-01-01", "--to", "2999-12-31", "--format", "json")
    wallets = json.loads(result.stdout)["wallets"]
    moved = prove(told).moved
    points = {kind: units for (wallet, kind), units in moved.items() if wallet == "points"}
    assert wallets["points"] == {"opening": 0, "moved": points, "closing": sum(points.values())}


def test_an_account_that_does_not_hold_what_its_entries_come_to_is_told(
    export: Callable[..., Result], told: Table
) -> None:
    told.client.delete_item(TableName=told.name, Key={"pk": {"S": "M#anna"}, "sk": {"S": "ACCOUNT"}})
    result = export(*JANUARY)
    assert result.exit_code == 1
    assert "points: the accounts hold 0, the entries come to 32" in result.stderr


def test_a_period_that_ends_before_it_begins_or_a_table_without_programme_is_refused(
    tessera: Tessera, table: Table, dynamodb_local: Dynamodb
) -> None:
    where = ["--table", table.name, "--region", dynamodb_local.region, "--endpoint", dynamodb_local.endpoint]
    assert tessera("ledger", "export", *where, *JANUARY).exit_code == 2
    assert tessera("ledger", "export", *where, "--from", "2026-02-01", "--to", "2026-01-01").exit_code == 2
    assert tessera("ledger", "export", *where, "--from", "1.2.2026", "--to", "2026-01-01").exit_code == 2


def test_more_lines_than_memory_may_hold_come_back_sorted(tmp_path: Path) -> None:
    values: list[Any] = ["1-0", "anna", "", "", "accrual", "order/o1", "points", "1", "1", 1]
    line = Line(*values)
    spools = [Spool(tmp_path, f"segment-{part}", run_max=7) for part in range(3)]
    for number in range(100):
        place = Place(number % 2, f"{(number * 37) % 100:03}", "anna", number, 0)
        spools[number % 3].put((place, line._replace(entry_id=str(place))))
    found = [each.entry_id for each in all_sorted(spools)]
    assert len(list(tmp_path.iterdir())) == 12
    assert found == sorted(found) and len(found) == 100
