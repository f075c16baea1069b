"""Running an import: read, sort out, look at everything or enter it, and reconcile."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tessera.commands.importing.entering import Done, Handle, Pace, Ports, Tally, enter, in_lanes, look, was_entered
from tessera.commands.importing.items import Desk, Item, Remark, Sorted
from tessera.commands.importing.journal import Journal, fingerprint
from tessera.commands.importing.mapping import Mapping
from tessera.commands.importing.members import sort_members
from tessera.commands.importing.orders import sort_orders
from tessera.commands.importing.reading import read_export
from tessera.commands.importing.reconciling import Reconciliation, write_report
from tessera.commands.importing.whose import ids_by_email, whose
from tessera.commands.reaching import Place
from tessera.domain.calendar import day_of
from tessera.edge.clock import MovedClock
from tessera.edge.mint import SecretMint
from tessera.edge.patience import JitteredPatience
from tessera.storage.ledger import DynamoLedger
from tessera.storage.programmes import DynamoProgrammes


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for."""

    file: Path
    ids: Path | None
    for_real: bool
    report: Path | None
    workers: int
    per_second: float | None


def ports_of(place: Place) -> Ports:
    """What writing to a place takes. The programme is read once: an import is made by one version."""
    programmes = DynamoProgrammes(place.table, fresh_for_seconds=3600.0, monotonic=time.monotonic)
    ledger, email_key = DynamoLedger(place.table), place.email_key()
    now = MovedClock(place.table.client, place.table.name).now()  # the real one, but on a stack whose time is moved
    return Ports(ledger, programmes, email_key, JitteredPatience(), SecretMint(), now)


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
