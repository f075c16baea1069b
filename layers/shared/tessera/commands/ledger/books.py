"""The books of a period: what there was when it began, what moved, and what there was when it ended.

An entry belongs to the day on which it was recorded, whenever what it says happened: a period that is over does not
change any more.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple

from tessera.domain.account import Account
from tessera.domain.calendar import Zone, day_of, show_instant
from tessera.domain.entries import POINTS, WALLETS, Entry, Record
from tessera.domain.facts import told_cause
from tessera.domain.money import show_minor
from tessera.domain.versions import Version

IMPORTED = "import/"
"""How the causes of what was brought from another programme begin: told apart from adjustments by hand."""


class Line(NamedTuple):
    """One entry. Points are whole numbers, cashback is money; what is taken away is negative. `balance` is what the
    member's wallet holds after it."""

    entry_id: str
    member_id: str
    at: str
    recorded_at: str
    kind: str
    cause: str
    wallet: str
    amount: str
    balance: str
    version: int


class Place(NamedTuple):
    """Where a line stands among all: by wallet, then by when it was recorded."""

    wallet: int
    recorded_at: str
    member_id: str
    seq: int
    number: int


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included, in the programme's time zone."""

    first: date
    last: date
    version: Version

    @property
    def zone(self) -> Zone:
        """The programme's time zone."""
        return self.version.programme.timezone

    def show(self, wallet: str, units: int) -> str:
        """Units of a wallet: points as they are, cashback as money."""
        return str(units) if wallet == POINTS else show_minor(units, self.version.programme.digits)

    def lines(self, record: Record) -> Iterator[tuple[Place, Line]]:
        """The lines of a record of the period, each with its place."""
        recorded_at = show_instant(record.recorded_at, self.zone)
        for number, entry in enumerate(record.entries):
            written = _sortable(record.recorded_at), record.member_id, record.seq, number
            yield Place(WALLETS.index(entry.wallet), *written), self._line(record, number, entry, recorded_at)

    def _line(self, record: Record, number: int, entry: Entry, recorded_at: str) -> Line:
        return Line(
            f"{record.seq}-{number}",
            record.member_id,
            show_instant(entry.at, self.zone),
            recorded_at,
            entry.kind,
            told_cause(entry.cause),
            entry.wallet,
            self.show(entry.wallet, entry.amount),
            self.show(entry.wallet, entry.balance),
            entry.version,
        )


@dataclass(slots=True)
class Books:
    """The sums of a ledger around a period: `opening` and `later` are what all entries before and after it come to,
    `moved` those within, by wallet and kind, `held` what the accounts hold."""

    period: Period
    opening: Counter[str] = field(default_factory=Counter)
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)
    later: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    entries: int = 0

    def enter(self, read: Account | Record) -> bool:
        """Take in an account or a record; gives whether that is one of the period."""
        if isinstance(read, Account):
            self.held.update({name: wallet.total for name, wallet in read.wallets.items()})
            return False
        day = day_of(read.recorded_at, self.period.zone)
        is_within = self.period.first <= day <= self.period.last
        for entry in read.entries:
            if is_within:
                self.moved[entry.wallet, kind_of(entry)] += entry.amount
                self.entries += 1
            else:
                (self.opening if day < self.period.first else self.later)[entry.wallet] += entry.amount
        return is_within

    def add(self, other: "Books") -> None:
        """Take in the sums of another part of the ledger."""
        for mine, its in ((self.opening, other.opening), (self.later, other.later), (self.held, other.held)):
            mine.update(its)
        self.moved.update(other.moved)
        self.entries += other.entries

    def kinds(self, wallet: str) -> dict[str, int]:
        """What moved in a wallet, by kind; activations and reservations move nothing, and are left out."""
        return {kind: units for (name, kind), units in sorted(self.moved.items()) if name == wallet and units}

    def closing(self, wallet: str) -> int:
        """What there was at the end: the opening balance and all that moved."""
        return self.opening[wallet] + sum(self.kinds(wallet).values())

    @property
    def disagreements(self) -> list[str]:
        """The wallets whose closing balance, with what moved after it, is not what the accounts hold."""
        return [name for name in WALLETS if self.closing(name) + self.later[name] != self.held[name]]


def kind_of(entry: Entry) -> str:
    """The kind under which an entry is summed up: what was brought from another programme is a kind of its own."""
    return "import" if entry.cause.startswith(IMPORTED) else entry.kind


def _sortable(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")
