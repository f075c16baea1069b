"""Faults on the way to DynamoDB, by a fixed seed: throttles, conflicts, failures, and answers that are lost.

Neither emulator ever answers so. Each thread draws from a generator of its own, so that what one meets does not depend
on what others do.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from threading import Lock, local
from typing import Any, NamedTuple

from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.exceptions import ConnectionClosedError

EVENT = "before-send.dynamodb"
TRANSACTION = "TransactWriteItems"
READS = ("GetItem", "Query", "Scan", "BatchGetItem")
THROTTLES = ("ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded")


class Shares(NamedTuple):
    """Of all sendings, how many meet which fault: 0.3 is three of ten."""

    throttled: float = 0.30
    in_the_way: float = 0.10
    lost: float = 0.07


class _Raw:
    """The raw side of an answer that botocore reads."""

    def __init__(self, content: bytes) -> None:
        self._content = [content]

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield from self._content


class Faults:
    """What becomes of each sending; `sent` counts them by operation and fate. `passing` is told of each, before it."""

    def __init__(
        self, client: Any, *, seed: int, shares: Shares | None = None, passing: Callable[[], None] = lambda: None
    ) -> None:
        self.sent: Counter[tuple[str, str]] = Counter()
        self._client, self._seed, self._shares, self._passing = client, seed, shares or Shares(), passing
        self._threads, self._numbers, self._lock = local(), 0, Lock()

    def __call__(self, request: AWSRequest, event_name: str, **_: Any) -> AWSResponse | None:
        """An answer in the table's stead, or None: the sending goes through. Raises where its answer is lost."""
        operation, chance = event_name.rpartition(".")[2], self._chance()
        self._passing()
        fate = _fate(chance.random(), self._shares)
        with self._lock:
            self.sent[operation, fate] += 1
        if fate == "lost":
            self._client._endpoint.http_session.send(request)
            raise ConnectionClosedError(endpoint_url=request.url)
        return None if fate == "answered" else _refusal(fate, operation, request, chance)

    def _chance(self) -> Random:
        if not hasattr(self._threads, "chance"):
            with self._lock:
                self._numbers += 1
                self._threads.chance = Random(f"{self._seed}/{self._numbers}")
        found: Random = self._threads.chance
        return found


@contextmanager
def injected(faults: Faults, client: Any) -> Iterator[None]:
    """Every sending of this botocore client meets its fate while the block runs."""
    client.meta.events.register_first(EVENT, faults)
    try:
        yield
    finally:
        client.meta.events.unregister(EVENT, faults)


def _fate(drawn: float, shares: Shares) -> str:
    bound = 0.0
    for fate, share in shares._asdict().items():
        bound += share
        if drawn < bound:
            return str(fate)
    return "answered"


def _refusal(fate: str, operation: str, request: AWSRequest, chance: Random) -> AWSResponse:
    """A transaction is throttled as a whole, or one of its items is; nothing is in the way of a read, which fails."""
    if operation == TRANSACTION and (fate == "in_the_way" or chance.random() < 0.5):
        reason = "TransactionConflict" if fate == "in_the_way" else "ThrottlingError"
        return _canceled(reason, len(json.loads(request.body)["TransactItems"]), chance)
    if fate == "throttled":
        return answer(400, chance.choice(THROTTLES))
    return answer(500, "InternalServerError") if operation in READS else answer(400, "TransactionConflictException")


def _canceled(reason: str, items: int, chance: Random) -> AWSResponse:
    codes = ["None"] * items
    codes[chance.randrange(items)] = reason
    return answer(400, "TransactionCanceledException", CancellationReasons=[{"Code": code} for code in codes])


def answer(status: int, code: str, **more: Any) -> AWSResponse:
    """An answer of this status that says DynamoDB's word for what went wrong."""
    content = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "injected", **more}
    raw: Any = _Raw(json.dumps(content).encode())
    return AWSResponse("http://127.0.0.1", status, {"x-amzn-requestid": "injected"}, raw)
