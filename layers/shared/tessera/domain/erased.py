"""What is left of a member who was erased, and the list of all erasures (docs/rules.md §11a).

The ports that erasing needs of the world, and the values they hand over; one contract suite (tests/storage) holds every
adapter to the promises written here.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple, Protocol

from tessera.domain.account import Account

HasTime = Callable[[], bool]
"""Asked before each page but the first."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What is left in the place of an account: `version` is the number of the member's last record, which closed it at
    `closed_at`. `erased_at` is when the erasure was asked for first: earlier, where a restore had undone it.

    `email_key` finds what else has to be cleared away; once that has been done it `is_cleared`, and the key forgotten.
    """

    member_id: str
    version: int
    erased_at: datetime
    closed_at: datetime
    email_key: str | None = None
    is_cleared: bool = False

    @property
    def cleared(self) -> "Erased":
        """The same once nothing else is left."""
        return replace(self, email_key=None, is_cleared=True)

    def succeeded_by(self, newcomer: Account) -> Account:
        """A new member of this id: the numbers of their records go on, and time does not go back."""
        settled_at = max(newcomer.settled_at, self.closed_at)
        return replace(newcomer, version=self.version, settled_at=settled_at)

    @property
    def stand(self) -> Account:
        """Where the ledger of the member stands: at nothing."""
        return Account(self.member_id, self.closed_at.date(), self.closed_at, self.version)


class Erasure(NamedTuple):
    """A line of the list of erasures: who was erased, by their pseudonym, and when."""

    member_id: str
    erased_at: datetime


class ErasurePage(NamedTuple):
    """Erasures, the earliest first, and where the next page starts (None: this was the last)."""

    erasures: tuple[Erasure, ...]
    cursor: str | None


class Erasures(Protocol):
    """What erasures leave to be done, and the list of them."""

    def clear(self, erased: Erased, *, has_time: HasTime) -> bool:
        """Clear away what the ledger keeps for an erased member beside the amounts of their records: what is filed
        under their own keys makes room for what comes, what is filed under their orders is reduced. False when there
        was no time, or when it is not certain that all was seen: then it is to be asked again."""
        ...

    def mark_cleared(self, erased: Erased) -> None:
        """Note that nothing else is left of the member; nothing happens where they have enrolled since."""
        ...

    def listed(self, *, limit: int, cursor: str | None = None) -> ErasurePage:
        """A page of all erasures there were. A cursor that is none of ours is an InvalidRequest."""
        ...
