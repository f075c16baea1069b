"""The ledger in DynamoDB: one read, one transaction; nothing is ever updated in place."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from tessera.domain.account import Account
from tessera.domain.entries import Record
from tessera.domain.erased import Erased
from tessera.domain.filing import Filing, Key
from tessera.domain.found import Entered, Filed, HeldPage, OrderFile, Page, RedemptionFile
from tessera.domain.guessing import Guesser, WrongGuesses
from tessera.domain.member import Profile
from tessera.domain.outcome import Outcome
from tessera.domain.sample import SEATS
from tessera.domain.write import GuestOrder, Parked, Progress, Write
from tessera.storage import keys
from tessera.storage.columns import Row
from tessera.storage.cursors import HELD_REFERRALS, read_cursor, write_cursor
from tessera.storage.entries import after, write_moment
from tessera.storage.erased_rows import ErasedRow
from tessera.storage.look_ups import CodeRow, CountRow, GuessesRow, GuestRow, HeldRow, SeatRow
from tessera.storage.rows import AccountRow, FilingRow, ParkedRow, ProfileRow, ProgressRow
from tessera.storage.table import ABSENT, Table
from tessera.storage.transaction import carry_out

ONCE = ("completion", "claimed")
"""What is filed once beside an order, in the sequence of an OrderFile."""


class DynamoLedger:
    """The `Ledger` of domain/ports.py over one table, whose promises are written there."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def account(self, member_id: str, *, consistent: bool = False) -> Account | None:
        """One GetItem, eventually consistent unless asked otherwise."""
        row = self._table.get(keys.account(member_id), consistent=consistent)
        return row.read() if isinstance(row, AccountRow) else None

    def erased(self, member_id: str) -> Erased | None:
        """One consistent GetItem."""
        row = self._table.get(keys.account(member_id), consistent=True)
        return row.read() if isinstance(row, ErasedRow) else None

    def record(self, write: Write) -> Outcome:
        """One TransactWriteItems."""
        return carry_out(write, self._table)

    def filed(self, key: Key) -> Filing | None:
        """One consistent GetItem."""
        row = self._table.get(keys.filing(key), consistent=True)
        return row.filing(key) if isinstance(row, FilingRow) else None

    def last_filed(self, key: Key) -> Filing | None:
        """One descending, consistent Query, for one row."""
        pk, sk = keys.filing(key)
        rows = self._table.query(pk, FilingRow.sk.startswith(f"{sk}/"), consistent=True, ascending=False, limit=1)
        row = next(rows, None)
        if not isinstance(row, FilingRow):
            return None
        return row.filing(key._replace(id=key.id + row.sk.removeprefix(sk)))

    def order(self, order_id: str) -> OrderFile | None:
        """One consistent Query of the order's partition."""
        rows = list(self._table.query(keys.order(order_id).pk, consistent=True))
        return _order_file(order_id, rows) if rows else None

    def redemption(self, redemption_id: str) -> RedemptionFile | None:
        """One consistent Query of the redemption's partition."""
        reservation, closing = Key("reservation", redemption_id), Key("closing", redemption_id)
        rows = self._table.query(keys.filing(reservation).pk, consistent=True)
        filed = {row.kind: row for row in rows if isinstance(row, FilingRow)}
        if reservation.kind not in filed:
            return None
        closed = filed.get(closing.kind)
        return RedemptionFile(filed[reservation.kind].filing(reservation), closed.filing(closing) if closed else None)

    def records(self, member_id: str, *, limit: int, cursor: str | None = None) -> Page:
        """One descending Query of the index, of one record more than is asked for: is there a next page?"""
        before = FilingRow.moment < read_cursor(member_id, cursor) if cursor is not None else None
        found = list(_records(self._table.query_index(member_id, before, ascending=False, limit=limit + 1)))
        page = tuple(found[:limit])
        return Page(page, write_cursor(member_id, write_moment(page[-1])) if len(found) > limit else None)

    def history(self, member_id: str, *, limit: int) -> Iterator[Entered]:
        """One descending Query of the index, whose pages are read as they are needed."""
        for row in self._table.query_index(member_id, None, ascending=False, limit=limit):
            if isinstance(row, FilingRow) and (record := row.record()):
                yield Entered(row.cause, record)

    def filings(self, member_id: str, *, limit: int, cursor: str | None = None) -> Iterator[Filed]:
        """One descending Query of the index, and a consistent GetItem of each."""
        before = FilingRow.moment < read_cursor(member_id, cursor) if cursor is not None else None
        for row in self._table.query_index(member_id, before, ascending=False, limit=limit):
            filed = self.filed(keys.filed_at(row.kind, keys.Place(row.pk, row.sk)))
            if isinstance(row, FilingRow) and filed:
                yield Filed(filed, write_cursor(member_id, row.moment))

    def first_record_after(self, member_id: str, instant: datetime) -> Record | None:
        """One ascending Query of the index, for one record."""
        later = FilingRow.moment > after(instant)
        return next(_records(self._table.query_index(member_id, later, ascending=True, limit=1)), None)

    def counted(self, counter: str) -> int:
        """One consistent GetItem."""
        row = self._table.get(keys.counter(counter), consistent=True)
        return row.counted if isinstance(row, CountRow) else 0

    def recent_orders(self, member_id: str, *, among: int) -> tuple[str, ...]:
        """One descending Query of the index."""
        rows = self._table.query_index(member_id, None, ascending=False, limit=among)
        return tuple(keys.tail(row.pk) for row in rows if row.kind in keys.AWARDS)

    def profile(self, member_id: str) -> Profile | None:
        """One consistent GetItem."""
        row = self._table.get(keys.profile(member_id), consistent=True)
        return row.read() if isinstance(row, ProfileRow) else None

    def members_with_email(self, email_key: str, *, limit: int) -> tuple[str, ...]:
        """One consistent Query of the look-up."""
        pk, prefix = keys.email(email_key, "")
        rows = self._table.query(pk, Row.sk.startswith(prefix), consistent=True, limit=limit)
        return tuple(keys.tail(row.sk) for row in rows)

    def guest_orders(self, email_key: str, *, on: date, limit: int) -> tuple[GuestOrder, ...]:
        """One consistent Query of the look-up."""
        partition, not_over = keys.guest(email_key, "", "", "").pk, GuestRow.sk >= on.isoformat()
        rows = self._table.query(partition, not_over, consistent=True, limit=limit)
        return tuple(row.read() for row in rows if isinstance(row, GuestRow))

    def member_with_code(self, code: str) -> str | None:
        """One consistent GetItem."""
        row = self._table.get(keys.code(code), consistent=True)
        return row.advocate if isinstance(row, CodeRow) else None

    def wrong_guesses(self, guesser: Guesser) -> WrongGuesses | None:
        """One consistent GetItem."""
        row = self._table.get(keys.guesses(guesser), consistent=True)
        return row.read() if isinstance(row, GuessesRow) else None

    def keep_wrong_guesses(self, guesser: Guesser, before: WrongGuesses | None, after: WrongGuesses) -> bool:
        """One conditional PutItem."""
        return self._table.put_if(GuessesRow.of(guesser, after), GuessesRow.still(before) if before else ABSENT)

    def held_referrals(self, *, limit: int, cursor: str | None = None) -> HeldPage:
        """One Query of the list, of one referral more than is asked for: is there a next page?"""
        later = HeldRow.sk > keys.held(read_cursor(HELD_REFERRALS, cursor)).sk if cursor is not None else None
        rows = self._table.query(keys.held("").pk, later, consistent=True, limit=limit + 1)
        found = [row.read() for row in rows if isinstance(row, HeldRow)]
        page = tuple(found[:limit])
        return HeldPage(page, write_cursor(HELD_REFERRALS, page[-1].member_id) if len(found) > limit else None)

    def seated(self, seat: int) -> str | None:
        """One consistent GetItem."""
        row = self._table.get(keys.seat(seat), consistent=True)
        return row.holder if isinstance(row, SeatRow) else None

    def sample(self) -> tuple[str, ...]:
        """One Query of all seats."""
        rows = self._table.query(keys.seat(0).pk, consistent=False, limit=SEATS)
        return tuple(row.holder for row in rows if isinstance(row, SeatRow))


