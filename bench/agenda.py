"""What a day's nights cost: requests and units for the same members who are due, among few members and among many."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import partial
from itertools import chain, islice
from typing import Any

from bench.units import counted
from tessera.domain.account import Account
from tessera.domain.agenda import JOBS, SHARDS, Item, Job, booking, run_at, shard_of
from tessera.domain.calendar import parse_instant
from tessera.domain.entries import CASHBACK, POINTS
from tessera.domain.lots import Lot, Wallet
from tessera.domain.programme import check
from tessera.domain.traits import Traits
from tessera.domain.versions import Version, version_of
from tessera.edge.mint import SecretMint
from tessera.edge.patience import JitteredPatience
from tessera.operations.give_gifts import give_gifts
from tessera.operations.grant_birthday_bonus import grant_birthday_bonus
from tessera.operations.remind_of_expiry import remind_of_expiry
from tessera.operations.settle_account import settle_account
from tessera.operations.work_agenda import Shift
from tessera.storage import keys
from tessera.storage.agenda import DynamoAgenda
from tessera.storage.ledger import DynamoLedger
from tessera.storage.programmes import DynamoProgrammes
from tessera.storage.rows import AccountRow
from tessera.storage.table import Table

DUE = 200
SIZES = (1_000, 100_000)
START = parse_instant("2026-01-10T10:00:00+01:00")
TODAY = date(2026, 5, 4)
BATCH = 25
LOADERS = 8
PROGRAMME = {
    "id": "bench",
    "name": "Bench",
    "currency": "EUR",
    "timezone": "Europe/Rome",
    "wallets": {"points": {"expiry": {"mode": "fixed", "months": 12}, "reminders": {"days_before": [30]}}},
    "bonuses": {"birthday": {"points": 100}},
    "gifts": [{"id": "may", "when": {"date": TODAY.isoformat()}, "points": 5}],
}
OPERATIONS: dict[Job, Any] = {
    "settle_accounts": settle_account,
    "birthday_bonuses": grant_birthday_bonus,
    "segment_gifts": give_gifts,
    "expiry_reminders": remind_of_expiry,
}


@dataclass(frozen=True, slots=True)
class NightCost:
    """What one job cost on one day, all its shards together; units are DynamoDB's."""

    job: Job
    members: int
    looked_after: int
    requests: int
    write_units: int
    read_units: Fraction


def agenda_costs(table: Table) -> list[NightCost]:
    """The cost of the four jobs of a day, first among few members, then among many, with as many due."""
    version = version_of(check(PROGRAMME), number=1, in_force_from=START)
    programmes = DynamoProgrammes(table, fresh_for_seconds=1e9, monotonic=lambda: 0.0)
    programmes.publish(version)
    return [cost for size in SIZES for cost in _costs_among(size, table, programmes, version)]


def _costs_among(size: int, table: Table, programmes: DynamoProgrammes, version: Version) -> list[NightCost]:
    _load(size, table, version)
    return [_cost(job, size, table, programmes) for job in JOBS]


def _cost(job: Job, size: int, table: Table, programmes: DynamoProgrammes) -> NightCost:
    ledger, now = DynamoLedger(table), run_at(job, TODAY, PROGRAMME["timezone"])
    writing: Any = {"ledger": ledger, "programmes": programmes, "patience": JitteredPatience(), "mint": SecretMint()}

    def step(member_id: str, at: datetime) -> Account | None:
        account: Account | None = OPERATIONS[job](member_id, **writing, now=at)
        return account

    shift = partial(
        Shift, step=step, now=now, clock=lambda: now, has_time=lambda: True, agenda=DynamoAgenda(table),
        ledger=ledger, programmes=programmes, hands=1,
    )  # fmt: skip
    with counted(table.client) as count:
        done = sum(shift(job, shard).work().done for shard in range(SHARDS))
    return NightCost(job, size, done, count.round_trips, count.write_units, count.read_units)


def _load(size: int, table: Table, version: Version) -> None:
    """Leave the table with so many members, of whom the first are due for each job, and all on the agenda."""
    rows = (row for number in range(size) for row in _rows(_member(number, size), version))
    begins = (_begins(job, shard) for job in JOBS for shard in range(SHARDS))
    with ThreadPoolExecutor(LOADERS) as pool:
        for written in [pool.submit(_write, table, batch) for batch in _batches(chain(begins, rows))]:
            written.result()


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], ...]]:
    while batch := tuple(islice(rows, BATCH)):
        yield batch


def _member(number: int, size: int) -> Account:
    """One of the members who are due for everything on the day, or one of all others. They are named by how many there
    are: what was written for those before is in nobody's way."""
    is_due = number < DUE
    soon, later = TODAY + timedelta(days=30), TODAY + timedelta(days=60 + number % 300)
    lots = [Lot(START.date(), soon if is_due else later, 40)]
    pending = (Lot(TODAY if is_due else later, later, 10),)
    points = Wallet(lots=tuple(lots), pending_lots=pending)
    born = TODAY if is_due else TODAY + timedelta(days=1 + number % 200)
    return Account(
        f"member-{size}-{number}",
        START.date(),
        START,
        1,
        {POINTS: points, CASHBACK: Wallet()},
        traits=Traits((born.month, born.day), START.date()),
        gifts=() if is_due else ("may",),
    )


def _rows(account: Account, version: Version) -> Iterator[dict[str, Any]]:
    yield AccountRow.of(account).serialize()
    for job in JOBS:
        day = booking(job, account, version, START)
        if day:
            yield from _agenda_rows(Item(job, account.member_id, day))


def _agenda_rows(item: Item) -> Iterator[dict[str, Any]]:
    day = item.day.isoformat()
    place = keys.agenda(day, shard_of(item.member_id), item.job, item.member_id)
    yield _row(place, "agenda")
    yield {**_row(keys.agenda_mark(item.job, item.member_id), "agenda_mark"), "day": {"S": day}}


def _begins(job: Job, shard: int) -> dict[str, Any]:
    return {**_row(keys.agenda_begins(job, shard), "agenda_begins"), "day": {"S": TODAY.isoformat()}}


def _row(place: keys.Place, kind: str) -> dict[str, Any]:
    return {"pk": {"S": place.pk}, "sk": {"S": place.sk}, "kind": {"S": kind}, "schema": {"N": "1"}}


def _write(table: Table, rows: tuple[dict[str, Any], ...]) -> None:
    left: Any = {table.name: [{"PutRequest": {"Item": row}} for row in rows]}
    while left:
        left = table.client.batch_write_item(RequestItems=left)["UnprocessedItems"]
