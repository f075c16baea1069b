"""Erasures in DynamoDB: what is written of a member under many keys, cleared away row by row."""

from collections.abc import Iterator
from itertools import chain

from pynamodb.expressions.condition import Condition

from tessera.domain.clearing import is_cleared
from tessera.domain.erased import Erased, Erasure, ErasurePage, HasTime
from tessera.domain.shop_orders.heard import shop_s_id
from tessera.storage import keys
from tessera.storage.columns import Row
from tessera.storage.cursors import ERASURES, read_cursor, write_cursor
from tessera.storage.erased_rows import ERASED, ErasedRow, ErasureRow
from tessera.storage.look_ups import GuestRow
from tessera.storage.paging import in_time
from tessera.storage.rows import FilingRow
from tessera.storage.shop_orders import HeardRow
from tessera.storage.table import Put, Table
from tessera.storage.transaction import transact_if


class DynamoErasures:
    """The `Erasures` of domain/erased.py over one table, whose promises are written there."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def clear(self, erased: Erased, *, has_time: HasTime) -> bool:
        """A transaction or two writes of each row. What is found by the index may have been missed there: all was seen
        once the index has every record of the member as a past one."""
        rows = chain(self._own(erased.member_id), self._elsewhere(erased.member_id), self._of_guest(erased.email_key))
        return in_time(rows, self._clear, has_time) and self._is_past(erased)

    def mark_cleared(self, erased: Erased) -> None:
        """One conditional PutItem."""
        still_so = (Row.kind == ERASED) & (ErasedRow.version == erased.version)
        self._table.put_if(ErasedRow.of(erased.cleared), still_so)

    def listed(self, *, limit: int, cursor: str | None = None) -> ErasurePage:
        """One Query of the list, of one more than is asked for: is there a next page?"""
        later = ErasureRow.sk > read_cursor(ERASURES, cursor) if cursor is not None else None
        rows = self._table.query(keys.ERASED, later, consistent=True, limit=limit + 1)
        found = [row for row in rows if isinstance(row, ErasureRow)]
        page = tuple(row.read() for row in found[:limit])
        return ErasurePage(page, write_cursor(ERASURES, found[limit - 1].sk) if len(found) > limit else None)

    def note(self, erasure: Erasure) -> None:
        """Put a line of another table's list into this one's, where it is not yet: one conditional PutItem."""
        self._table.put_if_absent(ErasureRow.of(erasure))

    def _own(self, member_id: str) -> Iterator[Row]:
        pk, prefix = keys.own_filings(member_id)
        return self._table.query(pk, Row.sk.startswith(prefix), consistent=True)

    def _elsewhere(self, member_id: str) -> Iterator[Row]:
        """All that lies with the member's records under orders and redemptions; what has no record comes first, because
        the others lead to it."""
        before = None
        for found in self._table.query_index(member_id, None, ascending=True):
            if found.pk != before and found.pk != keys.account(member_id).pk:
                yield from self._heard(found.pk)
                beside = self._table.query(found.pk, consistent=True)
                yield from sorted((row for row in beside if isinstance(row, FilingRow)), key=_has_record)
            before = found.pk

    def _heard(self, pk: str) -> Iterator[Row]:
        """What the shop's platform told of the order."""
        if keys.under_an_order(pk):
            yield from self._table.query(keys.heard(shop_s_id(keys.tail(pk)), "").pk, consistent=True)

    def _of_guest(self, email_key: str | None) -> Iterator[Row]:
        """The look-ups of guests' orders by an e-mail that no other member has."""
        if email_key is None:
            return
        pk, prefix = keys.email(email_key, "")
        if next(self._table.query(pk, Row.sk.startswith(prefix), consistent=True, limit=1), None) is None:
            yield from self._table.query(keys.guest(email_key, "", "", "").pk, consistent=True)

    def _clear(self, row: Row) -> None:
        if isinstance(row, GuestRow | HeardRow):
            self._table.delete(row)
        elif isinstance(row, FilingRow) and not row.is_past:
            self._clear_filing(row)

    def _clear_filing(self, row: FilingRow) -> None:
        key = keys.filed_at(row.kind, keys.Place(row.pk, row.sk))
        past = row.past(key)
        if not keys.under_an_order(row.pk) and not _has_record(row):
            self._table.delete(row)
        elif past.sk != row.sk:
            transact_if(self._table, [Put(past, None)], [row])
        elif not is_cleared(row.filing(key)):
            self._table.put_if(past, _as_it_was(row))

    def _is_past(self, erased: Erased) -> bool:
        left = next(self._table.query_index(erased.member_id, None, ascending=True, limit=1), None)
        past = self._table.query_index(keys.past_records(erased.member_id), None, ascending=True)
        return left is None and sum(1 for _ in past) == erased.version


def _has_record(row: FilingRow) -> bool:
    return row.member is not None


def _as_it_was(row: FilingRow) -> Condition:
    return FilingRow.member == row.member if _has_record(row) else FilingRow.member.does_not_exist()
