"""`tessera import` as a shell calls it: on a table by its name, with the stack's secret."""

from collections.abc import Callable, Iterator

import boto3
import pytest
from click.testing import Result
from moto import mock_aws

from tessera.commands.play.rigs import InProcessScene, Stores
from tessera.domain.calendar import parse_instant
from tessera.edge.keychain import Keychain
from tessera.storage.ledger import DynamoLedger
from tessera.storage.programmes import DynamoProgrammes
from tessera.storage.table import Table
from tests.commands.importing import CUSTOMERS, SAMPLES

Tessera = Callable[..., Result]
REGION = "eu-south-1"
PROGRAMME = {"id": "shop", "name": "Shop", "currency": "EUR", "timezone": "Europe/Rome", "locales": ["it"]}


@pytest.fixture
def where(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A table with a programme, and a secret."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        secret = boto3.client("secretsmanager", region_name=REGION).create_secret(Name="s", SecretString="of the stack")
        table = Table("shop", region=REGION)
        table.create()
        programmes = DynamoProgrammes(table, fresh_for_seconds=1.0, monotonic=lambda: 0.0)
        InProcessScene(Stores(DynamoLedger(table), programmes), PROGRAMME, parse_instant("2026-01-01T10:00:00Z"))
        yield ["--table", "shop", "--region", REGION, "--secret", secret["ARN"], "--workers", "1"]


def test_a_dry_run_writes_nothing_and_the_real_one_what_it_said(tessera: Tessera, where: list[str]) -> None:
    asked = ["import", "members", SAMPLES / "smile.csv", "--from", "smile", "--ids", CUSTOMERS, *where]
    dry = tessera(*asked)
    assert dry.exit_code == 1  # some rows are rejected
    assert "3 to be enrolled" in dry.stdout and "Nothing was written" in dry.stdout
    ledger = DynamoLedger(Table("shop", region=REGION))
    assert ledger.account("7001") is None
    real = tessera(*asked, "--for-real")
    assert "3 enrolled" in real.stdout and "in = out + rejected + left out, to the unit" in real.stdout
    email_key = Keychain(b"of the stack").email_key("ANNA@example.com")
    assert ledger.members_with_email(email_key, limit=2) == ("7001",)
    assert "3 imported before" in tessera(*asked, "--for-real").stdout


def test_a_bar_on_a_terminal_says_how_far_it_is_beside_what_is_printed(
    tessera: Tessera, where: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # whatever is written to is a terminal
    done = tessera("import", "members", SAMPLES / "loyaltylion.csv", "--from", "loyaltylion", *where, "--for-real")
    assert "importing" in done.stderr and "1/1" in done.stderr
    assert "importing" not in done.stdout


def test_past_orders_of_members_that_are_here(tessera: Tessera, where: list[str]) -> None:
    tessera("import", "members", SAMPLES / "loyaltylion.csv", "--from", "loyaltylion", *where, "--for-real")
    asked = ["import", "orders", SAMPLES / "shopify_orders.csv", "--from", "shopify", *where]
    assert "1 to be counted" in tessera(*asked).stdout
    assert "1 counted" in tessera(*asked, "--for-real").stdout


def test_what_cannot_be_read_or_is_not_said_ends_with_two(tessera: Tessera, where: list[str]) -> None:
    assert tessera("import", "members", SAMPLES / "smile.csv", *where).exit_code == 2
    wrong = tessera("import", "members", SAMPLES / "shopify_orders.csv", "--from", "smile", *where)
    assert wrong.exit_code == 2 and "lacks a column for points" in wrong.stderr
    nowhere = tessera("import", "members", SAMPLES / "smile.csv", "--from", "smile", "--table", "none", *where[2:])
    assert nowhere.exit_code == 2 and "run the same command again" in nowhere.stderr
    unkeyed = tessera("import", "members", SAMPLES / "smile.csv", "--from", "smile", *where[:4])
    assert unkeyed.exit_code == 2 and "--secret" in unkeyed.stderr
