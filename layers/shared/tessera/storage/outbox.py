"""The outbox and the phones in DynamoDB."""

from datetime import datetime

from tessera.domain.erased import HasTime
from tessera.domain.outbox import DEVICES_MAX, LISTED, Claim, Device, Dispatch, Posted, TracePage
from tessera.storage import keys
from tessera.storage.cursors import read_cursor, write_cursor
from tessera.storage.days import write_sortable
from tessera.storage.paging import in_time
from tessera.storage.postings import DeviceRow, DispatchRow, HolderRow, UnsentRow
from tessera.storage.table import ABSENT, Put, Table
from tessera.storage.transaction import transact_if

TRIES = 3


class DynamoOutbox:
    """The `Outbox` of domain/outbox.py over one table, whose promises are written there."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def claim(self, dispatch: Dispatch, *, at: datetime) -> Claim | Posted:
        """One conditional PutItem; a consistent GetItem before another where somebody was here before."""
        claim = Claim(dispatch, 1, at)
        while not self._take(claim):
            found = self._found(dispatch)
            if found and found.state != "waiting":
                return found
            claim = Claim(dispatch, found.claim.attempt + 1 if found else 1, at)
        return claim

    def settle(self, posted: Posted) -> None:
        """One conditional PutItem for what was sent or waits; one transaction for what is listed, or no longer is."""
        row, of_this_claim = DispatchRow.of(posted), DispatchRow.attempt == posted.claim.attempt
        still_claimed = of_this_claim & (DispatchRow.state == "claimed")
        if posted.state in LISTED:
            self._both(Put(row, still_claimed if posted.state == "unknown" else of_this_claim), posted)
        elif not self._table.put_if(row, still_claimed):
            self._both(Put(row, of_this_claim), posted)

    def posted(self, member_id: str, *, limit: int, cursor: str | None = None) -> TracePage:
        """One descending Query of the index, of one more than is asked for: is there a next page?"""
        listed = keys.posted(member_id)
        before = DispatchRow.moment < read_cursor(listed, cursor) if cursor is not None else None
        rows = self._table.query_index(listed, before, ascending=False, limit=limit + 1)
        found = [row for row in rows if isinstance(row, DispatchRow)]
        traces = tuple(row.trace() for row in found[:limit])
        return TracePage(traces, write_cursor(listed, found[limit - 1].moment) if len(found) > limit else None)

    def forget(self, member_id: str, *, has_time: HasTime) -> bool:
        """Pages of a consistent Query, and one or two DeleteItems of each row."""
        pk, prefix = keys.dispatch(member_id, "", "", "")
        rows = self._table.query(pk, DispatchRow.sk.startswith(prefix.partition("#")[0]), consistent=True)
        return in_time((row for row in rows if isinstance(row, DispatchRow)), self._forget, has_time)

    def _forget(self, row: DispatchRow) -> None:
        """The list first: by the row it is found."""
        self._table.delete(UnsentRow.of(row.read()))
        self._table.delete(row)

    def unsent(self, *, since: datetime, until: datetime, limit: int) -> tuple[Posted, ...]:
        """One consistent Query of the list."""
        between = UnsentRow.sk.between(write_sortable(since), write_sortable(until))
        rows = self._table.query(keys.UNSENT, between, consistent=True, limit=limit)
        return tuple(row.read() for row in rows if isinstance(row, UnsentRow))

    def _take(self, claim: Claim) -> bool:
        row = DispatchRow.of(Posted(claim, "claimed"))
        given_back = (DispatchRow.state == "waiting") & (DispatchRow.attempt == claim.attempt - 1)
        return self._table.put_if(row, given_back if claim.attempt > 1 else ABSENT)

    def _found(self, dispatch: Dispatch) -> Posted | None:
        row = self._table.get(keys.dispatch(*dispatch), consistent=True)
        return row.read() if isinstance(row, DispatchRow) else None

    def _both(self, put: Put, posted: Posted) -> None:
        """The row and the list in one transaction, unless the row is another's by now; whoever else is at it is soon
        done."""
        unsent, is_listed = UnsentRow.of(posted), posted.state in LISTED
        puts, deletes = ([put, Put(unsent, None)], []) if is_listed else ([put], [unsent])
        any(transact_if(self._table, puts, deletes) for _ in range(TRIES))


class DynamoDevices:
    """The `Devices` of domain/outbox.py over one table, whose promises are written there."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, member_id: str) -> tuple[Device, ...]:
        """One consistent Query."""
        pk, prefix = keys.device(member_id, "")
        rows = self._table.query(pk, DeviceRow.sk.startswith(prefix), consistent=True, limit=2 * DEVICES_MAX)
        return tuple(row.read() for row in rows if isinstance(row, DeviceRow))

    def holder(self, token_hash: str) -> str | None:
        """One consistent GetItem."""
        row = self._table.get(keys.device_holder(token_hash), consistent=True)
        return row.holder if isinstance(row, HolderRow) else None

    def put(self, member_id: str, device: Device, *, before: str | None) -> bool:
        """One transaction: the phone, whose it is, and that it is no longer another's."""
        as_it_was = HolderRow.holder == before if before else ABSENT
        puts = [Put(DeviceRow.of(member_id, device), None), Put(HolderRow.of(device.token_hash, member_id), as_it_was)]
        others = [DeviceRow.named(before, device.token_hash)] if before and before != member_id else []
        return transact_if(self._table, puts, others)

    def drop(self, member_id: str, token_hash: str) -> None:
        """Two DeleteItems: the phone, and whose it is, if it is this member's."""
        self._table.delete(DeviceRow.named(member_id, token_hash))
        self._table.delete(HolderRow.of(token_hash, member_id), HolderRow.holder == member_id)
