"""The queues of calls: a write that calls for something more is one message to whoever does it."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tessera.domain.filing import Key
from tessera.edge import aws

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

MESSAGES_MAX = 10


class Unsent(Exception):
    """The queue did not take some of the messages; all of them are to be sent again."""


class Call(NamedTuple):
    """A write that calls for something: its natural key, and whose record it made, by number. `is_held`: of what there
    is to tell, only the pushes are left, which waited for the end of quiet hours."""

    key: Key
    member_id: str
    seq: int
    is_held: bool = False


def send_calls(queue_url: str, calls: Sequence[Call]) -> None:
    """Send each call, in tens (what a queue takes at once). Raises Unsent."""
    for start in range(0, len(calls), MESSAGES_MAX):
        entries = _entries(calls[start : start + MESSAGES_MAX])
        failed = aws.sqs().send_message_batch(QueueUrl=queue_url, Entries=entries).get("Failed", [])
        if failed:
            codes = {each["Code"] for each in failed}
            raise Unsent(f"{len(failed)} calls were not taken: {', '.join(sorted(codes))}")


def message_of(call: Call) -> str:
    """The body of the call's message: ids and numbers, nothing else."""
    held = {"held": True} if call.is_held else {}
    told = {**call.key._asdict(), "member_id": call.member_id, "seq": call.seq, **held}
    return json.dumps(told, separators=(",", ":"))


def read_call(body: str) -> Call:
    """The call in a message's body."""
    said = json.loads(body)
    return Call(Key(said["kind"], said["owner"], said["id"]), said["member_id"], said["seq"], said.get("held", False))


def _entries(calls: Sequence[Call]) -> "list[SendMessageBatchRequestEntryTypeDef]":
    return [{"Id": str(place), "MessageBody": message_of(call)} for place, call in enumerate(calls)]
