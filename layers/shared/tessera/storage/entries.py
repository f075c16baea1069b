"""The entries of a record as text, and back. Nothing else of the storage is needed to read them from the stream.

First come the wallets as they stood before, each as active, pending and reserved units; then the entries, each a list:
kind, wallet, amount, units, active, pending, reserved; then its instant, cause and version, left out or null where it
is that of the record. Last come the changes beside the wallets, each an object.
"""

import json
from datetime import datetime
from typing import Any, NamedTuple

from tessera.domain.entries import Balance, Change, Entry, Record
from tessera.storage.days import read_instant, write_instant, write_sortable

_FIELDS = 10


class Heading(NamedTuple):
    """What entries share with their record: when it was recorded, its cause, the version of the programme."""

    recorded_at: datetime
    cause: str
    programme: int


def heading_of(record: Record, cause: str) -> Heading:
    """The heading of a record; the clock's own entries come first, so the last one names the version (0: none)."""
    return Heading(record.recorded_at, cause, record.entries[-1].version if record.entries else 0)


def write_entries(record: Record, heading: Heading) -> str:
    """The wallets before the record and its entries as text, without what stands in its heading."""
    entries = (_form(entry, heading) for entry in record.entries)
    changes = ({change.kind: _told(change)} for change in record.changes)
    return json.dumps([record.before, *entries, *changes], separators=(",", ":"))


def read_record(member_id: str, seq: int, text: str, heading: Heading) -> Record:
    """The record whose entries were written."""
    before, *forms = json.loads(text)
    balances = {name: Balance(*units) for name, units in before.items()}
    entries = tuple(_entry(form, heading) for form in forms if isinstance(form, list))
    changes = tuple(_change(kind, told) for form in forms if isinstance(form, dict) for kind, told in form.items())
    return Record(member_id, seq, heading.recorded_at, balances, entries, changes)


def write_moment(record: Record) -> str:
    """When a record was recorded and its number, as text that sorts the member's records."""
    return f"{write_sortable(record.recorded_at)}#{record.seq:010d}"


def read_moment(moment: str) -> datetime:
    """When the record of that moment was recorded."""
    return read_instant(moment.partition("#")[0])


def read_number(moment: str) -> int:
    """The number of the record of that moment."""
    return int(moment.partition("#")[2])


def after(instant: datetime) -> str:
    """Text that sorts after every moment of that instant and before every later one."""
    return f"{write_sortable(instant)}$"


def _told(change: Change) -> list[str]:
    told = [write_instant(change.at), change.was, change.now]
    return [*told, change.of] if change.of else told


def _change(kind: Any, told: list[str]) -> Change:
    at, was, now, *of = told
    return Change(kind, read_instant(at), was, now, *of)


def _form(entry: Entry, heading: Heading) -> list[Any]:
    own = [
        None if entry.at == heading.recorded_at else write_instant(entry.at),
        None if entry.cause == heading.cause else entry.cause,
        None if entry.version == heading.programme else entry.version,
    ]
    while own and own[-1] is None:
        own.pop()
    return [entry.kind, entry.wallet, entry.amount, entry.units, entry.active, entry.pending, entry.reserved, *own]


def _entry(form: list[Any], heading: Heading) -> Entry:
    kind, wallet, amount, units, active, pending, reserved, at, cause, version = form + [None] * (_FIELDS - len(form))
    return Entry(
        kind=kind,
        cause=heading.cause if cause is None else cause,
        wallet=wallet,
        amount=amount,
        units=units,
        at=heading.recorded_at if at is None else read_instant(at),
        active=active,
        pending=pending,
        reserved=reserved,
        version=heading.programme if version is None else version,
    )
