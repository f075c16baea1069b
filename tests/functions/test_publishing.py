"""Publishing on a shop's stack: a version is answered for once every function knows it and it is in force."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tessera.domain.calendar import parse_instant
from tessera.domain.filing import Json
from tessera.edge import wiring

START = datetime(2026, 3, 2, 12, tzinfo=UTC)


class WatchedClock:
    """A clock that stands, and goes on by as much as it is waited for."""

    def __init__(self) -> None:
        self.time = START
        self.waited = timedelta(0)

    def now(self) -> datetime:
        return self.time

    def wait_until(self, instant: datetime) -> None:
        span = max(instant - self.time, timedelta(0))
        self.time, self.waited = self.time + span, self.waited + span


@pytest.fixture
def clock(stack: Any, monkeypatch: pytest.MonkeyPatch) -> WatchedClock:
    made = WatchedClock()
    monkeypatch.setattr(wiring, "SystemClock", lambda: made)
    return made


@pytest.fixture
def publish(clock: WatchedClock, function: Any, event: Any, guard: Any) -> Callable[..., tuple[int, Json]]:
    """Publishes the document of events/publish_programme.json with other values in it."""
    handler = function("programme").handler
    guard.hold_to("programme")
    sent = event("publish_programme")

    def put(**changed: Any) -> tuple[int, Json]:
        answer = handler({**sent, "body": json.dumps(json.loads(sent["body"]) | changed)}, None)
        return answer["statusCode"], json.loads(answer["body"])

    return put


def test_the_first_version_is_in_force_at_once(publish: Any, clock: WatchedClock) -> None:
    assert publish() == (201, {"version": 1, "in_force_from": "2026-03-02T12:00:00Z"})
    assert clock.waited == timedelta(0)


def test_the_next_is_answered_for_when_everybody_knows_it(publish: Any, clock: WatchedClock) -> None:
    publish()
    assert publish(name="Nuova") == (201, {"version": 2, "in_force_from": "2026-03-02T12:00:02Z"})
    assert clock.waited == wiring.PUBLISHING_LEAD
    assert wiring.PUBLISHING_LEAD.total_seconds() > wiring.PROGRAMME_FRESH_FOR_SECONDS
    assert wiring.world().programmes.in_force(clock.now()).number == 2


def test_until_then_the_one_before_is_in_force(publish: Any) -> None:
    publish()
    in_force_from = parse_instant(publish(name="Nuova")[1]["in_force_from"])
    assert wiring.world().programmes.in_force(in_force_from - timedelta(microseconds=1)).number == 1


def test_the_latest_document_again_is_the_version_that_it_is(publish: Any, clock: WatchedClock) -> None:
    publish()
    second = publish(name="Nuova")[1]
    assert publish(name="Nuova") == (200, second)
    assert clock.waited == wiring.PUBLISHING_LEAD


def test_an_earlier_document_again_is_a_new_version(publish: Any) -> None:
    publish()
    publish(name="Nuova")
    assert (publish()[0], publish()[1]["version"]) == (201, 3)


def test_what_is_refused_is_not_waited_for(publish: Any, clock: WatchedClock) -> None:
    publish()
    status, problem = publish(currency="USD")
    assert (status, problem["code"], clock.waited) == (400, "invalid_request", timedelta(0))
