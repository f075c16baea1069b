"""The outcome of a write: that it took place, or why nothing did."""

from dataclasses import dataclass

from tessera.domain.account import Account
from tessera.domain.filing import Filing
from tessera.domain.write import Parked


@dataclass(frozen=True, slots=True)
class Recorded:
    """The transaction took place."""


@dataclass(frozen=True, slots=True)
class Stale:
    """Nothing took place: something read before has changed since (or a conflicting transaction was under way).

    `account` is the account as it stands now, where it was the account that had changed: the next attempt needs no
    read.
    """

    account: Account | None = None


@dataclass(frozen=True, slots=True)
class AlreadyFiled:
    """Nothing took place: this filing already lies under one of the keys."""

    filing: Filing


@dataclass(frozen=True, slots=True)
class RefundsWaiting:
    """Nothing took place: these refunds, or a completion, are parked under the order's key."""

    parked: Parked


@dataclass(frozen=True, slots=True)
class Exhausted:
    """Nothing took place: this counter has less left than was asked of it, only so much."""

    counter: str
    left: int


Outcome = Recorded | Stale | AlreadyFiled | RefundsWaiting | Exhausted
