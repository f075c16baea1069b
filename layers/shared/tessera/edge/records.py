"""Records as the table's stream brings them."""

from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from tessera.domain.currencies import MINOR_DIGITS
from tessera.domain.entries import Record
from tessera.domain.filing import Key
from tessera.domain.telling import is_worth_telling
from tessera.edge import aws
from tessera.edge.settings import settings
from tessera.operations.after_effects import CREDITS
from tessera.storage.entries import Heading, read_moment, read_record
from tessera.storage.keys import Place, filed_at
from tessera.storage.packing import unpack

What = Literal["credits", "messages", "clearing"]


@dataclass(frozen=True, slots=True)
class StreamedRecord:
    """A record of the ledger, with the natural key and the cause of the write that made it, the decimals of its money,
    and what the write calls for: credits in other accounts, messages to the member, or the clearing of what else is
    written of one who was erased."""

    record: Record
    key: Key
    cause: str
    digits: int
    calls_for: tuple[What, ...]


def streamed_records(event: Mapping[str, Any]) -> Iterator[StreamedRecord]:
    """The records that a batch of the stream has put into the ledger; whatever else it brings is none.

    An order that replaces the refunds which waited for it is a change of their row; a row with a number never changes.
    """
    for change in event["Records"]:
        image = change["dynamodb"].get("NewImage", {})
        if "seq" in image:
            yield _streamed(image)


def mark_told(record: Record, calls_for: Sequence[What]) -> None:
    """Note that a record's facts were told, and what it calls for: a story on a test stack waits for all of it."""
    _note(f"{record.seq:010d}", record.member_id, {"calls": {"S": " ".join(calls_for)}})


def mark_done(member_id: str, seq: int, what: What) -> None:
    """Note that something which a record calls for has been done."""
    _note(f"{seq:010d}#{what}", member_id, {})


def mark_asked(asking: Key) -> None:
    """Note that a member was asked for a consent, or need not be any more."""
    _note(asking.cause, asking.owner, {})


def _note(sk: str, member_id: str, told: dict[str, Any]) -> None:
    key = {"pk": {"S": f"H#{member_id}"}, "sk": {"S": sk}}
    aws.dynamodb().put_item(TableName=settings().table_name, Item={**key, "kind": {"S": "handled"}, **told})


def _streamed(image: Mapping[str, Any]) -> StreamedRecord:
    heading = Heading(read_moment(image["moment"]["S"]), image["cause"]["S"], int(image["programme"]["N"]))
    record = read_record(image["member"]["S"], int(image["seq"]["N"]), image["entries"]["S"], heading)
    # Versions never change, but a test stack begins again and counts from 1.
    digits = _read_digits if settings().has_test_clock else _digits
    key = filed_at(image["kind"]["S"], Place(image["pk"]["S"], image["sk"]["S"]))
    return StreamedRecord(record, key, heading.cause, digits(heading.programme), tuple(_calls_for(record, key, image)))


def _calls_for(record: Record, key: Key, image: Mapping[str, Any]) -> Iterator[What]:
    _, _, content = unpack(b64decode(image["papers"]["B"]))
    if CREDITS in content:
        yield "credits"
    if key.kind == "erasure":
        yield "clearing"
    elif is_worth_telling(record, key):
        yield "messages"


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
