"""`tessera prove` and `tessera tokens`, against Amazon's own engine."""

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tessera.commands.local_stack import LocalStack
from tessera.commands.play.rigs import InProcessScene, Stores
from tessera.domain.calendar import parse_instant
from tessera.storage.ledger import DynamoLedger
from tessera.storage.programmes import DynamoProgrammes
from tessera.storage.table import Table
from tests.shared_servers import Dynamodb

Tessera = Callable[..., Result]
pytestmark = pytest.mark.usefixtures("own_environment")


@pytest.fixture
def table(dynamodb_local: Dynamodb, own_environment: None) -> Table:
    made = Table(f"commands-{uuid.uuid4().hex}", region=dynamodb_local.region, endpoint=dynamodb_local.endpoint)
    made.create()
    return made


@pytest.fixture
def stack_file(table: Table, dynamodb_local: Dynamodb, tmp_path: Path) -> Path:
    fields: dict[str, Any] = dict.fromkeys(LocalStack.__dataclass_fields__, "")
    fields |= {"tokens": {}, "functions": {}, "test_clock": False}
    fields |= {"access_key_id": dynamodb_local.access_key, "secret_access_key": dynamodb_local.secret_key}
    fields |= {"table": table.name, "region": dynamodb_local.region, "endpoint": dynamodb_local.endpoint}
    file = tmp_path / "stack.json"
    file.write_text(json.dumps(fields))
    return file


def test_an_empty_table_agrees(tessera: Tessera, stack_file: Path) -> None:
    result = tessera("prove", "--stack", stack_file)
    assert result.exit_code == 0
    assert result.stdout == "0 accounts, 0 writes, 0 entries: every account equals its entries\n"


def test_a_table_by_its_name_is_proved_too(tessera: Tessera, table: Table, dynamodb_local: Dynamodb) -> None:
    where = ["--region", dynamodb_local.region, "--endpoint", dynamodb_local.endpoint]
    assert tessera("prove", "--table", table.name, *where).exit_code == 0


def test_an_account_that_was_tampered_with_is_found(tessera: Tessera, table: Table, dynamodb_local: Dynamodb) -> None:
    programme = {"id": "shop", "name": "Shop", "currency": "EUR", "timezone": "Europe/Rome", "locales": ["it"]}
    programmes = DynamoProgrammes(table, fresh_for_seconds=1.0, monotonic=lambda: 0.0)
    scene = InProcessScene(Stores(DynamoLedger(table), programmes), programme, parse_instant("2026-01-01T10:00:00Z"))
    scene.call("enrol", {"member_id": "anna", "email": "anna@example.com"})
    gift = {"member_id": "anna", "wallet": "points", "reason": "gift"}
    scene.call("adjust", gift | {"amount": 5, "reference": "g1"})
    before = table.client.get_item(TableName=table.name, Key={"pk": {"S": "M#anna"}, "sk": {"S": "ACCOUNT"}})["Item"]
    scene.call("adjust", gift | {"amount": 7, "reference": "g2"})
    table.client.put_item(TableName=table.name, Item=before)
    where = ["--region", dynamodb_local.region, "--endpoint", dynamodb_local.endpoint]
    result = tessera("prove", "--table", table.name, *where)
    assert result.exit_code == 1
    assert "anna: " in result.stdout


def test_a_token_is_shown_once_listed_without_itself_and_revoked_for_good(tessera: Tessera, stack_file: Path) -> None:
    made = tessera("tokens", "--stack", stack_file, "create", "till 7", "--scope", "checkout", "--scope", "read")
    token = made.stdout.strip()
    assert made.exit_code == 0 and token.startswith("tsk_")
    [line] = tessera("tokens", "--stack", stack_file, "list").stdout.splitlines()
    assert token not in line and token[-4:] in line and "till 7" in line and "valid" in line and "checkout,read" in line
    assert tessera("tokens", "--stack", stack_file, "revoke", line.split()[0]).exit_code == 0
    assert "revoked" in tessera("tokens", "--stack", stack_file, "list").stdout


def test_a_token_that_does_not_exist_cannot_be_revoked(tessera: Tessera, stack_file: Path) -> None:
    assert tessera("tokens", "--stack", stack_file, "revoke", "nothing").exit_code == 1


def test_a_token_needs_a_scope_that_exists(tessera: Tessera, stack_file: Path) -> None:
    assert tessera("tokens", "--stack", stack_file, "create", "x").exit_code == 2
    assert tessera("tokens", "--stack", stack_file, "create", "x", "--scope", "everything").exit_code == 2
