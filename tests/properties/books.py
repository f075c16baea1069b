"""The books that are kept of each member, and how a law is said to be broken."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from tessera.domain.account import Account
from tessera.domain.entries import Record
from tessera.domain.ports import Json

Moved = Counter[tuple[str, str]]
"""What entries come to, by wallet and kind."""


class Broken(AssertionError):
    """A law that does not hold, and what a story would have expected instead."""

    def __init__(self, said: str, expected: Json | None = None) -> None:
        super().__init__(said)
        self.expected = expected


def hold(holds: bool, said: str, expected: Json | None = None) -> None:
    """Raises Broken where a law does not hold."""
    if not holds:
        raise Broken(said, expected)


@dataclass(slots=True)
class Books:
    """What is known of one member from their records: the account after the last one, and what all of them come to."""

    account: Account | None = None
    moved: Moved = field(default_factory=Counter)
    by_cause: dict[str, Moved] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def version(self) -> int:
        """The number of the last record."""
        return self.account.version if self.account else 0

    def enter(self, account: Account, records: Iterable[Record]) -> None:
        """Add what was written since."""
        self.account = account
        for entry in (entry for record in records for entry in record.entries):
            self.moved[entry.wallet, entry.kind] += entry.amount
            self.by_cause[entry.cause][entry.wallet, entry.kind] += entry.amount
