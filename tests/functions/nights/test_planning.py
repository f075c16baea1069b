"""Who is put on the agenda: what the stream brings nearer, and everybody after a publication."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tessera.edge.agenda import agenda
from tessera.edge.settings import settings
from tests.functions.nights.running import SECTIONS, Run, Stack, batch, marks
from tests.operations.shop import ONE_POINT_PER_EURO, Shop


def test_what_a_write_brings_nearer_is_put_on_the_agenda(shop: Shop) -> None:
    assert marks() == {
        "settle_accounts": "2026-05-03",
        "birthday_bonuses": "2026-05-04",
        "segment_gifts": "2026-05-04",
        "expiry_reminders": "2026-05-04",
    }


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
