"""Batches of a queue: each message by itself, and only those that failed come again."""

from collections.abc import Callable, Mapping
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from tessera.edge.observe import count, logger


def each_message(event: Mapping[str, Any], handle: Callable[[str], None]) -> PartialItemFailureResponse:
    """Hand over the body of each message. The answer names those that failed: the queue keeps them and, after so many
    times, puts them with its failures. A batch of one fails no otherwise than one among ten: never as a whole.
    """

    def hand_over(record: SQSRecord) -> None:
        handle(record.body)

    processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
    answer = process_partial_response(dict(event), hand_over, processor)
    for failed, (_, failure, _) in zip(answer["batchItemFailures"], processor.exceptions, strict=True):
        logger.error("failed", exc_info=failure, extra={"message_id": failed["itemIdentifier"]})
        count("Failures")
    return answer
