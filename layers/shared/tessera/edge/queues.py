"""Messages to queues of this stack, most of them in tens: what a queue takes at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tessera.edge import aws

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

MESSAGES_MAX = 10


class Unsent(Exception):
    """The queue did not take some of the messages; all of them are to be sent again."""


def send(queue_url: str, bodies: Sequence[str], *, what: str, delay_seconds: int = 0) -> None:
    """Send a message of each body; `what` names them if some are not taken. Raises Unsent."""
    for start in range(0, len(bodies), MESSAGES_MAX):
        entries = _entries(bodies[start : start + MESSAGES_MAX], delay_seconds)
        failed = aws.sqs().send_message_batch(QueueUrl=queue_url, Entries=entries).get("Failed", [])
        if failed:
            codes = {each["Code"] for each in failed}
            raise Unsent(f"{len(failed)} {what} were not taken: {', '.join(sorted(codes))}")


def send_in_turn(queue_url: str, body: str, *, about: str, key: str) -> None:
    """Send a message to a queue that hands out what is about one thing one by one, in its order; one with the same key
    within some minutes is taken as the same message."""
    aws.sqs().send_message(QueueUrl=queue_url, MessageBody=body, MessageGroupId=about, MessageDeduplicationId=key)


def _entries(bodies: Sequence[str], delay_seconds: int) -> "list[SendMessageBatchRequestEntryTypeDef]":
    return [{"Id": str(place), "MessageBody": body, "DelaySeconds": delay_seconds} for place, body in enumerate(bodies)]
