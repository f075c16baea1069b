"""Ticks become shards, and shards are worked."""

import json
from typing import Any

import pytest

from tessera.domain.agenda import JOBS, SHARDS, shard_of
from tessera.domain.calendar import parse_instant
from tests.functions.nights.running import Run, Stack, batch, marks, neighbours
from tests.operations.shop import Shop
from tests.stack.permissions import Guard, permissions

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


def test_what_each_function_is_allowed_is_enough_and_no_more(
    shop: Shop, running: Stack, guard: Guard, event: Any
) -> None:
    test_the_examples_are_worked(shop, running, event)
    running.call("plan_agenda", event("plan_agenda"))
    for function, needed in guard.needed.items():
        allowed = {(action, what) for action, what in permissions(function) if action not in ELSEWHERE}
        assert needed | (BY_CHANCE & allowed) == allowed, function
