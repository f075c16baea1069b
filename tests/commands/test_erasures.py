"""After a restore the list of erasures is replayed: whoever was erased since the backup goes again."""

import json
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tessera.commands.play.rigs import InProcessScene, Stores
from tessera.domain.calendar import parse_instant
from tessera.domain.erased import Erasure
from tessera.storage.erasures import DynamoErasures
from tessera.storage.ledger import DynamoLedger
from tessera.storage.programmes import DynamoProgrammes
from tessera.storage.prove import prove
from tessera.storage.table import Table
from tests.shared_servers import Dynamodb

Tessera = Callable[..., Result]
pytestmark = pytest.mark.usefixtures("own_environment")
PROGRAMME = {"id": "shop", "name": "Shop", "currency": "EUR", "timezone": "Europe/Rome", "locales": ["it"]}
MEMBERS = ("anna", "bea", "carla")


@pytest.fixture
def new_table(dynamodb_local: Dynamodb, own_environment: None) -> Callable[[], Table]:
    def make() -> Table:
        made = Table(f"restore-{uuid.uuid4().hex}", region=dynamodb_local.region, endpoint=dynamodb_local.endpoint)
        made.create()
        return made

    return make


@pytest.fixture
def run(tessera: Tessera, dynamodb_local: Dynamodb) -> Callable[..., Result]:
    """`tessera erasures` on a table."""

    def call(table: Table, *verb: object) -> Result:
        where = ["--region", dynamodb_local.region, "--endpoint", dynamodb_local.endpoint]
        return tessera("erasures", "--table", table.name, *where, *verb)

    return call


def scene_on(table: Table) -> InProcessScene:
    """A shop with three members, each with points."""
    programmes = DynamoProgrammes(table, fresh_for_seconds=1.0, monotonic=lambda: 0.0)
    stores = Stores(DynamoLedger(table), programmes, erasures=DynamoErasures(table))
    scene = InProcessScene(stores, PROGRAMME, parse_instant("2026-01-01T10:00:00Z"))
    for member_id in MEMBERS:
        scene.call("enrol", {"member_id": member_id, "email": f"{member_id}@example.com"})
        gift = {"member_id": member_id, "wallet": "points", "reason": "gift", "amount": 5, "reference": "g1"}
        scene.call("adjust", gift)
    return scene


def copy(source: Table, target: Table) -> None:
    """What a restore does: all of a table as it stood, in a new one."""
    for page in source.client.get_paginator("scan").paginate(TableName=source.name):
        for item in page["Items"]:
            target.client.put_item(TableName=target.name, Item=item)


def test_a_restore_brings_them_back_and_the_list_erases_them_again(
    new_table: Callable[[], Table], run: Callable[..., Result], tmp_path: Path
) -> None:
    table, restored, again = new_table(), new_table(), new_table()
    scene = scene_on(table)
    copy(table, restored)
    scene.move_to(parse_instant("2026-01-02T10:00:00Z"))
    scene.call("erase", {"member_id": "anna"})
    scene.move_to(parse_instant("2026-01-03T10:00:00Z"))
    scene.call("erase", {"member_id": "bea"})
    scene.call("enrol", {"member_id": "bea", "email": "another-bea@example.com"})
    copy(table, again)

    file = tmp_path / "erasures.jsonl"
    file.write_text(run(table, "list").stdout)
    assert [json.loads(line)["member_id"] for line in file.read_text().splitlines()] == ["anna", "bea"]

    replayed = run(restored, "replay", file)
    assert (replayed.exit_code, replayed.stdout) == (0, "2 members erased again, 0 failures\n")
    ledger = DynamoLedger(restored)
    assert [ledger.account(each, consistent=True) is None for each in MEMBERS] == [True, True, False]
    assert all(erased.is_cleared for each in ("anna", "bea") if (erased := ledger.erased(each)))
    assert prove(restored).disagreements == ()
    listed = DynamoErasures(restored).listed(limit=10).erasures
    assert listed[0] == Erasure("anna", parse_instant("2026-01-02T10:00:00Z"))
    assert run(restored, "replay", file).stdout == "0 members erased again, 0 failures\n"

    assert run(again, "replay", file).stdout == "0 members erased again, 0 failures\n"
    assert DynamoLedger(again).account("bea", consistent=True) is not None


def test_the_list_of_a_restored_table_has_also_whom_the_backup_did_not_know_yet(
    new_table: Callable[[], Table], run: Callable[..., Result], tmp_path: Path
) -> None:
    restored, file = new_table(), tmp_path / "erasures.jsonl"
    scene_on(restored)
    file.write_text('{"member_id": "dora", "erased_at": "2026-01-02T10:00:00Z"}\n')
    assert run(restored, "replay", file).stdout == "0 members erased again, 0 failures\n"
    assert run(restored, "list").stdout == file.read_text()


def test_an_erasure_that_was_cut_short_by_the_restore_is_gone_on_with(
    new_table: Callable[[], Table], run: Callable[..., Result], tmp_path: Path
) -> None:
    table = new_table()
    programmes = DynamoProgrammes(table, fresh_for_seconds=1.0, monotonic=lambda: 0.0)
    scene = scene_on(table)
    closing = InProcessScene(Stores(scene.ledger, programmes), PROGRAMME, parse_instant("2026-01-02T10:00:00Z"))
    closing.call("erase", {"member_id": "anna"})
    erased = DynamoLedger(table).erased("anna")
    assert erased and not erased.is_cleared
    file = tmp_path / "erasures.jsonl"
    file.write_text(run(table, "list").stdout)
    assert run(table, "replay", file).stdout == "1 members erased again, 0 failures\n"
    assert prove(table).disagreements == ()


def test_what_is_no_list_is_refused(new_table: Callable[[], Table], run: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "list.jsonl"
    file.write_text("anna\n")
    refused = run(new_table(), "replay", file)
    assert refused.exit_code == 1
    assert "this is no line of a list of erasures: anna" in refused.stderr
