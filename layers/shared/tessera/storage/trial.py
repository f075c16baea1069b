"""What is only done to the table of a stack with a test clock: it is read as a whole, and emptied.

A shop's stack has neither the function that does so nor the permission.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from tessera.domain.account import Account
from tessera.domain.asking import asking_key
from tessera.storage import keys
from tessera.storage.columns import Row
from tessera.storage.entries import read_number
from tessera.storage.postings import HandledRow
from tessera.storage.rows import AccountRow, FilingRow, ProfileRow
from tessera.storage.table import Table

KEPT = ("token", "listed_token", "clock")
"""The kinds of rows that no story has made."""

_BATCH = 25
"""DynamoDB's own limit of a BatchWriteItem."""


class Trial:
    """A table on which stories are tried out."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def accounts(self) -> Iterator[Account]:
        """Every account."""
        return (row.read() for row in self._rows("version", "account") if isinstance(row, AccountRow))

    def unsettled(self) -> int:
        """How many records there are of which not all has been noted: that their facts were told, and that each thing
        which they call for was done; and how many members who were not yet asked what they are to be asked.

        One may call for another: it is noted after that was written. So the notes are read first, and then the records.
        """
        notes = {(keys.tail(row.pk), row.sk): row for row in self._rows("calls") if isinstance(row, HandledRow)}
        return sum(not _is_handled(row, notes) for row in self._rows("member", "moment", "asked_in"))

    def empty_but_tokens(self) -> None:
        """Delete all that stories have made."""
        made = ({"pk": {"S": row.pk}, "sk": {"S": row.sk}} for row in self._rows() if row.kind not in KEPT)
        while batch := [{"DeleteRequest": {"Key": key}} for key in islice(made, _BATCH)]:
            self._write(batch)

    def _write(self, batch: list[dict[str, Any]]) -> None:
        """What DynamoDB leaves over is sent again; the client slows down by itself when it is throttled."""
        left = {self._table.name: batch}
        while left:
            left = self._table.client.batch_write_item(RequestItems=left)["UnprocessedItems"]

    def _rows(self, *attributes: str) -> Iterator[Row]:
        return self._table.scan(segment=0, segments=1, attributes=("pk", "sk", "kind", *attributes), consistent=True)


Notes = Mapping[tuple[str, str], HandledRow]


def _is_handled(row: Row, notes: Notes) -> bool:
    match row:
        case FilingRow(member=str(member_id), moment=str(moment)):
            return _is_told(member_id.removeprefix(keys.PAST), f"{read_number(moment):010d}", notes)
        case ProfileRow(asked_in=int(asked_in)):
            asking = asking_key(keys.tail(row.pk), asked_in)
            return (asking.owner, asking.cause) in notes
        case _:
            return True


def _is_told(member_id: str, number: str, notes: Notes) -> bool:
    told = notes.get((member_id, number))
    return told is not None and all((member_id, f"{number}#{what}") in notes for what in (told.calls or "").split())
