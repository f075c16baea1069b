"""The books on paper: entries and totals, as CSV or as one JSON document, written line by line."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from tessera.commands.ledger.books import Books, Line
from tessera.domain.entries import WALLETS


def totals(books: Books) -> Iterator[tuple[str, str, str]]:
    """Wallet, line and amount: the opening balance, each kind, the closing balance."""
    for wallet in WALLETS:
        yield wallet, "opening", books.period.show(wallet, books.opening[wallet])
        yield from ((wallet, kind, books.period.show(wallet, units)) for kind, units in books.kinds(wallet).items())
        yield wallet, "closing", books.period.show(wallet, books.closing(wallet))


def write_csv(lines: Iterable[Line], out: TextIO) -> None:
    """The entries."""
    writer = csv.writer(out)
    writer.writerow(Line._fields)
    writer.writerows(lines)


def write_totals_csv(books: Books, out: TextIO) -> None:
    """The totals."""
    writer = csv.writer(out)
    writer.writerow(("wallet", "line", "amount"))
    writer.writerows(totals(books))


def write_json(books: Books, lines: Iterable[Line], out: TextIO) -> None:
    """Both in one document; points are integers in it, cashback is a string, as everywhere."""
    heading = {
        "from": books.period.first.isoformat(),
        "to": books.period.last.isoformat(),
        "timezone": books.period.zone,
        "currency": books.period.version.programme.currency,
        "wallets": {wallet: _wallet(books, wallet) for wallet in WALLETS},
    }
    text = json.dumps(heading, indent=1, ensure_ascii=False)
    out.write(text.removesuffix("\n}") + ',\n "entries": [')
    for number, line in enumerate(lines):
        entry = line._asdict() | {name: _value(line.wallet, getattr(line, name)) for name in ("amount", "balance")}
        out.write(("," if number else "") + "\n  " + json.dumps(entry, ensure_ascii=False))
    out.write("\n ]\n}\n")


def _wallet(books: Books, wallet: str) -> dict[str, Any]:
    shown = [(line, _value(wallet, amount)) for name, line, amount in totals(books) if name == wallet]
    (_, opening), *moved, (_, closing) = shown
    return {"opening": opening, "moved": dict(moved), "closing": closing}


def _value(wallet: str, shown: str) -> int | str:
    return int(shown) if wallet == WALLETS[0] else shown
