"""What is kept of a member is handed out whole, as JSON and as a sheet; and who is to be erased is, by a queue."""

import csv
import io
import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest

from tessera.domain.filing import Json
from tessera.domain.order import Order
from tessera.domain.outbox import Claim, Dispatch, Posted
from tessera.edge.wiring import reading, world, writing
from tessera.operations.adjust import Adjustment, adjust
from tessera.operations.award_order import award_order
from tests.functions.nights.running import Run

Send = Callable[..., Json]
FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def send(stack: Any, function: Callable[[str], ModuleType], event: Any, guard: Any) -> Send:
    """Hand an event to its function, which may do no more than template.yaml allows; gives its answer."""

    def hand_over(name: str, folder: str, **changed: Any) -> Json:
        guard.hold_to(folder)
        answer: Json = function(folder).handler({**event(name), **changed}, None)
        return answer

    assert hand_over("publish_programme", "programme")["statusCode"] == 201
    assert hand_over("put_member", "members")["statusCode"] == 201
    return hand_over


@pytest.fixture
def erase(stack: Any, function: Callable[[str], ModuleType], guard: Any) -> Send:
    """Hand bodies to erase_members; gives what it says."""

    def hand_over(*bodies: str, run: Run | None = None) -> Json:
        guard.hold_to("erase_members")
        records = [{"messageId": str(place), "receiptHandle": "h", "body": body} for place, body in enumerate(bodies)]
        answer: Json = function("erase_members").handler({"Records": records}, run or Run())
        return answer

    return hand_over


def waiting(stack: Any) -> Iterator[str]:
    """What waits in the queue of erasures, taken out of it."""
    sqs = stack.client("sqs")
    url = sqs.get_queue_url(QueueName="erasures")["QueueUrl"]
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        for message in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            yield message["Body"]


def publish(stack: Any, function: Callable[[str], ModuleType], guard: Any) -> None:
    """What the stream brings of Anna's erasure, as long as it is where it was written."""
    guard.hold_to("erase_members")
    items = stack.client("dynamodb").scan(TableName="ledger")["Items"]
    images = [item for item in items if item["sk"]["S"].startswith("E#erasure/")]
    for image in images:
        image["papers"] = {"B": b64encode(image["papers"]["B"]).decode()}
    guard.hold_to("publish_facts")
    function("publish_facts").handler({"Records": [{"dynamodb": {"NewImage": image}} for image in images]}, None)


def exported(send: Send, **query: str) -> Json:
    asked = {name: [value] for name, value in query.items()}
    answer = send("export_member", "personal_data", multiValueQueryStringParameters=asked)
    assert answer["statusCode"] == 200, answer["body"]
    return answer


def live(guard: Any) -> None:
    """A note that looks like a formula, an order, and a mail."""
    guard.hold_to("members")
    body = {"wallet": "points", "amount": -1, "reason": "goodwill", "reference": "g1", "note": FORMULA}
    adjust("anna", Adjustment.model_validate(body, context=reading()), **writing())
    guard.hold_to("award_orders")
    line = {"line_id": "1", "sku": "TEE-1", "quantity": 2, "unit_price": "20.00"}
    placed = {"member_id": "anna", "placed_at": datetime.now(UTC).isoformat(), "lines": [line]}
    award_order("o1", Order.model_validate(placed, context=reading()), email_key=str, **writing())
    guard.hold_to("notify_members")
    claim = world().outbox.claim(Dispatch("anna", "welcome", "enrolment", "mail"), at=datetime.now(UTC))
    assert isinstance(claim, Claim)
    world().outbox.settle(Posted(claim, "failed", reason="gone"))


def test_an_export_has_who_the_member_is_and_all_that_was_written(send: Send, guard: Any) -> None:
    live(guard)
    page = json.loads(exported(send)["body"])
    assert page["next_cursor"] is None
    assert page["member"]["profile"]["email"] == "anna@example.com"
    assert page["member"]["profile"]["birthday"] == "1990-05-04"
    words = [(each["subject"], each["value"], each["source"]) for each in page["member"]["consents"]["history"]]
    assert words == [("email", True, "shop"), ("marketing", False, "shop")]
    assert [each["cause"] for each in page["records"]] == ["order/o1", "adjustment/g1", "enrolment"]
    order, adjustment, _ = page["records"]
    assert order["sent"]["lines"] == [{"line_id": "1", "sku": "TEE-1", "quantity": 2, "unit_price": 2000}]
    assert (adjustment["sent"]["note"], adjustment["entries"][0]["amount"]) == (FORMULA, -1)
    assert "account" not in order["answered"]
    assert [(each["kind"], each["state"]) for each in page["messages"]] == [("welcome", "failed")]


