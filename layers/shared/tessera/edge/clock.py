"""The clock: the one place from which "now" comes."""

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tessera.domain.calendar import parse_instant, show_instant

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ROW = {"pk": {"S": "CLOCK"}, "sk": {"S": "CLOCK"}}
KIND = "clock"


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """Now, in UTC."""
        ...

    def wait_until(self, instant: datetime) -> None:
        """Return once that instant has come."""
        ...


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)

    def wait_until(self, instant: datetime) -> None:
        """Sleep until that instant."""
        while (seconds := (instant - self.now()).total_seconds()) > 0:
            time.sleep(seconds)  # to wait is what is asked for; a sleep that ends early goes on


class Hands(NamedTuple):
    """Where a moved clock stands, and to where it is on its way: the same, unless a move was cut short."""

    now: datetime
    target: datetime


class MovedClock:
    """The time to which PUT /clock has moved a stack deployed with TestClock=enabled; the real one until it has."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client, self._table = client, table

    def now(self) -> datetime:
        """Now, in UTC; it stands still until it is moved."""
        return self.hands().now

    def wait_until(self, instant: datetime) -> None:
        """Nothing comes by waiting where time stands still."""

    def hands(self) -> Hands:
        """One consistent read."""
        row = self._client.get_item(TableName=self._table, Key=ROW, ConsistentRead=True).get("Item")
        if row is None:
            now = datetime.now(UTC)
            return Hands(now, now)
        return Hands(parse_instant(row["now"]["S"]), parse_instant(row["target"]["S"]))

    def put(self, hands: Hands) -> None:
        """Move the clock for every function of the stack."""
        shown = {name: {"S": show_instant(instant)} for name, instant in hands._asdict().items()}
        self._client.put_item(TableName=self._table, Item={**ROW, "kind": {"S": KIND}, **shown})
