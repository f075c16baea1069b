"""Members are told on a stack: one message for each write that has something to tell, and each mail leaves once."""

from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from tessera.domain.asking import asking_key
from tessera.domain.filing import Key
from tessera.domain.outbox import Device
from tessera.edge import aws
from tessera.edge.calls import Call, message_of, read_call
from tessera.edge.clock import Hands, MovedClock
from tessera.edge.postroom import postroom
from tessera.edge.settings import settings
from tessera.edge.wiring import world
from tests.functions.test_credit_referrals import stream_of
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines

WELCOME, ORDER = Call(Key("enrolment", "anna"), "anna", 1), Call(Key("order", "o1"), "anna", 2)
PHONE = Device("a1", "GCM", "arn:aws:sns:eu-south-1:123456789012:endpoint/GCM/shop/1", datetime(2026, 3, 2).date())


class Ses:
    """SES, as far as mail is concerned: it keeps what it is given, and may fail first, before or after taking it."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.fails: list[Exception] = []
        self.fails_after_taking = False

    def get_account(self) -> dict[str, Any]:
        return {"SendQuota": {"MaxSendRate": 1000.0}}

    def send_email(self, **given: Any) -> dict[str, str]:
        if self.fails and not self.fails_after_taking:
            raise self.fails.pop()
        self.sent.append(message_from_bytes(given["Content"]["Raw"]["Data"]))
        if self.fails:
            raise self.fails.pop()
        return {"MessageId": f"ses-{len(self.sent)}"}


class Sns:
    """SNS, as far as pushes are concerned."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def publish(self, **given: Any) -> dict[str, str]:
        self.sent.append(given["TargetArn"])
        return {"MessageId": f"sns-{len(self.sent)}"}


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "SendEmail")


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch) -> Ses:
    made = Ses()
    monkeypatch.setattr(aws, "ses", lambda: made)
    return made


@pytest.fixture
def sns(monkeypatch: pytest.MonkeyPatch) -> Sns:
    made = Sns()
    monkeypatch.setattr(aws, "sns_once", lambda: made)
    return made


