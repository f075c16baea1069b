"""The queue of credits: each write that calls for some is one message to whoever enters them."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tessera.domain.filing import Key
from tessera.edge import aws
from tessera.edge.settings import need, settings

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

MESSAGES_MAX = 10


class Unsent(Exception):
    """The queue did not take some of the messages; all of them are to be sent again."""


class CreditCall(NamedTuple):
    """A write that calls for credits: its natural key, and whose record it made, by number."""

    key: Key
    member_id: str
    seq: int


def call_for_credits(calls: Sequence[CreditCall]) -> None:
    """Send each call, in tens (what a queue takes at once). Raises Unsent."""
    queue = need(settings().credits_queue_url, "CREDITS_QUEUE_URL")
    for start in range(0, len(calls), MESSAGES_MAX):
        entries = _entries(calls[start : start + MESSAGES_MAX])
        failed = aws.sqs().send_message_batch(QueueUrl=queue, Entries=entries).get("Failed", [])
        if failed:
            codes = {each["Code"] for each in failed}
            raise Unsent(f"{len(failed)} calls for credits were not taken: {', '.join(sorted(codes))}")


def message_of(call: CreditCall) -> str:
    """The body of the call's message: ids and numbers, nothing else."""
    return json.dumps({**call.key._asdict(), "member_id": call.member_id, "seq": call.seq}, separators=(",", ":"))


def read_call(body: str) -> CreditCall:
    """The call in a message's body."""
    said = json.loads(body)
    return CreditCall(Key(said["kind"], said["owner"], said["id"]), said["member_id"], said["seq"])


def _entries(calls: Sequence[CreditCall]) -> "list[SendMessageBatchRequestEntryTypeDef]":
    return [{"Id": str(place), "MessageBody": message_of(call)} for place, call in enumerate(calls)]
