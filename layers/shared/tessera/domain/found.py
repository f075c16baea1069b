"""What the ledger finds when it is asked: all that lies under an order or a redemption, and pages of what it lists."""

from typing import NamedTuple

from tessera.domain.entries import Record
from tessera.domain.filing import Filing
from tessera.domain.write import HeldReferral, Parked, Progress


class OrderFile(NamedTuple):
    """All that lies under an order: its filing (None while only what is parked waits), what has been refunded, the
    refunds' filings in order of arrival, captures made for it by redemption id, what is parked, its completion, and,
    of a guest's order, how a member claimed it."""

    filing: Filing | None
    progress: Progress | None
    refunds: tuple[Filing, ...]
    captures: tuple[Filing, ...]
    parked: Parked | None
    completion: Filing | None = None
    claim: Filing | None = None


class RedemptionFile(NamedTuple):
    """A reservation's filing and, once captured or released, its closing's."""

    reservation: Filing
    closing: Filing | None


class Page(NamedTuple):
    """Records of a member, newest first, and where the next page starts (None: this was the last)."""

    records: tuple[Record, ...]
    cursor: str | None


class HeldPage(NamedTuple):
    """Held referrals in the order of their friends' ids, and where the next page starts (None: this was the last)."""

    referrals: tuple[HeldReferral, ...]
    cursor: str | None


class Filed(NamedTuple):
    """What a member's record is filed with, and where the page after it starts."""

    filing: Filing
    cursor: str


class Entered(NamedTuple):
    """A record, and the cause of the write that made it: also one that moved no unit has a cause."""

    cause: str
    record: Record