@pytest.fixture
def shop(stack: Any, ses: Ses, sns: Sns, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Anna has enrolled and ordered, on a stack with a test clock that sends mail. Nobody has told her yet."""
    environment = {
        "TEST_CLOCK": "enabled",
        "SENDER_ADDRESS": "club@bottega.example",
        "SENDER_NAME": "Bottega Club",
        "CONFIGURATION_SET": "tessera-mail",
        "MAIL_SENDERS": "2",
        "STACK_NAME": "tessera",
        "PUBLIC_URL": "https://api.bottega.example/v1",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    shop = Shop(world().ledger)
    shop.programmes = world().programmes
    MovedClock(aws.dynamodb(), "ledger").put(Hands(shop.now, shop.now))
    shop.publish(ONE_POINT_PER_EURO, bonuses={"welcome": {"points": 50}})
    shop.enrol("anna")
    shop.order("o1", "anna", lines=lines("40.00"))
    return shop


@pytest.fixture
def tell(function: Any, guard: Any) -> Any:
    """Hand calls to the function, which may do no more than template.yaml allows; gives those that come again."""

    def hand_over(*calls: Call) -> list[str]:
        guard.hold_to("notify_members")
        records = [
            {"messageId": str(n), "receiptHandle": "r", "body": message_of(each)} for n, each in enumerate(calls)
        ]
        answer = function("notify_members").handler({"Records": records}, None)
        guard.function = None
        return [each["itemIdentifier"] for each in answer["batchItemFailures"]]

    return hand_over


def traces(member_id: str = "anna") -> list[tuple[str, str, str]]:
    found = postroom().outbox.posted(member_id, limit=10).traces
    return sorted((each.dispatch.kind, each.dispatch.channel, each.state) for each in found)


def test_what_is_worth_telling_is_one_message_in_the_queue(shop: Shop, stack: Any, function: Any, event: Any) -> None:
    function("publish_facts").handler(stream_of(stack, "M#anna", "O#o1"), None)
    queue = settings().messages_queue_url
    bodies = [
        each["Body"] for each in stack.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    ]
    assert sorted(map(read_call, bodies)) == sorted((WELCOME, ORDER))


def test_the_example_is_what_is_sent(event: Any) -> None:
    records = event("notify_members")["Records"]
    assert [read_call(each["body"]) for each in records] == [WELCOME, ORDER, ORDER._replace(is_held=True)]


def test_members_are_told_in_mails_with_all_that_mails_need(shop: Shop, ses: Ses, event: Any, function: Any) -> None:
    assert function("notify_members").handler(event("notify_members"), None) == {"batchItemFailures": []}
    assert traces() == [("points_earned", "mail", "sent"), ("welcome", "mail", "sent")]
    first = ses.sent[0]
    assert (first["From"], first["To"]) == ("Bottega Club <club@bottega.example>", "anna@example.com")
    assert first["List-Unsubscribe"].strip().startswith("<https://api.bottega.example/v1/unsubscribe/")
    assert [part.get_content_type() for part in first.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_the_example_of_a_question_comes_of_that_of_the_stream_and_is_one_mail(
    shop: Shop, ses: Ses, event: Any, function: Any, stack: Any
) -> None:
    function("publish_facts").handler(event("publish_asks"), None)
    (call,) = stack.client("sqs").receive_message(QueueUrl=settings().messages_queue_url)["Messages"]
    assert call["Body"] == event("notify_asks")["Records"][0]["body"]
    shop.enrol("anna", consents={"marketing": True})
    assert function("notify_members").handler(event("notify_asks"), None) == {"batchItemFailures": []}
    assert traces() == [("marketing_confirmation", "mail", "sent")]


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 0, 1, 1), (1, 0, 1, 0, 0)])
def test_however_often_calls_come_each_mail_leaves_once(shop: Shop, ses: Ses, tell: Any, order: Any) -> None:
    for place in order:
        assert tell((WELCOME, ORDER)[place]) == []
    assert len(ses.sent) == 2


def test_a_throttle_brings_the_call_back_and_then_the_mail_leaves(shop: Shop, ses: Ses, tell: Any) -> None:
    ses.fails = [refused("TooManyRequestsException")]
    assert tell(WELCOME, ORDER) == ["0"]
    assert traces() == [("points_earned", "mail", "sent"), ("welcome", "mail", "waiting")]
    assert tell(WELCOME) == []
    assert traces() == [("points_earned", "mail", "sent"), ("welcome", "mail", "sent")]
    assert len(ses.sent) == 2


def test_a_mail_that_is_refused_for_good_is_listed_and_never_tried_again(shop: Shop, ses: Ses, tell: Any) -> None:
    ses.fails = [refused("MessageRejected")]
    assert tell(WELCOME) == []
    assert tell(WELCOME) == []
    assert traces() == [("welcome", "mail", "failed")]
    (unsent,) = postroom().outbox.unsent(since=shop.now, until=shop.now + timedelta(days=1), limit=5)
    assert unsent.reason == "MessageRejected"
    assert ses.sent == []


@pytest.mark.parametrize("after", [False, True])
def test_a_mail_of_which_nobody_knows_is_listed_and_never_sent_again(
    shop: Shop, ses: Ses, tell: Any, after: bool
) -> None:
    ses.fails, ses.fails_after_taking = [ReadTimeoutError(endpoint_url="https://email")], after
    assert tell(WELCOME) == ["0"]
    assert tell(WELCOME) == []
    assert traces() == [("welcome", "mail", "unknown")]
    assert len(ses.sent) == int(after)


def test_a_shop_without_a_sender_sends_no_mail(
    shop: Shop, ses: Ses, tell: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENDER_ADDRESS", "")
    settings.cache_clear()
    assert tell(WELCOME) == []
    assert (ses.sent, traces()) == ([], [])


def handled(stack: Any) -> list[str]:
    rows = stack.client("dynamodb").scan(TableName="ledger")["Items"]
    return [row["sk"]["S"] for row in rows if row["kind"]["S"] == "handled"]


def test_what_was_told_is_handled(shop: Shop, stack: Any, tell: Any) -> None:
    tell(WELCOME)
    assert handled(stack) == ["0000000001#messages"]


def test_what_was_asked_is_handled_once_the_mail_has_left(shop: Shop, ses: Ses, stack: Any, tell: Any) -> None:
    shop.enrol("anna", consents={"marketing": True})
    asking, ses.fails = Call(asking_key("anna", 2), "anna", 0), [refused("TooManyRequestsException")]
    assert (tell(asking), handled(stack)) == (["0"], [])
    assert (tell(asking), handled(stack)) == ([], ["consent/000002"])
    assert traces() == [("marketing_confirmation", "mail", "sent")]
