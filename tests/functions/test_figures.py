"""Figures are counted from what the stream brings, once, and read for any window of days."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tessera.domain.calendar import parse_day
from tessera.domain.refusals import NoProgramme
from tessera.edge.wiring import world

Read = Callable[..., dict[str, Any]]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def counted(published: None, function: Any, event: Any, guard: Any) -> Callable[..., None]:
    """Counts some of the changes of events/publish_facts.json, which the stream also brings to this function."""

    def count(*places: int) -> None:
        changes = event("publish_facts")["Records"]
        guard.hold_to("count_figures")
        function("count_figures").handler({"Records": [changes[place] for place in places] or changes}, None)
        guard.function = None

    return count


@pytest.fixture
def read(published: None, function: Any, event: Any, guard: Any) -> Read:
    """Reads the figures of a window; gives the whole answer."""

    def ask(**window: str) -> dict[str, Any]:
        guard.hold_to("figures")
        query = {name.removesuffix("_"): [day] for name, day in window.items()}
        asked = {**event("read_figures"), "multiValueQueryStringParameters": query}
        answer: dict[str, Any] = function("figures").handler(asked, None)
        guard.function = None
        return {"status": answer["statusCode"], **json.loads(answer["body"])}

    return ask


def test_a_batch_is_counted_by_the_day(counted: Any, read: Read) -> None:
    counted()
    told = read(from_="2026-02-01", until="2026-03-02")
    assert [day["day"] for day in told["days"]] == ["2026-03-02"]
    total = told["total"]
    assert (total["enrolments"], total["orders"], total["spend"], total["refunds"]) == (1, 1, "60.00", 0)
    assert (total["wallets"]["points"]["issued"], total["wallets"]["points"]["redeemed"]) == (110, 100)
    assert total["wallets"]["cashback"]["issued"] == total["wallets"]["cashback"]["pending"] == "3.00"
    assert total["vouchers"] == {"issued": 1, "used": 0, "voided": 0}
    assert told["days"][0] == {"day": "2026-03-02", **total}
    assert (told["from"], told["until"], told["timezone"]) == ("2026-02-01", "2026-03-02", "Europe/Rome")
    assert told["outstanding"]["cashback"] == {"active": "0.00", "pending": "3.00", "total": "3.00"}


def test_a_batch_that_comes_again_whole_or_in_other_company_counts_once(counted: Any, read: Read) -> None:
    counted(1, 2)
    once = read(until="2026-03-02")
    counted(1, 2)
    assert read(until="2026-03-02") == once
    for _ in range(2):
        counted()
        counted(3, 1)
    assert read(until="2026-03-02")["total"]["wallets"]["points"]["issued"] == 110


def test_what_is_outstanding_is_that_of_the_end_of_the_window(counted: Any, read: Read) -> None:
    counted()
    before, after = read(from_="2026-01-01", until="2026-03-01"), read(from_="2026-04-01", until="2026-05-01")
    assert (before["days"], before["outstanding"]["points"]["total"]) == ([], 0)
    assert (after["days"], after["outstanding"]["points"]["total"]) == ([], 10)


def test_without_days_the_window_is_the_last_thirty(counted: Any, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(world().clock), "now", lambda clock: NOON)
    told = read()
    assert (parse_day(told["until"]) - parse_day(told["from"])).days == 29
    assert told["until"] == "2026-03-02"
    assert read(from_="2026-03-02")["until"] == "2026-03-02"


@pytest.mark.parametrize(
    "window",
    [
        {"from_": "2026-03-02", "until": "2026-03-01"},
        {"from_": "2025-01-01", "until": "2026-02-05"},
        {"until": "0001-01-01"},
        {"until": "9999-12-31"},
        {"from_": "2026-02-30"},
        {"from_": "yesterday"},
        {"since": "2026-02-01"},
    ],
    ids=str,
)
def test_no_other_window_is_one(read: Read, window: dict[str, str]) -> None:
    answer = read(**window)
    assert (answer["status"], answer["code"]) == (400, "invalid_request")


def test_the_longest_window_has_four_hundred_days(read: Read) -> None:
    assert read(from_="2025-01-01", until="2026-02-04")["status"] == 200


def test_before_there_is_a_programme_nothing_is_counted_and_the_batch_comes_again(
    stack: Any, function: Any, event: Any
) -> None:
    with pytest.raises(NoProgramme):
        function("count_figures").handler(event("publish_facts"), None)


def test_what_is_no_record_is_not_counted(counted: Any, read: Read, function: Any) -> None:
    counted(0)
    function("count_figures").handler({"Records": [{"eventName": "REMOVE", "dynamodb": {"Keys": {}}}]}, None)
    assert read(until="2026-03-02")["days"] == []
