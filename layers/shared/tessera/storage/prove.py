"""Proving the ledger: every balance is recomputed from the records, and what does not agree is told.

The table is read once, in parallel segments (with export and restore the only Scan there is), and needs a few bytes a
member: each record takes off a fingerprint of where it begins and adds one of where it ends, the account takes off one
of where it stands. Whoever's sum is not zero, or has a record or account that is wrong in itself, is looked at again
by name: either something is wrong there, or there was a write while the table was read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple

from tessera.domain.account import Account
from tessera.domain.entries import WALLETS, Record
from tessera.storage import keys
from tessera.storage.erased_rows import ErasedRow
from tessera.storage.judging import (
    NOTHING,
    Balances,
    account_faults,
    balances_after,
    balances_of,
    faults,
    record_faults,
)
from tessera.storage.ledger import DynamoLedger
from tessera.storage.rows import AccountRow, FilingRow
from tessera.storage.table import Table

LOOKS_MAX = 5
_OF_RECORDS = ("member", "moment", "seq", "cause", "programme", "entries")
_OF_ACCOUNTS = ("version", "account", "erased_at", "closed_at")
_READ = ("pk", "sk", "kind", *_OF_RECORDS, *_OF_ACCOUNTS)


class Disagreement(NamedTuple):
    """What does not agree, and whose it is."""

    member_id: str
    what: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was read, and everything that does not agree in it (nothing: every balance is the sum of its entries).

    `moved` adds up the amounts of all entries by wallet and kind: what was issued, redeemed, expired …
    """

    members: int
    records: int
    entries: int
    moved: Counter[tuple[str, str]]
    disagreements: tuple[Disagreement, ...]


@dataclass(slots=True)
class _Sums:
    """What a segment comes to: counts, the sum of fingerprints by member, and who is to be looked at again."""

    members: int = 0
    records: int = 0
    entries: int = 0
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_member: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    suspects: set[str] = field(default_factory=set)

    def add_account(self, account: Account) -> None:
        self.members += 1
        self.by_member[account.member_id] -= _fingerprint(account.version, balances_of(account))
        self.by_member[account.member_id] += _fingerprint(0, NOTHING)
        if any(account_faults(account)):
            self.suspects.add(account.member_id)

    def add_record(self, record: Record) -> None:
        self.records += 1
        self.entries += len(record.entries)
        for entry in record.entries:
            self.moved[entry.wallet, entry.kind] += entry.amount
        self.by_member[record.member_id] -= _fingerprint(record.seq - 1, record.before)
        self.by_member[record.member_id] += _fingerprint(record.seq, balances_after(record))
        if any(record_faults(record)):
            self.suspects.add(record.member_id)

    def add(self, other: "_Sums") -> None:
        self.members += other.members
        self.records += other.records
        self.entries += other.entries
        for what, amount in other.moved.items():
            self.moved[what] += amount
        self.suspects |= other.suspects
        for member_id, fingerprint in other.by_member.items():
            self.by_member[member_id] += fingerprint

    def to_look_at(self) -> list[str]:
        """The members whose records and account may not fit together."""
        return sorted(self.suspects | {member_id for member_id, rest in self.by_member.items() if rest})


def prove(table: Table, *, segments: int = 4) -> Proof:
    """Prove a whole table, reading so many segments of it at once."""
    sums = _Sums()
    with ThreadPoolExecutor(segments) as readers:
        for part in readers.map(partial(_read, table, segments), range(segments)):
            sums.add(part)
    return _proof(sums, (each for member_id in sums.to_look_at() for each in _look_again(table, member_id)))


def prove_books(books: Iterable[tuple[Account, Sequence[Record]]]) -> Proof:
    """Prove accounts that come with all their records, as a ledger in memory has them."""
    sums, found = _Sums(), list[Disagreement]()
    for account, records in books:
        sums.add_account(account)
        for record in records:
            sums.add_record(record)
        found += _disagreements(account.member_id, account, records)
    return _proof(sums, found)


def _proof(sums: _Sums, disagreements: Iterable[Disagreement]) -> Proof:
    return Proof(sums.members, sums.records, sums.entries, sums.moved, tuple(disagreements))


def _read(table: Table, segments: int, segment: int) -> _Sums:
    sums = _Sums()
    for row in table.scan(segment=segment, segments=segments, attributes=_READ):
        if isinstance(row, AccountRow):
            sums.add_account(row.read())
        elif isinstance(row, ErasedRow):
            sums.add_account(row.read().stand)
        elif isinstance(row, FilingRow) and (record := row.record()):
            sums.add_record(record)
    return sums


def _look_again(table: Table, member_id: str) -> Iterator[Disagreement]:
    """Judge one member, by records read while the account did not change."""
    ledger = DynamoLedger(table)
    account = _stand(ledger, member_id)
    for _ in range(LOOKS_MAX):
        parts = (table.query_index(each, None, ascending=True) for each in (keys.past_records(member_id), member_id))
        rows = chain.from_iterable(parts)
        records = [record for row in rows if isinstance(row, FilingRow) and (record := row.record())]
        before, account = account, _stand(ledger, member_id)
        if before == account:
            break
    return _disagreements(member_id, account, sorted(records, key=lambda record: record.seq))


def _stand(ledger: DynamoLedger, member_id: str) -> Account | None:
    """The member's account, or where their ledger stands since they were erased."""
    if account := ledger.account(member_id, consistent=True):
        return account
    erased = ledger.erased(member_id)
    return erased.stand if erased else None


def _disagreements(member_id: str, account: Account | None, records: Sequence[Record]) -> Iterator[Disagreement]:
    return (Disagreement(member_id, what) for what in faults(account, records))


def _fingerprint(number: int, balances: Balances) -> int:
    text = f"{number} {[balances[name] for name in WALLETS]}"
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
