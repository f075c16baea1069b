"""Nights on a shop's stack: what the stream brings is put on the agenda, ticks become shards, and shards are worked."""

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any, NamedTuple

import pytest

from tessera.domain.agenda import JOBS, SHARDS, Job, shard_of
from tessera.domain.calendar import parse_instant
from tessera.edge import wiring
from tessera.edge.agenda import agenda
from tessera.edge.settings import settings
from tessera.edge.wiring import world
from tests.functions.test_publishing import WatchedClock
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines
from tests.stack.permissions import Guard, permissions

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


# What is not the table's; and what not every night needs: stocks, marks that go, a test clock, the programme.
ELSEWHERE = ("SendMessage*", "PutEvents")
BY_CHANCE = {
    ("UpdateItem", "COUNT#*"),
    ("DeleteItem", "A#*"),
    ("PutItem", "A#*"),
    ("PutItem", "D#*"),
    ("GetItem", "CLOCK"),
    ("PutItem", "H#*"),
    ("GetItem", "P"),
    ("Query", "P"),
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


@pytest.fixture
def clock(stack: Any, monkeypatch: pytest.MonkeyPatch) -> WatchedClock:
    made = WatchedClock()
    made.time = parse_instant(STARTS)
    monkeypatch.setattr(wiring, "SystemClock", lambda: made)
    monkeypatch.setattr("tessera.edge.nights.HANDS", 1)  # moto's table knows no threads
    monkeypatch.setattr("tessera.edge.plans.LEAD_SECONDS", 0)
    return made


@pytest.fixture
def running(stack: Any, function: Any, guard: Any, clock: WatchedClock) -> Stack:
    return Stack(stack, function, guard, clock)


@pytest.fixture
def shop(running: Stack) -> Iterator[Shop]:
    """Anna, who is born on 4 May and has ordered once; all of it was streamed."""
    shop = Shop(world().ledger).at(STARTS)
    shop.programmes = world().programmes
    shop.publish(ONE_POINT_PER_EURO, **SECTIONS)
    shop.enrol("anna", birthday="1990-05-04")
    shop.order("o1", lines=lines("10.00"))
    running.stream()
    running.received("plan")
    yield shop


def marks(member_id: str = "anna") -> dict[str, str]:
    days = ((job, agenda().mark(job, member_id)) for job in JOBS)
    return {job: day.isoformat() for job, day in days if day}


def neighbours(count: int) -> list[str]:
    """Members of Anna's shard."""
    ids = (f"m{number}" for number in range(2000))
    return list(islice((each for each in ids if shard_of(each) == shard_of("anna")), count))


def test_what_a_write_brings_nearer_is_put_on_the_agenda(shop: Shop) -> None:
    assert marks() == {
        "settle_accounts": "2026-05-03",
        "birthday_bonuses": "2026-05-04",
        "segment_gifts": "2026-05-04",
        "expiry_reminders": "2026-05-04",
    }


def test_a_tick_becomes_a_message_for_each_shard(shop: Shop, running: Stack, event: Any) -> None:
    for job in JOBS:
        running.call(job, event("tick"))
        said = sorted(json.loads(body)["shard"] for body in running.received("night"))
        assert said == list(range(SHARDS))


def test_a_tick_that_was_kept_among_the_failures_is_sent_again_as_a_message(
    shop: Shop, running: Stack, event: Any
) -> None:
    assert running.call("settle_accounts", batch(json.dumps(event("tick")))) == {"batchItemFailures": []}
    assert len(running.received("night")) == SHARDS


def test_the_examples_are_worked(shop: Shop, running: Stack, event: Any) -> None:
    """Each night of 4 May has something to do for Anna, who sits in their shard."""
    running.clock.time = parse_instant("2026-05-04T09:00:00+02:00")
    assert shard_of("anna") == json.loads(event("settle_accounts")["Records"][0]["body"])["shard"]
    for job in JOBS:
        assert running.call(job, event(job)) == {"batchItemFailures": []}
        running.stream()
    causes = {row["cause"]["S"] for row in running.rows() if "cause" in row}
    assert {"birthday/2026", "gift/may", "gift/come-back", "reminder/points/2026-05-21/17"} <= causes
    assert marks() == {
        "settle_accounts": "2026-05-22",
        "birthday_bonuses": "2027-05-04",
        "expiry_reminders": "2026-05-07",
    }


def test_days_in_which_something_was_due_are_those_of_the_account(shop: Shop, running: Stack) -> None:
    for day in range(3, 5):
        running.tick("settle_accounts", f"2026-05-{day:02d}T00:30:00+02:00")
        running.tick("birthday_bonuses", f"2026-05-{day:02d}T08:00:00+02:00")
        running.tick("segment_gifts", f"2026-05-{day:02d}T08:10:00+02:00")
        running.tick("expiry_reminders", f"2026-05-{day:02d}T08:20:00+02:00")
    shop.at("2026-05-04T09:00:00+02:00")
    given = [(entry.cause, entry.at.isoformat()[:16]) for entry in shop.entries("accrual")]
    assert given == [
        ("order/o1", "2026-05-01T08:00"),
        ("gift/come-back", "2026-05-03T06:10"),
        ("birthday/2026", "2026-05-04T06:00"),
        ("gift/may", "2026-05-04T06:10"),
    ]


def test_a_night_before_its_time_does_nothing(shop: Shop, running: Stack) -> None:
    running.call("birthday_bonuses", batch(json.dumps({"shard": shard_of("anna"), "time": "2026-05-05T06:00:00Z"})))
    assert shop.entries("accrual")[1:] == []
    assert marks()["birthday_bonuses"] == "2026-05-04"


def test_a_worker_without_time_sends_its_message_on(
    shop: Shop, running: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = neighbours(4)
    for member_id in others:
        shop.enrol(member_id, birthday="1990-05-03")
    running.stream()
    running.clock.time = parse_instant("2026-05-03T09:00:00+02:00")
    monkeypatch.setattr("tessera.operations.work_agenda.PAGE_SIZE", 3)
    body = json.dumps({"shard": shard_of("anna"), "time": "2026-05-03T06:00:00Z"})
    for given, sent_on in ((3, [body]), (4, [])):
        assert running.call("birthday_bonuses", batch(body), Run(seconds_left=5)) == {"batchItemFailures": []}
        assert sum(bool(shop.entries("accrual", each)) for each in others) == given
        assert running.received("night") == sent_on


def test_who_cannot_be_looked_after_holds_up_nobody_and_comes_again(
    shop: Shop, running: Stack, caplog: pytest.LogCaptureFixture, stack: Any
) -> None:
    (other,) = neighbours(1)
    shop.enrol(other, birthday="1990-05-04")
    running.stream()
    running.clock.time = parse_instant("2026-05-04T09:00:00+02:00")
    place = {"pk": {"S": "M#anna"}, "sk": {"S": "ACCOUNT"}}
    whole = stack.client("dynamodb").get_item(TableName="ledger", Key=place)["Item"]
    stack.client("dynamodb").put_item(TableName="ledger", Item={**whole, "account": {"B": b"\x63"}})
    message = batch(json.dumps({"shard": shard_of("anna"), "time": "2026-05-04T06:00:00Z"}))
    assert running.call("birthday_bonuses", message) == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert [entry.cause for entry in shop.entries("accrual", other)] == ["birthday/2026"]
    assert "anna" not in caplog.text
    stack.client("dynamodb").put_item(TableName="ledger", Item=whole)
    assert running.call("birthday_bonuses", message) == {"batchItemFailures": []}
    assert [entry.cause for entry in shop.entries("accrual")][1:] == ["birthday/2026"]


def test_a_stack_without_a_programme_has_quiet_nights(running: Stack, event: Any) -> None:
    for job in JOBS:
        assert running.call(job, event(job)) == {"batchItemFailures": []}


def test_the_example_of_the_stream_plans_a_member_and_calls_for_a_plan_of_all(
    shop: Shop, running: Stack, event: Any
) -> None:
    agenda().move_mark("birthday_bonuses", "anna", agenda().mark("birthday_bonuses", "anna"), None)
    running.call("publish_facts", event("publish_agenda"))
    assert marks()["birthday_bonuses"] == "2026-05-04"
    assert len(running.received("plan")) == 8


def test_where_time_is_moved_by_hand_there_is_no_agenda(
    shop: Shop, running: Stack, event: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_CLOCK", "enabled")
    settings.cache_clear()
    before = marks()
    agenda().move_mark("birthday_bonuses", "anna", agenda().mark("birthday_bonuses", "anna"), None)
    running.call("publish_facts", event("publish_agenda"))
    assert marks() == {job: day for job, day in before.items() if job != "birthday_bonuses"}
    assert running.received("plan") == []


def test_a_publication_has_everybody_planned_again(shop: Shop, running: Stack, event: Any) -> None:
    soon = {"id": "soon", "when": {"date": "2026-05-02"}, "points": 1}
    shop.later(hours=1).publish(ONE_POINT_PER_EURO, **{**SECTIONS, "gifts": [soon]})
    running.stream()
    parts = running.received("plan")
    assert [json.loads(part)["segments"] for part in parts] == [8] * 8
    running.clock.time += timedelta(hours=2)
    assert marks()["segment_gifts"] == "2026-05-04"
    for part in parts:
        assert running.call("plan_agenda", batch(part)) == {"batchItemFailures": []}
    assert marks()["segment_gifts"] == "2026-05-02"


def test_a_table_that_had_no_agenda_is_planned_page_by_page(
    shop: Shop, running: Stack, event: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [f"m{number}" for number in range(7)]
    for member_id in ids:
        shop.enrol(member_id, birthday="1990-06-01")
    monkeypatch.setattr("tessera.storage.account_pages.ROWS_MAX", 10)
    bodies = [record["body"] for record in event("plan_agenda")["Records"]]
    sent = 0
    while bodies:
        assert running.call("plan_agenda", batch(*bodies), Run(seconds_left=5)) == {"batchItemFailures": []}
        bodies = running.received("plan")
        sent += len(bodies)
    assert sent > 2
    assert [marks(each) for each in ids] == [{"birthday_bonuses": "2026-06-01", "segment_gifts": "2026-05-04"}] * 7


def test_what_each_function_is_allowed_is_enough_and_no_more(
    shop: Shop, running: Stack, guard: Guard, event: Any
) -> None:
    test_the_examples_are_worked(shop, running, event)
    running.call("plan_agenda", event("plan_agenda"))
    for function, needed in guard.needed.items():
        allowed = {(action, what) for action, what in permissions(function) if action not in ELSEWHERE}
        assert needed | (BY_CHANCE & allowed) == allowed, function
