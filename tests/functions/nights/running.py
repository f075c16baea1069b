"""A shop's own stack at night, whose functions are called by hand, and Anna's shard of it."""

from base64 import b64encode
from itertools import islice
from typing import Any, NamedTuple

from tessera.domain.agenda import JOBS, Job, shard_of
from tessera.domain.calendar import parse_instant
from tessera.edge.agenda import agenda
from tests.functions.test_publishing import WatchedClock

STARTS = "2026-05-01T10:00:00+02:00"
AWAY = {"id": "away", "all": [{"metric": "days_since_order", "at_least": 2}]}
SECTIONS: dict[str, Any] = {
    "wallets": {"points": {"expiry": {"mode": "fixed", "days": 20}, "reminders": {"days_before": [17]}}},
    "bonuses": {"birthday": {"points": 100}},
    "segments": [AWAY],
    "gifts": [
        {"id": "come-back", "when": {"enters": "away"}, "points": 50, "budget": 1000},
        {"id": "may", "when": {"date": "2026-05-04"}, "points": 7},
    ],
    "rewards": [{"id": "mug", "kind": "free_product", "product": {"sku": ["MUG"]}, "cost": 1000, "stock": 3}],
}


class Run(NamedTuple):
    """How long a run of a function still has."""

    seconds_left: int = 120

    def get_remaining_time_in_millis(self) -> int:
        return self.seconds_left * 1000


class Stack:
    """A shop's own stack, whose functions are called by hand, as the clock, the stream and the queues would."""

    def __init__(self, session: Any, function: Any, guard: Any, clock: WatchedClock) -> None:
        self._session, self._function, self._guard, self.clock = session, function, guard, clock
        self._seen: dict[tuple[str, str], Any] = {}

    def call(self, folder: str, event: Any, run: Run | None = None) -> Any:
        """Hand an event to a function, which may do no more than template.yaml allows."""
        self._guard.hold_to(folder)
        answer = self._function(folder).handler(event, run or Run())
        self._guard.function = None
        return answer

    def stream(self) -> None:
        """Hand over what has been written since."""
        rows = {(row["pk"]["S"], row["sk"]["S"]): row for row in self.rows()}
        kinds = ("account", "programme")
        changed = {
            place: row for place, row in rows.items() if row["kind"]["S"] in kinds and row != self._seen.get(place)
        }
        records = [self._change(place, row) for place, row in changed.items()]
        self._seen |= changed
        if records:
            self.call("publish_facts", {"Records": records})

    def _change(self, place: tuple[str, str], row: Any) -> Any:
        before = {"OldImage": _told(self._seen[place])} if place in self._seen else {}
        return {"eventName": "MODIFY", "dynamodb": {"NewImage": _told(row), **before}}

    def rows(self) -> list[Any]:
        found: list[Any] = self._session.client("dynamodb").scan(TableName="ledger")["Items"]
        return found

    def received(self, queue: str) -> list[str]:
        """The bodies of what has come to a queue."""
        sqs, bodies = self._session.client("sqs"), []
        url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                bodies.append(message["Body"])
        return bodies

    def tick(self, job: Job, time: str) -> None:
        """A job's tick, and of the shards that it becomes Anna's."""
        self.clock.time = max(self.clock.time, parse_instant(time))
        self.call(job, {"time": time})
        for body in self.received("night")[shard_of("anna") : shard_of("anna") + 1]:
            assert self.call(job, batch(body)) == {"batchItemFailures": []}
        self.stream()


def _told(row: Any) -> Any:
    """A row as the stream brings it: bytes in base64."""
    return {name: {"B": b64encode(value["B"]).decode()} if "B" in value else value for name, value in row.items()}


def batch(*bodies: str) -> Any:
    return {"Records": [{"messageId": str(place), "body": body} for place, body in enumerate(bodies)]}


def marks(member_id: str = "anna") -> dict[str, str]:
    days = ((job, agenda().mark(job, member_id)) for job in JOBS)
    return {job: day.isoformat() for job, day in days if day}


def neighbours(count: int) -> list[str]:
    """Members of Anna's shard."""
    ids = (f"m{number}" for number in range(2000))
    return list(islice((each for each in ids if shard_of(each) == shard_of("anna")), count))
