"""`tessera ledger export`: every entry of a period, with the balances at its beginning and end."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

import click

from tessera.commands.ledger.books import Books, Period
from tessera.commands.ledger.reading import read_books
from tessera.commands.ledger.spool import Spool, all_sorted
from tessera.commands.ledger.writing import totals, write_csv, write_json, write_totals_csv
from tessera.commands.reaching import place_of, place_options
from tessera.commands.stack_file import NoStack
from tessera.domain.calendar import parse_day
from tessera.domain.refusals import NoProgramme
from tessera.domain.versions import Version
from tessera.storage.programmes import DynamoProgrammes
from tessera.storage.table import Table

FINE, DISAGREES = 0, 1


class Day(click.ParamType[date]):
    """A day such as 2026-03-31."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day. Fails with the sentence that says what is wrong with it."""
        try:
            return value if isinstance(value, date) else parse_day(value)
        except ValueError as fault:
            self.fail(str(fault), param, ctx)


@click.group()
def ledger() -> None:
    """The ledger for the accountant."""


@ledger.command()
@click.option("--from", "first", type=Day(), required=True, help="The first day, such as 2026-01-01.")
@click.option("--to", "last", type=Day(), required=True, help="The last day.")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write there [default: standard output].")
@click.option("--segments", default=4, show_default=True, help="How many parts of the table are read at once.")
@place_options
def export(
    first: date,
    last: date,
    form: str,
    out: Path | None,
    segments: int,
    stack: Path | None,
    table: str | None,
    region: str | None,
    endpoint: str | None,
) -> None:
    """Every entry that was recorded in a period, by wallet and time, and what the wallets held before and after.

    With --out NAME.csv the totals are written to NAME.totals.csv beside it; they are always shown on standard error.

    Exit 0: the closing balances are those of the accounts. 1: they are not, or something was written meanwhile: run
    `tessera prove`. 2: there is nothing to export.
    """
    if last < first:
        raise click.UsageError("the period ends before it begins")
    place = place_of(stack, table, region, endpoint)
    period = Period(first, last, _version(place.table))
    with TemporaryDirectory(prefix="tessera-ledger-") as folder:
        books, spools = read_books(place.table, period, segments, Path(folder))
        _write(books, spools, form, out)
    _show(books)
    sys.exit(DISAGREES if books.disagreements else FINE)


def _version(table: Table) -> Version:
    """The newest programme, whose time zone and currency the books are in. Raises NoStack."""
    programmes = DynamoProgrammes(table, fresh_for_seconds=3600.0, monotonic=time.monotonic)
    try:
        return programmes.latest()
    except NoProgramme as refusal:
        raise NoStack(refusal.detail) from None


def _write(books: Books, spools: list[Spool], form: str, out: Path | None) -> None:
    lines = all_sorted(spools)
    with _opened(out) as opened:
        if form == "json":
            write_json(books, lines, opened)
        else:
            write_csv(lines, opened)
    if out and form == "csv":
        with _opened(out.with_suffix(f".totals{out.suffix}")) as opened:
            write_totals_csv(books, opened)


@contextmanager
def _opened(out: Path | None) -> Iterator[TextIO]:
    if out is None:
        yield sys.stdout
    else:
        with out.open("w", newline="", encoding="utf-8") as opened:
            yield opened


def _show(books: Books) -> None:
    """The totals, beside what is written."""
    period = books.period
    click.echo(f"{period.first} to {period.last} ({period.zone}): {books.entries:,} entries", err=True)
    for wallet, line, amount in totals(books):
        click.echo(f"  {wallet:9} {line:12} {amount:>15}", err=True)
    if not books.disagreements:
        click.echo("opening + entries = closing, and the accounts hold the same", err=True)
    for wallet in books.disagreements:
        held, entered = books.held[wallet], books.closing(wallet) + books.later[wallet]
        shown = [period.show(wallet, units) for units in (held, entered)]
        said = "{}: the accounts hold {}, the entries come to {}".format(wallet, *shown)
        click.echo(f"{click.style('✗', fg='red', bold=True)} {said}", err=True)
