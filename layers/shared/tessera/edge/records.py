"""Records as the table's stream brings them."""

from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tessera.domain.currencies import MINOR_DIGITS
from tessera.domain.entries import Record
from tessera.domain.filing import Key
from tessera.edge import aws
from tessera.edge.settings import settings
from tessera.operations.after_effects import CREDITS
from tessera.storage.entries import Heading, read_moment, read_record
from tessera.storage.keys import Place, filed_at
from tessera.storage.packing import unpack


@dataclass(frozen=True, slots=True)
class StreamedRecord:
    """A record of the ledger, with the natural key and the cause of the write that made it, the decimals of its money,
    and whether the write calls for credits in other accounts."""

    record: Record
    key: Key
    cause: str
    digits: int
    calls_for_credits: bool


def streamed_records(event: Mapping[str, Any]) -> Iterator[StreamedRecord]:
    """The records that a batch of the stream has put into the ledger; whatever else it brings is none.

    An order that replaces the refunds which waited for it is a change of their row; a row with a number never changes.
    """
    for change in event["Records"]:
        image = change["dynamodb"].get("NewImage", {})
        if "seq" in image:
            yield _streamed(image)


def mark_handled(member_id: str, seq: int) -> None:
    """Note that all that a record calls for has been done: a story on a test stack waits for it."""
    key = {"pk": {"S": f"H#{member_id}"}, "sk": {"S": f"{seq:010d}"}}
    aws.dynamodb().put_item(TableName=settings().table_name, Item={**key, "kind": {"S": "handled"}})


def _streamed(image: Mapping[str, Any]) -> StreamedRecord:
    heading = Heading(read_moment(image["moment"]["S"]), image["cause"]["S"], int(image["programme"]["N"]))
    record = read_record(image["member"]["S"], int(image["seq"]["N"]), image["entries"]["S"], heading)
    # Versions never change, but a test stack begins again and counts from 1.
    digits = _read_digits if settings().has_test_clock else _digits
    key = filed_at(image["kind"]["S"], Place(image["pk"]["S"], image["sk"]["S"]))
    _, _, content = unpack(b64decode(image["papers"]["B"]))
    return StreamedRecord(record, key, heading.cause, digits(heading.programme), CREDITS in content)


@lru_cache(maxsize=64)
def _digits(programme: int) -> int:
    return _read_digits(programme)


def _read_digits(programme: int) -> int:
    """How many decimals money has in a version of the programme. A record of none has none."""
    if not programme:
        return 0
    key = {"pk": {"S": "P"}, "sk": {"S": f"PROGRAMME#{programme:06d}"}}
    row = aws.dynamodb().get_item(TableName=settings().table_name, Key=key, ProjectionExpression="document")["Item"]
    return MINOR_DIGITS[unpack(row["document"]["B"])["currency"]]
