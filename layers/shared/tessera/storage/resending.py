"""Calls of the table that failed in passing are sent again, until patience ends (docs/rules.md §10).

The very same request is sent again, under its own request token: DynamoDB carries out a transaction once, however often
its answer was lost. Lost races are not among these: they are run again from their reads (operations/carrying_out.py),
and it is one patience, with one deadline, that both ask.
"""

from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ConnectionError, HTTPClientError

from tessera.domain.refusals import Busy

if TYPE_CHECKING:
    from tessera.domain.ports import Patience  # all that it names need not be there when `authorize` starts

ONCE: Any = {"mode": "standard", "total_max_attempts": 1}
"""botocore's own retries: none. They are three, wait up to seconds, and know of no deadline."""

THROTTLES = {
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "ThrottledException",
    "Throttling",
}
IN_THE_WAY = "TransactionConflictException"
"""A transaction holds the item that a single write is for; that write did not take place."""
PASSING = THROTTLES | {IN_THE_WAY}
SERVER_ERROR = 500
MARK = "tessera-attempts"


def resend(client: Any, patience: "Patience") -> None:
    """From now on this botocore client's calls of DynamoDB that fail in passing are sent again.

    What still fails when patience ends is Busy: of a write it is then not known whether it took place, and the same
    request finds it under its natural key.
    """
    client.meta.events.register("needs-retry.dynamodb", partial(_pause, patience), unique_id=MARK)


def _pause(patience: "Patience", *, response: Any, caught_exception: Any, request_dict: Any, **_: Any) -> float | None:
    """botocore's question after each sending: None is an answer to be handed on, a number a pause before the next."""
    if not _is_passing(response, caught_exception):
        return None
    attempts = request_dict["context"].get(MARK)
    if attempts is None:
        attempts = request_dict["context"][MARK] = patience.attempts()
        next(attempts)  # the one that has just failed
    if next(attempts, None) is None:
        raise Busy("The ledger takes no more at this moment; send the same request again.")
    return 0.0  # patience has paused


def _is_passing(response: Any, failure: Exception | None) -> bool:
    if response is None:
        return isinstance(failure, (ConnectionError, HTTPClientError))
    http, parsed = response
    return http.status_code >= SERVER_ERROR or parsed.get("Error", {}).get("Code") in PASSING
