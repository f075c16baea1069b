"""`tessera erasures list | replay`: who was erased, and, in a table that was restored, once again (docs/privacy.md)."""

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TextIO

import click

from tessera.commands.reaching import place_of, place_options
from tessera.domain.calendar import parse_instant, show_instant
from tessera.domain.erased import Erasure
from tessera.domain.refusals import Refusal
from tessera.edge.patience import JitteredPatience
from tessera.operations.erase_member import clear_member
from tessera.operations.replay_erasures import replay_erasure
from tessera.storage.agenda import DynamoAgenda
from tessera.storage.erasures import DynamoErasures
from tessera.storage.ledger import DynamoLedger
from tessera.storage.outbox import DynamoDevices, DynamoOutbox
from tessera.storage.programmes import DynamoProgrammes
from tessera.storage.table import Table

PAGE_SIZE = 100


@click.group()
@place_options
@click.pass_context
def erasures(
    context: click.Context, stack: Path | None, table: str | None, region: str | None, endpoint: str | None
) -> None:
    """List who was erased, and erase them again where a restore has brought them back."""
    context.obj = place_of(stack, table, region, endpoint).table


@erasures.command(name="list")
@click.pass_obj
def list_all(table: Table) -> None:
    """Print the list, one erasure a line: the member's id, which is a pseudonym, and when."""
    for erasure in _all_of(DynamoErasures(table)):
        click.echo(json.dumps({"member_id": erasure.member_id, "erased_at": show_instant(erasure.erased_at)}))


@erasures.command()
@click.argument("file", type=click.File())
@click.pass_obj
def replay(table: Table, file: TextIO) -> None:
    """Erase everybody of a list in this table, before anybody else writes to it. It may be run again.

    Exit 1: some could not be erased to the end; replay the list again.
    """
    erased, failed = 0, 0
    for erasure in map(_read, file):
        try:
            erased += _replay(table, erasure)
        except Refusal as refusal:
            failed += 1
            click.echo(f"{click.style('✗', fg='red', bold=True)} {erasure.member_id}: {refusal.detail}")
    click.echo(f"{erased:,} members erased again, {failed:,} failures")
    sys.exit(1 if failed else 0)


def _all_of(listed: DynamoErasures) -> Iterator[Erasure]:
    cursor: str | None = None
    while True:
        page = listed.listed(limit=PAGE_SIZE, cursor=cursor)
        yield from page.erasures
        if (cursor := page.cursor) is None:
            return


def _read(line: str) -> Erasure:
    try:
        said = json.loads(line)
        return Erasure(said["member_id"], parse_instant(said["erased_at"]))
    except (ValueError, KeyError, TypeError):
        raise click.ClickException(f"this is no line of a list of erasures: {line.strip()[:80]}") from None


def _replay(table: Table, erasure: Erasure) -> bool:
    """The endpoints of phones went with the first erasure, which no restore undoes. The line is noted whoever is there:
    another backup may have whom this one has not, and is replayed from this table's list."""
    DynamoErasures(table).note(erasure)
    clear = partial(
        clear_member,
        erasures=DynamoErasures(table),
        outbox=DynamoOutbox(table),
        devices=DynamoDevices(table),
        forget_endpoint=lambda endpoint: None,
        agenda=DynamoAgenda(table),
        has_time=lambda: True,
    )
    return replay_erasure(
        erasure,
        clear=clear,
        ledger=DynamoLedger(table),
        programmes=DynamoProgrammes(table, fresh_for_seconds=60.0, monotonic=time.monotonic),
        patience=JitteredPatience(),
        now=datetime.now(UTC),
    )