def _order_file(order_id: str, rows: Iterable[Row]) -> OrderFile:
    filings, progress, parked = list[FilingRow](), None, None
    for row in rows:
        match row:
            case FilingRow():
                filings.append(row)
            case ProgressRow():
                progress = row.progress(order_id)
            case ParkedRow():
                parked = row.parked(order_id)
    return _sorted_out(order_id, filings, progress, parked)


def _sorted_out(order_id: str, filings: list[FilingRow], progress: Progress | None, parked: Parked | None) -> OrderFile:
    alone = {row.kind: row.filing(Key(row.kind, order_id)) for row in filings if row.kind in ("order", *ONCE)}
    refunds = sorted((row for row in filings if row.kind == "refund"), key=lambda row: row.arrival or 0)
    captures = [row for row in filings if row.kind == "capture"]
    beside = _under(order_id, refunds), _under(order_id, captures)
    return OrderFile(alone.get("order"), progress, *beside, parked, *(alone.get(kind) for kind in ONCE))


def _under(order_id: str, rows: Iterable[FilingRow]) -> tuple[Filing, ...]:
    return tuple(row.filing(Key(row.kind, order_id, keys.tail(row.sk))) for row in rows)


def _records(rows: Iterable[Row]) -> Iterator[Record]:
    for row in rows:
        record = row.record() if isinstance(row, FilingRow) else None
        if record:
            yield record
