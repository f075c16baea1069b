"""Facts leave for the shop's endpoint on a stack: from the bus to a queue, from there signed, and again until it has
them."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tessera.edge import webhooks
from tessera.edge.sendings import Sending, message_of
from tessera.edge.settings import settings
from tessera.edge.standard_webhooks import NotSigned, key_of, verified
from tessera.edge.wiring import world
from tests.receiver import Receiver, receiver

Hand = Callable[..., Any]
ID = "20260302T120000.000000Z.074f47a950aeb4fa"
"""Of the delivery of events/."""


class HandClock:
    """The time, as a test sets it."""

    def __init__(self) -> None:
        self.time = datetime.now(UTC).replace(microsecond=0)

    def now(self) -> datetime:
        return self.time

    def wait_until(self, instant: datetime) -> None:
        """Nobody waits here."""


@pytest.fixture
def endpoint() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


@pytest.fixture
def clock(stack: Any, monkeypatch: pytest.MonkeyPatch) -> HandClock:
    """Of a test stack on which webhooks may go to this machine, and whose operators have a topic."""
    topic = stack.client("sns").create_topic(Name="digest")["TopicArn"]
    for name, value in {"TEST_CLOCK": "enabled", "LOOPBACK_WEBHOOKS": "enabled", "DIGEST_TOPIC_ARN": topic}.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    made = HandClock()
    monkeypatch.setattr(webhooks, "clock", lambda: made)
    return made


@pytest.fixture
def ask(clock: HandClock, function: Any, event: Any, guard: Any) -> Hand:
    """Call a route as one of its events does, with another body where one is given; gives status and body."""

    def call(name: str, body: Any = None, **ids: str) -> tuple[int, Any]:
        made = event(name)
        made["pathParameters"] = {**(made["pathParameters"] or {}), **ids} or None
        guard.hold_to("webhook_subscriptions")
        module = function("webhook_subscriptions")
        module.clock = lambda: clock
        answer = module.handler(made | ({"body": json.dumps(body)} if body else {}), None)
        guard.function = None
        return answer["statusCode"], json.loads(answer["body"])

    return call


@pytest.fixture
def hand(clock: HandClock, function: Any, event: Any, guard: Any) -> Hand:
    """Hand `send_webhooks` a batch, within what template.yaml allows; gives the messages that come again."""

    def hand_over(batch: str | list[dict[str, Any]]) -> list[str]:
        guard.hold_to("send_webhooks")
        module = function("send_webhooks")
        module.clock = lambda: clock
        answer = module.handler(event(batch) if isinstance(batch, str) else {"Records": batch}, None)
        guard.function = None
        return [each["itemIdentifier"] for each in answer["batchItemFailures"]]

    return hand_over


@pytest.fixture
def secret(ask: Hand, endpoint: Receiver) -> str:
    """Of the subscription of events/, at the endpoint."""
    asked = {"subscription_id": "shop-1", "url": endpoint.url, "kinds": ["PointsEarned"]}
    status, made = ask("subscribe_webhook", asked)
    assert status == 201
    return str(made["secret"])


def taken_from(stack: Any, queue: str) -> list[dict[str, Any]]:
    """The messages of a queue as a function is handed them."""
    sqs = stack.client("sqs")
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=0).get("Messages", [])
    return [{"messageId": it["MessageId"], "receiptHandle": it["ReceiptHandle"], "body": it["Body"]} for it in found]


def test_a_fact_of_the_bus_is_sent_as_the_bus_has_it(
    hand: Hand, stack: Any, secret: str, endpoint: Receiver, event: Any, clock: HandClock
) -> None:
    assert hand("open_webhooks") == []
    (message,) = taken_from(stack, "webhooks")
    assert json.loads(message["body"]) == json.loads(event("send_webhooks")["Records"][0]["body"])
    assert hand([message]) == []
    received = endpoint.next()
    fact = json.loads(event("open_webhooks")["Records"][0]["body"])
    told = {"type": "PointsEarned", "timestamp": fact["detail"]["at"], "data": fact["detail"]}
    assert json.loads(received.body) == told
    assert verified(received.headers, received.body, keys=[key_of(secret)], now=clock.now()) == "anna/2/0"
    assert received.headers["content-type"] == "application/json"


def test_a_stack_without_subscriptions_does_nothing_for_a_fact(hand: Hand, stack: Any) -> None:
    assert hand("open_webhooks") == []
    assert taken_from(stack, "webhooks") == []


def test_subscriptions_are_looked_for_every_few_seconds_and_not_for_each_fact(
    clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = [0.0]
    monkeypatch.setattr("tessera.edge.webhooks.time.monotonic", lambda: seconds[0])
    known, looked = webhooks.KnownSubscriptions(world().subscriptions), list[float]()
    monkeypatch.setattr(world().subscriptions.__class__, "all", lambda _: looked.append(seconds[0]) or ())
    for moment in (0.0, 1.0, 4.9, 5.0, 9.9, 10.1):
        seconds[0] = moment
        assert known.all() == ()
    assert looked == [0.0, 5.0, 10.1]


def test_what_does_not_arrive_waits_in_the_queue_of_retries_and_is_tried_when_it_is_due(
    hand: Hand, stack: Any, secret: str, endpoint: Receiver, clock: HandClock, ask: Hand
) -> None:
    endpoint.status = 500
    hand("open_webhooks")
    assert hand("send_webhooks") == []
    (first,) = ask("read_deliveries")[1]["deliveries"]
    assert (first["state"], first["attempts"], first["status"], first["reason"]) == ("waiting", 1, 500, None)
    assert first["due_at"] == (clock.now() + timedelta(seconds=5)).isoformat().replace("+00:00", "Z")
    clock.time += timedelta(seconds=5)
    endpoint.status = 204
    assert hand("retry_webhooks") == []
    assert hand("retry_webhooks") == []  # of a message that came twice
    (second,) = ask("read_deliveries")[1]["deliveries"]
    assert (second["state"], second["attempts"], second["status"], second["due_at"]) == ("delivered", 2, 204, None)
    assert [endpoint.next().headers["webhook-id"] for _ in range(2)] == ["anna/2/0"] * 2
    assert endpoint.received.empty()


def test_a_message_that_comes_too_early_is_hidden_until_its_time(
    hand: Hand, stack: Any, secret: str, endpoint: Receiver, clock: HandClock
) -> None:
    endpoint.status = 500
    hand("open_webhooks")
    hand("send_webhooks")
    clock.time += timedelta(seconds=5)
    hand("retry_webhooks")  # now it waits for five minutes
    sqs, retries = stack.client("sqs"), settings().webhook_retries_queue_url
    sqs.purge_queue(QueueUrl=retries)
    sqs.send_message(QueueUrl=retries, MessageBody=message_of(Sending("shop-1", ID, is_retry=True)))
    early = taken_from(stack, "webhook_retries")
    assert hand(early) == [early[0]["messageId"]]
    assert taken_from(stack, "webhook_retries") == []
    clock.time += timedelta(minutes=5)
    assert hand(early) == []
    assert [endpoint.next() for _ in range(3)] and endpoint.received.empty()


def test_during_a_rotation_both_secrets_sign_and_afterwards_the_new_one(
    hand: Hand, stack: Any, secret: str, endpoint: Receiver, clock: HandClock, ask: Hand
) -> None:
    clock.time += timedelta(minutes=1)
    new = ask("rotate_webhook")[1]["secret"]
    assert new != secret
    hand("open_webhooks")
    hand("send_webhooks")
    received = endpoint.next()
    for each in (secret, new):
        assert verified(received.headers, received.body, keys=[key_of(each)], now=clock.now())
    clock.time += timedelta(days=1)
    ask("replay_delivery", delivery_id=ID)
    hand("send_webhooks")
    received = endpoint.next()
    assert verified(received.headers, received.body, keys=[key_of(new)], now=clock.now())
    with pytest.raises(NotSigned):
        verified(received.headers, received.body, keys=[key_of(secret)], now=clock.now())


def test_a_subscription_made_again_under_an_old_id_has_another_secret(
    ask: Hand, secret: str, endpoint: Receiver, clock: HandClock
) -> None:
    assert ask("unsubscribe_webhook")[0] == 200
    clock.time += timedelta(seconds=1)
    asked = {"subscription_id": "shop-1", "url": endpoint.url, "kinds": ["PointsEarned"]}
    assert ask("subscribe_webhook", asked)[1]["secret"] != secret


def test_one_without_an_id_is_given_one(ask: Hand, endpoint: Receiver) -> None:
    made = [ask("subscribe_webhook", {"url": endpoint.url, "kinds": ["TierChanged"]})[1] for _ in range(2)]
    assert len({each["subscription_id"] for each in made}) == 2
    assert len({each["secret"] for each in made}) == 2


def test_operators_hear_once_of_an_endpoint_that_is_gone_and_of_its_host_alone(
    hand: Hand, stack: Any, secret: str, endpoint: Receiver, ask: Hand, caplog: pytest.LogCaptureFixture
) -> None:
    queue = stack.client("sqs").create_queue(QueueName="operators")["QueueUrl"]
    arn = stack.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
    topic = settings().digest_topic_arn
    stack.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    endpoint.status = 410
    hand("open_webhooks")
    assert hand("send_webhooks") == []
    assert hand("send_webhooks") == []
    (told,) = taken_from(stack, "operators")
    said = json.loads(told["body"])
    assert "127.0.0.1 (subscription shop-1) are paused" in said["Message"]
    assert "shop=1" not in said["Message"]
    shown = ask("read_webhook")[1]
    assert (shown["state"], shown["paused"]["reason"], "secret" in shown) == ("paused", "gone", False)
    assert ask("replay_delivery", delivery_id=ID)[1]["code"] == "endpoint_paused"
    assert ask("resume_webhook")[1]["state"] == "active"
    assert endpoint.url not in caplog.text


def test_an_endpoint_inside_is_never_reached_where_the_stack_is_not_for_tests(
    ask: Hand, hand: Hand, secret: str, endpoint: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if somebody had got it into the table."""
    hand("open_webhooks")
    monkeypatch.setenv("LOOPBACK_WEBHOOKS", "disabled")
    settings.cache_clear()
    webhooks.poster.cache_clear()
    assert hand("send_webhooks") == []
    (tried,) = ask("read_deliveries")[1]["deliveries"]
    assert (tried["state"], tried["status"], tried["reason"]) == ("waiting", None, "address_refused")
    assert endpoint.received.empty()
    refused = ask("subscribe_webhook", {"url": endpoint.url, "kinds": ["PointsEarned"]})
    assert (refused[0], refused[1]["errors"][0]["path"]) == (400, "url")


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"kinds": []}, "kinds"),
        ({"kinds": ["PointsErned"]}, "kinds[0]"),
        ({"url": "http://shop.example/"}, "url"),
        ({"url": "https://169.254.169.254/"}, "url"),
        ({"url": 7}, "url"),
        ({"subscription_id": "no/id"}, "subscription_id"),
        ({"secret": "whsec_mine"}, "secret"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_subscription_is_named(ask: Hand, changed: dict[str, Any], path: str) -> None:
    asked = {"url": "https://shop.example/", "kinds": ["PointsEarned"], **changed}
    status, problem = ask("subscribe_webhook", asked)
    assert (status, problem["errors"][0]["path"]) == (400, path)


def test_a_message_that_cannot_be_read_holds_up_no_other(hand: Hand, event: Any, secret: str, stack: Any) -> None:
    right = event("open_webhooks")["Records"][0]
    broken = [{**right, "messageId": str(place), "body": text} for place, text in enumerate(("", "{", "{}", "7"))]
    assert hand([*broken, right]) == ["0", "1", "2", "3"]
    assert len(taken_from(stack, "webhooks")) == 1
