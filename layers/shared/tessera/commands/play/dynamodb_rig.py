"""The rig on DynamoDB: each story has a table of its own, made for it and deleted after it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from botocore.exceptions import BotoCoreError

from tessera.commands.calls import Json
from tessera.commands.local_stack import REGION
from tessera.commands.play.rigs import InProcessScene, OpenScene, Stores
from tessera.commands.stack_file import NoStack, call_as, called_stack
from tessera.storage.erasures import DynamoErasures
from tessera.storage.ledger import DynamoLedger
from tessera.storage.outbox import DynamoOutbox
from tessera.storage.programmes import DynamoProgrammes
from tessera.storage.table import Table

ANYBODY = "local"


def dynamodb_scenes(endpoint: str | None, stack_file: Path) -> OpenScene:
    """Scenes on the DynamoDB at `endpoint`, or else on that of the local stack."""
    where = endpoint or called_stack(stack_file).endpoint
    if endpoint:
        call_as(ANYBODY, ANYBODY)

    @contextmanager
    def open_scene(source: Json, at: datetime) -> Iterator[InProcessScene]:
        with _a_table(where) as table:
            # Only this process publishes, so what it knows of the programmes never goes stale.
            programmes = DynamoProgrammes(table, fresh_for_seconds=1.0, monotonic=lambda: 0.0)
            stores = Stores(DynamoLedger(table), programmes, DynamoOutbox(table), DynamoErasures(table))
            yield InProcessScene(stores, source, at)

    return open_scene


@contextmanager
def _a_table(endpoint: str) -> Iterator[Table]:
    table = Table(f"tessera-play-{uuid.uuid4().hex}", region=REGION, endpoint=endpoint)
    try:
        table.create()
    except BotoCoreError as error:
        raise NoStack(f"no DynamoDB can be used at {endpoint}: {error}") from error
    try:
        yield table
    finally:
        table.client.delete_table(TableName=table.name)
