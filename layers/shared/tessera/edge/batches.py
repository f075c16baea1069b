"""Batches of a queue: each message by itself, and only those that failed come again."""

from collections.abc import Callable, Mapping
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from tessera.domain.refusals import Refusal
from tessera.edge import aws
from tessera.edge.observe import count, count_refusal, logger, tell_failure

HIDDEN_SECONDS_MAX = 42_000
"""A queue hides a message for twelve hours at most, from when it was received."""


class Later(Exception):
    """Nothing is wrong with the message: it is to come again after so many seconds, or somewhat earlier."""

    def __init__(self, queue_url: str, seconds: int) -> None:
        super().__init__(f"to come again in {seconds} seconds")
        self.queue_url, self.seconds = queue_url, min(seconds, HIDDEN_SECONDS_MAX)


def each_message(event: Mapping[str, Any], handle: Callable[[str], None]) -> PartialItemFailureResponse:
    """Hand over the body of each message. The answer names those that failed: the queue keeps them and, after so many
    times, puts them with its failures. A batch of one fails no otherwise than one among ten: never as a whole.
    """

    def hand_over(record: SQSRecord) -> None:
        try:
            handle(record.body)
        except Later as later:
            _hide(record, later)
            raise

    processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
    answer = process_partial_response(dict(event), hand_over, processor)
    for failed, (_, failure, _) in zip(answer["batchItemFailures"], processor.exceptions, strict=True):
        if failure and not isinstance(failure, Later):
            _tell(failure, str(failed["itemIdentifier"]))
    return answer


def _tell(failure: BaseException, message_id: str) -> None:
    """What is refused is the sender's to mend: its code is told, never its words, which may name somebody."""
    if isinstance(failure, Refusal):
        logger.warning("refused", extra={"message_id": message_id, "code": failure.code})
        count_refusal(failure.code)
    else:
        tell_failure(failure, message_id=message_id)
        count("Failures")


def _hide(record: SQSRecord, later: Later) -> None:
    queue, handle = later.queue_url, record.receipt_handle
    aws.sqs().change_message_visibility(QueueUrl=queue, ReceiptHandle=handle, VisibilityTimeout=later.seconds)
