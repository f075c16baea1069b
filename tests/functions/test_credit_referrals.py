"""Advocates are credited on a stack: a friend's write calls for it, in a message; each message is done by itself."""

import json
from base64 import b64encode
from typing import Any

import pytest

from tessera.domain.filing import Key
from tessera.edge import aws
from tessera.edge.bus import Unpublished
from tessera.edge.calls import Call, read_call
from tessera.edge.clock import Hands, MovedClock
from tessera.edge.queues import Unsent
from tessera.edge.settings import settings
from tessera.edge.wiring import world
from tests.operations.shop import Shop, lines

REFERRAL = {"friend": {"points": 100}, "advocate": {"points": 200}, "qualify": {"min_order": "25.00"}}
CALLS = [
    Call(Key("enrolment", "bea"), "bea", 1),
    Call(Key("order", "o2"), "bea", 2),
    Call(Key("refund", "o2", "r1"), "bea", 3),
]


@pytest.fixture
def shop(stack: Any, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Ada has referred Bea, on a stack with a test clock. What that calls for nobody has done yet."""
    monkeypatch.setenv("TEST_CLOCK", "enabled")
    settings.cache_clear()
    shop = Shop(world().ledger)
    shop.programmes, shop.credits_later = world().programmes, True
    MovedClock(aws.dynamodb(), "ledger").put(Hands(shop.now, shop.now))
    shop.publish(referral=REFERRAL)
    shop.enrol("ada")
    shop.enrol("bea", referred_by="ada")
    return shop


@pytest.fixture
def ordered(shop: Shop) -> Shop:
    """Bea has ordered, too: the order qualifies."""
    shop.order("o2", "bea", lines=lines("40.00"))
    return shop


@pytest.fixture
def credit(function: Any, guard: Any) -> Any:
    """Hand records of a queue to the function, which may do no more than template.yaml allows; gives the failed."""

    def hand_over(*records: Any) -> list[str]:
        guard.hold_to("credit_referrals")
        answer = function("credit_referrals").handler({"Records": list(records)}, None)
        guard.function = None
        return [each["itemIdentifier"] for each in answer["batchItemFailures"]]

    return hand_over


def stream_of(stack: Any, *owners: str) -> dict[str, Any]:
    """All filings of these partitions as the stream brings them: bytes in base64."""
    rows = stack.client("dynamodb").scan(TableName="ledger")["Items"]
    images = [row for row in rows if row["pk"]["S"] in owners and "seq" in row]
    told = [{**row, "papers": {"B": b64encode(row["papers"]["B"]).decode()}} for row in images]
    return {"Records": [{"eventName": "INSERT", "dynamodb": {"NewImage": image}} for image in told]}


def received(stack: Any) -> list[Call]:
    """What has come to the queue."""
    answer = stack.client("sqs").receive_message(QueueUrl=settings().credits_queue_url, MaxNumberOfMessages=10)
    return sorted(read_call(message["Body"]) for message in answer.get("Messages", []))


def handled(stack: Any) -> list[tuple[str, str]]:
    """What has been noted: the records whose facts were told, and what has been done of what they call for."""
    rows = stack.client("dynamodb").scan(TableName="ledger")["Items"]
    return sorted((row["pk"]["S"], row["sk"]["S"].lstrip("0")) for row in rows if row["kind"]["S"] == "handled")


def rewarded(shop: Shop) -> tuple[int, int, int]:
    """What Ada has of it: friends, rewards, points."""
    view = shop.account("ada")
    return view["referral"]["friends"], view["referral"]["rewarded"], view["wallets"]["points"]["active"]


def test_each_write_that_calls_for_credits_is_one_message_and_no_other_is(
    ordered: Shop, stack: Any, function: Any
) -> None:
    ordered.refund("o2", "r1", amount="20.00")
    function("publish_facts").handler(stream_of(stack, "M#ada", "M#bea", "O#o2"), None)
    assert received(stack) == sorted(CALLS)
    assert handled(stack) == [("H#ada", "1"), ("H#bea", "1"), ("H#bea", "2"), ("H#bea", "3")]


def test_an_order_for_which_a_refund_waited_calls_too(shop: Shop, stack: Any, function: Any) -> None:
    shop.refund("o2", "r1", amount="5.00")
    shop.order("o2", "bea", lines=lines("40.00"))
    function("publish_facts").handler(stream_of(stack, "O#o2"), None)
    assert received(stack) == [Call(Key("order", "o2"), "bea", 2)]


def test_messages_are_sent_in_tens(shop: Shop, stack: Any, function: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []
    send = aws.sqs().send_message_batch
    monkeypatch.setattr(aws.sqs(), "send_message_batch", lambda **it: sent.append(len(it["Entries"])) or send(**it))
    batch = stream_of(stack, "M#bea")
    function("publish_facts").handler({"Records": batch["Records"] * 21}, None)
    assert sent == [10, 10, 1] * 2  # to either queue


def test_a_message_that_is_not_taken_brings_the_batch_back(
    shop: Shop, stack: Any, function: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = {"Successful": [], "Failed": [{"Id": "0", "SenderFault": False, "Code": "InternalError"}]}
    monkeypatch.setattr(aws.sqs(), "send_message_batch", lambda **_: refused)
    with pytest.raises(Unsent, match="1 calls were not taken: InternalError"):
        function("publish_facts").handler(stream_of(stack, "M#bea"), None)
    assert handled(stack) == []


def test_a_bus_that_refuses_facts_holds_up_no_credit(
    shop: Shop, stack: Any, function: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "InternalFailure"}]}
    monkeypatch.setattr(aws.events(), "put_events", lambda **_: refused)
    with pytest.raises(Unpublished):
        function("publish_facts").handler(stream_of(stack, "M#bea"), None)
    assert received(stack) == CALLS[:1]
    assert handled(stack) == []


def test_the_advocate_is_credited_and_what_called_for_it_is_handled(
    ordered: Shop, stack: Any, event: Any, credit: Any
) -> None:
    friend, order, _ = event("credit_referrals")["Records"]
    assert credit(friend, order) == []
    assert rewarded(ordered) == (1, 1, 200)
    assert handled(stack) == [("H#bea", "1#credits"), ("H#bea", "2#credits")]


@pytest.mark.parametrize("places", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (0, 0, 1, 1, 2, 2), (2, 1, 2, 0, 1, 0)])
def test_whatever_order_messages_come_in_and_however_often_all_end_the_same(
    ordered: Shop, event: Any, credit: Any, places: tuple[int, ...]
) -> None:
    ordered.refund("o2", "r1", amount="20.00")
    records = event("credit_referrals")["Records"]
    assert [credit(records[place]) for place in places] == [[]] * len(places)
    assert rewarded(ordered) == (1, 0, 0)


def test_what_was_credited_is_undone_when_the_refund_calls_for_it(ordered: Shop, event: Any, credit: Any) -> None:
    friend, order, refund = event("credit_referrals")["Records"]
    credit(friend, order)
    ordered.refund("o2", "r1", amount="20.00")
    credit(refund)
    assert rewarded(ordered) == (1, 0, 0)


def test_a_message_that_fails_comes_again_by_itself_and_the_others_are_done(
    ordered: Shop, stack: Any, event: Any, credit: Any, caplog: pytest.LogCaptureFixture
) -> None:
    friend, order, _ = event("credit_referrals")["Records"]
    broken = {**friend, "messageId": "broken", "body": "bea@example.com"}
    assert credit(friend, broken, order) == ["broken"]
    assert rewarded(ordered) == (1, 1, 200)
    assert [vars(each)["message_id"] for each in caplog.records] == ["broken"]
    assert "@example.com" not in caplog.text


def test_a_batch_that_fails_altogether_names_all_of_it_and_ends_well(event: Any, stack: Any, credit: Any) -> None:
    broken = [{**each, "body": "{}"} for each in event("credit_referrals")["Records"]]
    assert credit(*broken) == [each["messageId"] for each in broken]
    assert handled(stack) == []


def test_a_call_of_a_write_that_is_not_there_does_nothing(shop: Shop, event: Any, credit: Any) -> None:
    """A stack that has begun again may hear of what was before."""
    _, order, refund = event("credit_referrals")["Records"]
    assert credit(order, refund) == []
    assert rewarded(shop) == (0, 0, 0)


def test_a_shop_s_stack_notes_nothing(
    shop: Shop, stack: Any, event: Any, credit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_CLOCK", "disabled")
    settings.cache_clear()
    assert credit(event("credit_referrals")["Records"][0]) == []
    assert handled(stack) == []


def test_the_example_is_what_is_sent(event: Any) -> None:
    assert [read_call(each["body"]) for each in event("credit_referrals")["Records"]] == CALLS
    assert json.loads(event("credit_referrals")["Records"][0]["body"])["owner"] == "bea"
