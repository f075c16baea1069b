"""The operator's digest: what yesterday came to, once a day."""

from typing import Any

from tessera.domain.calendar import parse_instant
from tessera.edge import aws
from tessera.edge.observe import count, observed
from tessera.edge.settings import need, settings
from tessera.edge.wiring import world
from tessera.operations.write_digest import write_digest


def handler(event: dict[str, Any], context: object) -> None:
    """Tell the operator of the day before the `time` of the event. An event that comes twice tells it twice."""
    with observed(event):
        here, now = world(), parse_instant(event["time"])
        digest = write_digest(tallies=here.tallies, outbox=here.outbox, programmes=here.programmes, now=now)
        topic = need(settings().digest_topic_arn, "DIGEST_TOPIC_ARN")
        aws.sns().publish(TopicArn=topic, Subject=digest.subject, Message=digest.text)
        count("DigestsSent")
