"""`tessera import members | orders FILE`: from another programme's export; nothing is written unless asked to."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from tessera.commands.documents import Unreadable
from tessera.commands.importing.mapping import What, packaged, read_mapping, sources
from tessera.commands.importing.reconciling import Reconciliation, lines_of
from tessera.commands.importing.running import Asked, carry_out, ports_of
from tessera.commands.reaching import place_of, place_options
from tessera.commands.stack_file import NoStack
from tessera.domain.refusals import NoProgramme

A_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FINE, REJECTED, UNREADABLE = 0, 1, 2


@click.group(name="import")
def import_() -> None:
    """Take over members and their past orders from another programme.

    Without --for-real nothing is written: the report says what would be.
    """


def _options(what: What) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in (
            click.option("--per-second", type=float, help="So many at most each second [default: as fast as it goes]."),
            click.option("--workers", default=8, show_default=True, help="How many are written at once."),
            click.option("--report", type=click.Path(path_type=Path), help="Write every remark, as CSV."),
            click.option("--for-real", is_flag=True, help="Write it. Without this, only say what would be written."),
            click.option("--encoding", help="The file's encoding [default: the mapping's, mostly utf-8]."),
            click.option("--ids", type=A_FILE, help="A CSV of the shop's customers: e-mails and the shop's own ids."),
            click.option("--map", "map_", type=A_FILE, help="A column mapping of your own instead."),
            click.option("--from", "source", type=click.Choice(sources(what)), help="Where the export comes from."),
            click.option("--secret", help="The ARN of the stack's secret; only with --table."),
        ):
            command = option(command)
        return click.argument("file", type=A_FILE)(place_options(command))

    return decorate


@import_.command()
@_options("members")
def members(**given: Any) -> None:
    """Members with what they hold: enrolled in silence, each wallet in one entry, lots with the last days they had.

    Exit 0: all rows. 1: some were rejected, and are listed. 2: the file, the mapping or the stack cannot be read.
    """
    _run("members", **given)


@import_.command()
@_options("orders")
def orders(**given: Any) -> None:
    """Past orders: they count for tiers and segments, and earn nothing. Import the members first.

    Exit 0: all rows. 1: some were rejected, and are listed. 2: the file, the mapping or the stack cannot be read.
    """
    _run("orders", **given)


def _run(
    what: What,
    *,
    source: str | None,
    map_: Path | None,
    encoding: str | None,
    stack: Path | None,
    table: str | None,
    region: str | None,
    endpoint: str | None,
    secret: str | None,
    **asked: Any,
) -> None:
    if (source is None) == (map_ is None):
        raise click.UsageError("say where the export comes from: either --from or --map")
    wanted = Asked(**asked)
    try:
        mapping = read_mapping(map_, what) if map_ else packaged(what, source or "")
        mapping = mapping.model_copy(update={"encoding": encoding}) if encoding else mapping
        place = place_of(stack, table, region, endpoint, secret)
        end = carry_out(wanted, mapping, place, ports_of(place))
    except Unreadable as unreadable:
        click.echo(str(unreadable), err=True)
        sys.exit(UNREADABLE)
    except NoProgramme as refusal:
        raise NoStack(refusal.detail) from None
    except (PynamoDBException, BotoCoreError, ClientError, OSError) as failed:
        raise NoStack(f"{failed}\nWhat has been entered stays entered: run the same command again.") from failed
    for line in lines_of(end):
        click.echo(line)
    click.echo(_last_word(end))
    sys.exit(REJECTED if end.refused or not end.agrees else FINE)


def _last_word(end: Reconciliation) -> str:
    if not end.is_real:
        return "Nothing was written: this was a dry run. --for-real writes it."
    return "It is written. `tessera prove` recomputes every balance from the ledger."