def test_pages_come_to_the_whole(send: Send, guard: Any) -> None:
    live(guard)
    whole, pages = json.loads(exported(send)["body"]), [json.loads(exported(send, limit="1")["body"])]
    while cursor := pages[-1]["next_cursor"]:
        pages.append(json.loads(exported(send, limit="1", cursor=cursor)["body"]))
    assert [record for page in pages for record in page["records"]] == whole["records"]
    assert [message for page in pages for message in page["messages"]] == whole["messages"]
    assert [page["member"] is None for page in pages] == [False, True, True]
    refused = send("export_member", "personal_data", multiValueQueryStringParameters={"cursor": ["no.cursor"]})
    assert refused["statusCode"] == 400


def test_a_sheet_is_one_flat_table_without_formulas(send: Send, guard: Any) -> None:
    live(guard)
    answer = exported(send, format="csv")
    assert answer["headers"]["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["headers"]["Content-Disposition"] == 'attachment; filename="anna.csv"'
    head, *rows = csv.reader(io.StringIO(answer["body"]))
    assert head == ["section", "number", "name", "value"]
    assert ["member", "", "profile.name", "Anna Verdi"] in rows
    assert ["member", "", "consents.history[1].subject", "marketing"] in rows
    assert ["records", "2", "sent.note", f"'{FORMULA}"] in rows
    assert ["records", "2", "entries[0].amount", "-1"] in rows
    assert ["next_cursor", "", "", ""] in rows


def test_who_is_erased_is_gone_at_once_and_cleared_away_by_the_queue(
    stack: Any, function: Callable[[str], ModuleType], send: Send, erase: Send, guard: Any
) -> None:
    live(guard)
    first = send("erase_member", "personal_data")
    assert (first["statusCode"], json.loads(first["body"])["member_id"]) == (200, "anna")
    assert send("read_member", "members")["statusCode"] == 404
    assert send("export_member", "personal_data")["statusCode"] == 404
    busy = send("put_member", "members")
    assert (busy["statusCode"], json.loads(busy["body"])["code"]) == (409, "busy")
    publish(stack, function, guard)
    messages = list(waiting(stack))
    assert messages == ['{"member_id":"anna","closed":4}']
    assert erase(*messages) == {"batchItemFailures": []}
    assert send("erase_member", "personal_data")["body"] == first["body"]
    publish(stack, function, guard)
    assert list(waiting(stack)) == []
    guard.hold_to("erase_members")
    items = stack.client("dynamodb").scan(TableName="ledger")["Items"]
    assert not [item for item in items if "SENT#" in str(item) or "UNSENT" in str(item) or "PROFILE" in str(item)]
    assert send("put_member", "members")["statusCode"] == 201


def test_a_call_to_clear_away_that_comes_late_leaves_who_has_the_id_now(send: Send, erase: Send) -> None:
    send("erase_member", "personal_data")
    call = '{"member_id":"anna","closed":2}'
    assert erase(call) == {"batchItemFailures": []}
    assert send("put_member", "members")["statusCode"] == 201
    assert erase(call) == {"batchItemFailures": []}
    assert send("read_member", "members")["statusCode"] == 200


def test_a_call_that_comes_again_or_names_nobody_is_nothing_to_do(stack: Any, send: Send, erase: Send) -> None:
    call = '{"member_id":"anna"}'
    assert erase(call, call, '{"member_id":"nobody"}') == {"batchItemFailures": []}
    assert list(waiting(stack)) == []


def test_what_there_is_no_time_for_is_sent_on(stack: Any, send: Send, erase: Send, guard: Any) -> None:
    guard.hold_to("members")
    for number in range(60):
        body = {"wallet": "points", "amount": 1, "reason": "goodwill", "reference": f"g{number}"}
        adjust("anna", Adjustment.model_validate(body, context=reading()), **writing())
    call = '{"member_id":"anna"}'
    assert erase(call, run=Run(seconds_left=5)) == {"batchItemFailures": []}
    (rest,) = waiting(stack)
    assert rest == '{"member_id":"anna","closed":62}'
    assert erase(rest, run=Run(seconds_left=5)) == {"batchItemFailures": []}
    assert list(waiting(stack)) == [rest]
    assert erase(rest) == {"batchItemFailures": []}
    assert list(waiting(stack)) == []


def test_everybody_is_erased_part_by_part_and_one_by_one(stack: Any, send: Send, erase: Send, event: Any) -> None:
    body = json.dumps({"email": "bea@example.com"})
    assert send("put_member", "members", pathParameters={"member_id": "bea"}, body=body)["statusCode"] == 201
    assert erase('{"everybody":true}') == {"batchItemFailures": []}
    parts = list(waiting(stack))
    assert len(parts) == 8
    assert erase(*parts) == {"batchItemFailures": []}
    calls = sorted(waiting(stack))
    assert [json.loads(each)["member_id"] for each in calls] == ["anna", "bea"]
    assert erase(*calls) == {"batchItemFailures": []}
    assert send("read_member", "members")["statusCode"] == 404
    assert send("put_member", "members")["statusCode"] == 201
    assert erase(*calls) == {"batchItemFailures": []}
    assert send("read_member", "members")["statusCode"] == 200
