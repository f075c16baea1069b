"""Erasures in memory: the twin of those in DynamoDB."""

from collections.abc import Iterator

from tessera.domain.account import Account
from tessera.domain.clearing import cleared, cleared_record
from tessera.domain.entries import Record
from tessera.domain.erased import Erased, Erasure, ErasurePage, HasTime
from tessera.domain.filing import Key
from tessera.domain.write import Write
from tessera.storage import keys
from tessera.storage.cursors import ERASURES, read_cursor, write_cursor
from tessera.storage.memory.accounts import Accounts
from tessera.storage.memory.filings import Filings, Kept
from tessera.storage.memory.look_ups import LookUps


class Erasings(Filings, Accounts, LookUps):
    """The `Erasures` of domain/erased.py in memory, and what a write that erases changes in the ledger."""

    def __init__(self) -> None:
        super().__init__()
        self._list_of_erasures: dict[str, Erasure] = {}
        self._past: dict[str, list[Record]] = {}

    def clear(self, erased: Erased, *, has_time: HasTime) -> bool:
        """Under the lock, all at once."""
        with self._lock:
            records = self._records.pop(erased.member_id, [])
            self._past.setdefault(erased.member_id, []).extend(map(cleared_record, records))
            led_to = {self._keys.pop((erased.member_id, record.seq)) for record in records}
            for key in [each for each in self._filings if _is_of(each, erased.member_id, led_to)]:
                self._clear_filing(key)
            if erased.email_key and not self._emails.get(erased.email_key):
                self._guests.pop(erased.email_key, None)
        return True

    def mark_cleared(self, erased: Erased) -> None:
        """Under the lock."""
        with self._lock:
            known = self._erased.get(erased.member_id)
            if known and known.version == erased.version:
                self._erased[erased.member_id] = erased.cleared

    def listed(self, *, limit: int, cursor: str | None = None) -> ErasurePage:
        """A page of the list."""
        after = read_cursor(ERASURES, cursor) if cursor is not None else ""
        later = [each for each in sorted(self._list_of_erasures) if each > after]
        page = tuple(self._list_of_erasures[each] for each in later[:limit])
        return ErasurePage(page, write_cursor(ERASURES, later[limit - 1]) if len(later) > limit else None)

    def books(self) -> Iterator[tuple[Account, tuple[Record, ...]]]:
        """Every account with all its records, and those of whoever was erased."""
        for member_id, erased in list(self._erased.items()):
            yield erased.stand, (*self._past.get(member_id, ()), *self._records.get(member_id, ()))
        for account, records in super().books():
            yield account, (*self._past.get(account.member_id, ()), *records)

    def _clear_filing(self, key: Key) -> None:
        kept = self._filings.pop(key)
        if keys.under_an_order(keys.filing(key).pk):
            reduced = Kept.of(cleared(kept.filing()))
            self._filings[key] = reduced
            beside = self._of_order.get(key.owner, [])
            beside[:] = [reduced if each.key == key else each for each in beside]
        elif key.kind == "referral":
            self._numbered.pop(key._replace(id=key.id.rpartition("/")[0]), None)

    def _erase(self, write: Write) -> None:
        if write.erased is None:
            return
        erased = write.erased
        self._accounts.pop(erased.member_id, None)
        self._erased[erased.member_id] = erased
        place = keys.listed_erasure(erased.erased_at, erased.member_id)
        self._list_of_erasures[place.sk] = Erasure(erased.member_id, erased.erased_at)
        self._forget(erased.member_id, write)


def _is_of(key: Key, member_id: str, led_to: set[Key]) -> bool:
    """Whether something is filed under a member's own keys, or in a partition that one of the records lies in."""
    pk = keys.filing(key).pk
    return pk == keys.account(member_id).pk or pk in {keys.filing(each).pk for each in led_to}
