"""Facts leave the ledger whole, with ids of their own, or their batch comes again."""

import json
from typing import Any

import pytest

from tessera.edge import aws
from tessera.edge.bus import Unpublished
from tessera.edge.failures import Failed
from tessera.edge.settings import settings


class Bus:
    """A bus that keeps what it was told, and may refuse one of the facts."""

    def __init__(self, *, refuses: int | None = None) -> None:
        self.calls: list[list[dict[str, Any]]] = []
        self._refuses = refuses

    def put_events(self, Entries: list[dict[str, Any]]) -> dict[str, Any]:
        self.calls.append(Entries)
        results = [{"ErrorCode": "ThrottlingException"} if n == self._refuses else {} for n in range(len(Entries))]
        return {"FailedEntryCount": sum("ErrorCode" in each for each in results), "Entries": results}

    @property
    def told(self) -> list[dict[str, Any]]:
        return [entry for call in self.calls for entry in call]


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Bus:
    made = Bus()
    monkeypatch.setattr(aws, "events", lambda: made)
    return made


def test_every_record_of_a_batch_is_told(function: Any, event: Any, published: None, bus: Bus) -> None:
    function("publish_facts").handler(event("publish_facts"), None)
    names = sorted(entry["DetailType"] for entry in bus.told)
    assert names == ["MemberEnrolled", "PointsEarned", "PointsEarned", "PointsEarned", "PointsRedeemed", "RewardIssued"]
    assert {(entry["Source"], entry["EventBusName"]) for entry in bus.told} == {("tessera", "tessera")}
    details = [json.loads(entry["Detail"]) for entry in bus.told]
    assert len({detail["id"] for detail in details}) == len(details)
    assert {"wallet": "cashback", "amount": "3.00", "cause": "order/o1"}.items() <= next(
        detail for detail in details if detail.get("wallet") == "cashback"
    ).items()


def test_a_fact_holds_neither_a_voucher_code_nor_a_person(function: Any, event: Any, published: None, bus: Bus) -> None:
    function("publish_facts").handler(event("publish_facts"), None)
    allowed = {"id", "member_id", "seq", "at", "wallet", "amount", "cause", "version", "reward_id"}
    assert all(set(json.loads(entry["Detail"])) <= allowed for entry in bus.told)


def test_facts_are_told_in_tens(function: Any, event: Any, published: None, bus: Bus) -> None:
    batch = event("publish_facts")
    function("publish_facts").handler({"Records": batch["Records"] * 4}, None)
    assert [len(call) for call in bus.calls] == [10, 10, 4]


def test_a_fact_that_is_not_taken_brings_the_batch_back(
    function: Any, event: Any, published: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aws, "events", lambda: Bus(refuses=2))
    with pytest.raises(Unpublished, match="ThrottlingException"):
        function("publish_facts").handler(event("publish_facts"), None)


def test_what_is_no_new_record_is_no_fact(function: Any, event: Any, published: None, bus: Bus) -> None:
    changes = [each for each in event("publish_facts")["Records"] if "seq" not in each["dynamodb"]["NewImage"]]
    removed = [{"eventName": "REMOVE", "dynamodb": {"Keys": {}}}]
    function("publish_facts").handler({"Records": changes + removed}, None)
    assert bus.calls == []


def test_an_order_that_replaces_the_refunds_which_waited_for_it_is_told(
    function: Any, event: Any, published: None, bus: Bus
) -> None:
    """To the stream it is a change of their row, and was once told to nobody."""
    (first, *_) = (each for each in event("publish_facts")["Records"] if "seq" in each["dynamodb"]["NewImage"])
    function("publish_facts").handler({"Records": [{**first, "eventName": "MODIFY"}]}, None)
    assert bus.told


def test_a_test_stack_that_began_again_counts_its_versions_anew(
    function: Any, event: Any, published: None, bus: Bus, stack: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_CLOCK", "enabled")
    settings.cache_clear()
    handler = function("publish_facts").handler
    handler(event("publish_facts"), None)
    key = {"pk": {"S": "P"}, "sk": {"S": "PROGRAMME#000001"}}
    stack.client("dynamodb").delete_item(TableName="ledger", Key=key)
    with pytest.raises(Failed, match="KeyError at"):
        handler(event("publish_facts"), None)


def test_a_test_stack_notes_what_has_been_handled(
    function: Any, event: Any, published: None, bus: Bus, stack: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_CLOCK", "enabled")
    settings.cache_clear()
    function("publish_facts").handler(event("publish_facts"), None)
    rows = stack.client("dynamodb").scan(TableName="ledger")["Items"]
    handled = sorted((row["pk"]["S"], row["sk"]["S"]) for row in rows if row["kind"]["S"] == "handled")
    assert handled == [("H#anna", "0000000001"), ("H#anna", "0000000002"), ("H#anna", "0000000004")]
