"""The same machine, shorter, on Amazon's own engine: the laws hold there, and its answers are those of the twin."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from uuid import uuid4

import pytest

from tessera.commands.play.rigs import Stores
from tessera.storage.ledger import DynamoLedger
from tessera.storage.programmes import DynamoProgrammes
from tessera.storage.prove import prove as prove_table
from tessera.storage.table import Table
from tests.properties import retelling
from tests.properties.books import hold
from tests.properties.machine import AnyShop
from tests.properties.proving import prove
from tests.properties.world import Event, Json
from tests.shared_servers import Dynamodb

STEPS_MAX = 20


@pytest.fixture
def new_table(dynamodb_local: Dynamodb, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Table]]:
    """Makes empty tables: each story that is made up has one of its own."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", dynamodb_local.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", dynamodb_local.secret_key)
    made: list[Table] = []

    def make() -> Table:
        table = Table(f"tests-{uuid4()}", region=dynamodb_local.region, endpoint=dynamodb_local.endpoint)
        table.create()
        made.append(table)
        return table

    yield make
    for table in made:
        table.client.delete_table(TableName=table.name)


def test_the_laws_hold_on_dynamodb_and_the_twin_agrees(
    few_seeds: int, steps: int, new_table: Callable[[], Table], tmp_path: Path
) -> None:
    class OnDynamodb(AnyShop):
        def stores(self) -> Stores:
            self.table = new_table()
            return Stores(
                DynamoLedger(self.table), DynamoProgrammes(self.table, fresh_for_seconds=0, monotonic=lambda: 0.0)
            )

        def tell_again(self, programme: Json, story: Sequence[Event]) -> None:
            retelling.twins_agree(programme, story, self.world)
            hold(not (found := prove_table(self.table).disagreements), f"the table does not agree: {found}")

    prove(OnDynamodb, few_seeds, min(steps, STEPS_MAX), tmp_path)
