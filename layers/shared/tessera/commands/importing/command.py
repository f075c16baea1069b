"""`tessera import members | orders FILE`: from another programme's export; nothing is written unless asked to."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tessera.commands.documents import Unreadable
from tessera.commands.importing.entering import Done, Handle, Pace, Ports, Tally, enter, in_lanes, look, was_entered
from tessera.commands.importing.items import Desk, Item, Remark, Sorted
from tessera.commands.importing.journal import Journal, fingerprint
from tessera.commands.importing.mapping import Mapping, What, packaged, read_mapping, sources
from tessera.commands.importing.members import sort_members
from tessera.commands.importing.orders import sort_orders
from tessera.commands.importing.reading import read_export
from tessera.commands.importing.reconciling import Reconciliation, lines_of, write_report
from tessera.commands.importing.whose import ids_by_email, whose
from tessera.commands.reaching import Place, place_of, place_options
from tessera.commands.stack_file import NoStack
from tessera.domain.calendar import day_of
from tessera.edge.mint import SecretMint
from tessera.edge.patience import JitteredPatience
from tessera.storage.ledger import DynamoLedger
from tessera.storage.programmes import DynamoProgrammes

A_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FINE, REJECTED, UNREADABLE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for."""

    file: Path
    ids: Path | None
    for_real: bool
    report: Path | None
    workers: int
    per_second: float | None


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
    except (PynamoDBException, BotoCoreError, ClientError) as failed:
        raise NoStack(f"{failed}\nWhat has been entered stays entered: run the same command again.") from failed
    for line in lines_of(end):
        click.echo(line)
    click.echo(_last_word(end))
    sys.exit(REJECTED if end.refused or not end.agrees else FINE)


def ports_of(place: Place) -> Ports:
    """What writing to a place takes. The programme is read once: an import is made by one version."""
    programmes = DynamoProgrammes(place.table, fresh_for_seconds=3600.0, monotonic=time.monotonic)
    ledger, email_key = DynamoLedger(place.table), place.email_key()
    return Ports(ledger, programmes, email_key, JitteredPatience(), SecretMint(), datetime.now(UTC))


def carry_out(asked: Asked, mapping: Mapping, place: Place, ports: Ports) -> Reconciliation:
    """Read, sort out, and enter or only look. Raises Unreadable."""
    desk = _desk(mapping, ports)
    export = read_export(asked.file, mapping)
    ids = whose(ids_by_email(asked.ids) if asked.ids else {}, ports.ledger, ports.email_key)
    is_members = mapping.what == "members"
    found = sort_members(export, desk, ids) if is_members else sort_orders(export, desk, ids, ports.now)
    tally = _enter_all(asked, found, mapping, place, ports) if asked.for_real else _look_at_all(asked, found, ports)
    if asked.report:
        write_report(asked.report, found.remarks)
    return Reconciliation(desk, found, tally, export.unread, asked.for_real)


def _desk(mapping: Mapping, ports: Ports) -> Desk:
    version = ports.programmes.in_force(ports.now)
    return Desk(mapping, version, day_of(ports.now, version.programme.timezone))


def _look_at_all(asked: Asked, found: Sorted, ports: Ports) -> Tally:
    return _each(asked, found, found.items, lambda item: look(item, ports))


def _enter_all(asked: Asked, found: Sorted, mapping: Mapping, place: Place, ports: Ports) -> Tally:
    """Enter what the journal does not know of, and note each in it; one that is whole is not needed any more."""
    journal = Journal(asked.file, fingerprint(asked.file, mapping.model_dump_json(), place.name))
    by_id = {item.id: item for item in found.items}
    known = journal.read(lambda item_id: item_id in by_id and was_entered(by_id[item_id], ports.ledger))
    pace = Pace(asked.per_second)

    def handle(item: Item) -> Done:
        if item.id in known:
            return Done(item, "before")
        pace.wait()
        done = enter(item, ports)
        if done.outcome != "refused":
            journal.note(item.id)
        return done

    tally = _each(asked, found, found.items, handle)
    journal.forget()
    return tally


def _each(asked: Asked, found: Sorted, items: list[Item], handle: Handle) -> Tally:
    tally = Tally()
    with _bar(len(items)) as advance:
        for done in in_lanes(items, handle, workers=asked.workers):
            tally.add(done)
            if done.outcome == "refused":
                rows = done.item.rows
                found.remarks += [Remark(row, "refused", done.item.id, "", done.reason) for row in rows]
            advance()
    return tally


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], None]]:
    """A progress bar, beside what is printed."""
    columns = TextColumn("  importing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("rows", total=total)
        yield lambda: progress.advance(task)


def _last_word(end: Reconciliation) -> str:
    if not end.is_real:
        return "Nothing was written: this was a dry run. --for-real writes it."
    return "It is written. `tessera prove` recomputes every balance from the ledger."
