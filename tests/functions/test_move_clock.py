"""The test clock: it goes forward through its nights, and back only where everything begins anew."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tessera.domain.filing import Json
from tessera.edge.patience import JitteredPatience
from tessera.edge.settings import settings
from tessera.edge.tokens import create_token, recognised
from tessera.edge.wiring import world

Play = Callable[..., tuple[int, Json]]


@pytest.fixture
def play(stack: Any, function: Any, event: Any, guard: Any, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Hand an event with another body to the function of a folder; gives status and body."""
    monkeypatch.setenv("TEST_CLOCK", "enabled")
    settings.cache_clear()

    def hand_over(folder: str, name: str, body: Json | None = None) -> tuple[int, Json]:
        guard.hold_to(folder)
        answer = function(folder).handler({**event(name), "body": json.dumps(body)} if body else event(name), None)
        guard.function = None
        return answer["statusCode"], json.loads(answer["body"])

    return hand_over


@pytest.fixture
def clock(play: Play) -> Callable[..., tuple[int, Json]]:
    """Moves the clock."""
    return lambda now, **more: play("move_clock", "move_clock", {"now": now, **more})


@pytest.fixture
def shop(play: Play, clock: Any, event: Any) -> None:
    """Anna has an order whose points are held for fourteen days."""
    clock("2026-03-02T12:00:00Z", fresh=True)
    calls = {"programme": "publish_programme", "members": "put_member", "award_orders": "award_order"}
    for folder, name in calls.items():
        assert play(folder, name)[0] == 201


def handled(stack: Any) -> None:
    """Every record so far has been handled, as the stream's function would note."""
    client = stack.client("dynamodb")
    for row in client.scan(TableName="ledger")["Items"]:
        if "seq" in row:
            key = {"pk": {"S": f"H#{row['member']['S']}"}, "sk": {"S": f"{int(row['seq']['N']):010d}"}}
            client.put_item(TableName="ledger", Item={**key, "kind": {"S": "handled"}})


def test_time_stands_still_until_it_is_moved(play: Play, shop: None) -> None:
    stands = "2026-03-02T12:00:00Z"
    assert play("move_clock", "read_clock") == (200, {"now": stands, "target": stands, "unsettled": 2})


def test_moving_runs_the_nights_between(play: Play, clock: Any, shop: None, stack: Any) -> None:
    handled(stack)
    there = "2026-03-16T09:00:00Z"
    assert clock(there) == (202, {"now": there, "target": there, "unsettled": 1})
    (entry, *_) = play("members", "read_statement")[1]["entries"]
    assert (entry["kind"], entry["at"]) == ("activation", "2026-03-16T00:00:00+01:00")


def test_the_clock_goes_backward_only_afresh(clock: Any, shop: None, stack: Any) -> None:
    status, problem = clock("2026-03-02T11:59:59Z")
    assert (status, problem["code"]) == (409, "conflict")
    assert "fresh" in problem["detail"]
    handled(stack)
    there = "2025-01-01T00:00:00Z"
    assert clock(there, fresh=True) == (202, {"now": there, "target": there, "unsettled": 0})


def test_afresh_there_is_nothing_left_but_tokens(play: Play, clock: Any, shop: None, stack: Any) -> None:
    client = stack.client("dynamodb")
    token, _ = create_token(client, "ledger", name="till", scopes=["read"], now=world().clock.now())
    handled(stack)
    clock("2026-03-02T12:00:00Z", fresh=True)
    assert recognised(client, "ledger", token)
    assert play("members", "read_member")[1]["code"] == "no_programme"
    assert play("programme", "publish_programme")[1]["version"] == 1


def test_a_story_does_not_begin_before_the_facts_of_the_last_have_left(
    clock: Any, shop: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tessera.edge.trials.JitteredPatience", lambda **_: JitteredPatience(deadline_seconds=0))
    status, problem = clock("2026-03-02T12:00:00Z", fresh=True)
    assert (status, problem["code"]) == (409, "busy")


def test_a_move_that_was_cut_short_is_gone_on_with(
    play: Play, clock: Any, shop: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = "2026-03-16T09:00:00Z"
    with monkeypatch.context() as broken:
        broken.setattr("tessera.edge.trials.run_nights", lambda *_, **__: 1 / 0)
        assert clock(there)[0] == 500
    stands = play("move_clock", "read_clock")[1]
    assert (stands["now"], stands["target"]) == ("2026-03-02T12:00:00Z", there)
    assert clock(there)[1]["now"] == there
    assert play("members", "read_statement")[1]["entries"][0]["kind"] == "activation"


@pytest.mark.parametrize("now", ["2026-03-16", "yesterday", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", 7, None])
def test_only_an_instant_of_ours_is_an_instant(clock: Any, stack: Any, now: object) -> None:
    status, problem = clock(now, fresh=True)
    assert (status, problem["code"], problem["errors"][0]["path"]) == (400, "invalid_request", "now")
