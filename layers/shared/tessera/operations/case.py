"""What every write needs that is about one thing: an order, a refund, a completion, a claim, a credit."""

from dataclasses import dataclass
from datetime import datetime

from tessera.domain.book import Book, Mint
from tessera.domain.ports import Ledger, Programmes
from tessera.domain.versions import Version
from tessera.operations.carrying_out import Attempt
from tessera.operations.reading import account_for, settled_book


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a case needs of the world; each kind of case says besides what it is about."""

    ledger: Ledger
    programmes: Programmes
    mint: Mint
    now: datetime

    @property
    def current(self) -> Version:
        """The version in force now."""
        return self.programmes.in_force(self.now)

    def book(self, attempt: Attempt, member_id: str, version: Version) -> Book:
        """The settled book of a member for an attempt at a write by a version. Raises UnknownMember."""
        account = account_for(attempt, self.ledger, member_id)
        return settled_book(attempt, account, version, self.now, self.programmes, self.mint)
