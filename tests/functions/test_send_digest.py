"""The operator is told each morning what the day before came to."""

import json
from typing import Any

import pytest

from tessera.domain.calendar import parse_instant
from tessera.domain.outbox import Claim, Dispatch, Posted
from tessera.edge.settings import MissingSetting, settings
from tessera.edge.wiring import world

TOLD = """\
Bottega Club, 2 March 2026

Members   1 enrolled, 0 raised, 0 lowered
Orders    1 for €60.00; 0 refunds, of €0.00
Points    110 issued, 100 redeemed, 0 reversed, 0 restored, 0 expired; 10 outstanding
Cashback  €3.00 issued, €0.00 redeemed, €0.00 reversed, €0.00 restored, €0.00 expired; €3.00 outstanding
Vouchers  1 issued, 0 used, 0 voided
Messages  2 not sent, or perhaps not
"""
QUIET = "Messages  0 not sent, or perhaps not\n"
LISTED = (
    "2026-03-01T22:59:59.999999Z",
    "2026-03-01T23:00:00.000000Z",
    "2026-03-02T22:59:59.999999Z",
    "2026-03-03T00:00:00Z",
)
"""Messages that were claimed before the day, twice on it, and after it."""


@pytest.fixture
def letterbox(published: None, stack: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Gives what the operator has been told: subjects and texts."""
    queue = stack.client("sqs").create_queue(QueueName="operator")["QueueUrl"]
    topic = stack.client("sns").create_topic(Name="digest")["TopicArn"]
    arn = f"arn:aws:sqs:eu-south-1:{topic.split(':')[4]}:operator"
    stack.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    monkeypatch.setenv("DIGEST_TOPIC_ARN", topic)
    settings.cache_clear()

    def read() -> list[tuple[str, str]]:
        told = stack.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        bodies = [json.loads(message["Body"]) for message in told]
        return [(body["Subject"], body["Message"]) for body in bodies]

    return read


def test_a_morning_tells_of_the_day_before(letterbox: Any, function: Any, event: Any, guard: Any) -> None:
    for number, claimed_at in enumerate(map(parse_instant, LISTED)):
        claim = world().outbox.claim(Dispatch("anna", "points_earned", f"order/o{number}", "mail"), at=claimed_at)
        assert isinstance(claim, Claim)
        world().outbox.settle(Posted(claim, "failed"))
    function("count_figures").handler(event("publish_facts"), None)
    guard.hold_to("send_digest")
    function("send_digest").handler(event("send_digest"), None)
    assert letterbox() == [("bottega: 1 orders, 1 new members on 2026-03-02", TOLD)]


def test_a_day_on_which_nothing_happened_is_told_too(letterbox: Any, function: Any) -> None:
    function("send_digest").handler({"time": "2026-03-03T22:59:59Z"}, None)
    function("send_digest").handler({"time": "2026-03-03T23:00:00Z"}, None)
    told = dict(letterbox())
    assert [subject[-10:] for subject in told] == ["2026-03-02", "2026-03-03"]
    assert all(text.endswith(QUIET) for text in told.values())


def test_without_a_topic_it_says_what_is_missing(published: None, function: Any, event: Any) -> None:
    with pytest.raises(MissingSetting, match="DIGEST_TOPIC_ARN"):
        function("send_digest").handler(event("send_digest"), None)
