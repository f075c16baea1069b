"""Accounts and their records in memory."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from tessera.domain.account import Account
from tessera.domain.entries import Record
from tessera.domain.erased import Erased
from tessera.domain.filing import Key
from tessera.domain.found import Entered, Page
from tessera.domain.outcome import Outcome, Stale
from tessera.domain.write import Write
from tessera.storage.cursors import read_cursor, write_cursor
from tessera.storage.entries import after, write_moment
from tessera.storage.keys import AWARDS
from tessera.storage.memory.shelf import Shelf


class Accounts(Shelf):
    """Accounts by their members, and each one's records in the order of their moments."""

    def __init__(self) -> None:
        super().__init__()
        self._accounts: dict[str, Account] = {}
        self._erased: dict[str, Erased] = {}
        self._records: dict[str, list[Record]] = {}
        self._keys: dict[tuple[str, int], Key] = {}

    def account(self, member_id: str, *, consistent: bool = False) -> Account | None:
        """Always the account after its last write."""
        return self._accounts.get(member_id)

    def erased(self, member_id: str) -> Erased | None:
        """What is left of a member who was erased."""
        return self._erased.get(member_id)

    def records(self, member_id: str, *, limit: int, cursor: str | None = None) -> Page:
        """A page of the member's records, newest first."""
        written = self._before(member_id, cursor)
        start = max(0, len(written) - limit)
        page = tuple(reversed(written[start:]))
        return Page(page, write_cursor(member_id, write_moment(page[-1])) if start else None)

    def history(self, member_id: str, *, limit: int) -> Iterator[Entered]:
        """The member's records, newest first."""
        for record in islice(reversed(tuple(self._records.get(member_id, ()))), limit):
            yield Entered(self._keys[member_id, record.seq].cause, record)

    def _before(self, member_id: str, cursor: str | None) -> list[Record]:
        """The member's records before that of a cursor, the oldest first."""
        written = self._records.get(member_id, [])
        if cursor is None:
            return list(written)
        return written[: bisect_left(written, read_cursor(member_id, cursor), key=write_moment)]

    def first_record_after(self, member_id: str, instant: datetime) -> Record | None:
        """The member's first record recorded after an instant."""
        written = self._records.get(member_id, [])
        place = bisect_right(written, after(instant), key=write_moment)
        return written[place] if place < len(written) else None

    def recent_orders(self, member_id: str, *, among: int) -> tuple[str, ...]:
        """The ids of the orders among the member's last so many records, newest first."""
        latest = reversed(self._records.get(member_id, [])[-among:])
        keys = (self._keys[member_id, record.seq] for record in latest)
        return tuple(key.owner for key in keys if key.kind in AWARDS)

    def books(self) -> Iterator[tuple[Account, tuple[Record, ...]]]:
        """Every account with all its records, in their order: what `prove` goes through."""
        for member_id, account in list(self._accounts.items()):
            yield account, tuple(self._records.get(member_id, ()))

    def _account_obstacles(self, write: Write) -> Iterator[Outcome]:
        if write.account and self._version(write.account.member_id) != write.account.version - 1:
            yield Stale(self._accounts.get(write.account.member_id))
        if write.erased and self._version(write.erased.member_id) != write.erased.version - 1:
            yield Stale()

    def _version(self, member_id: str) -> int:
        standing = self._accounts.get(member_id) or self._erased.get(member_id)
        return standing.version if standing else 0

    def _enter(self, write: Write) -> None:
        if write.account:
            self._accounts[write.account.member_id] = write.account
            self._erased.pop(write.account.member_id, None)
        for filing in write.filings:
            if filing.record:
                self._enter_record(filing.record, filing.key)

    def _enter_record(self, record: Record, key: Key) -> None:
        self._keys[record.member_id, record.seq] = key
        insort(self._records.setdefault(record.member_id, []), record, key=write_moment)
