"""What SES tells of mails that it has taken, through SNS: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from email.utils import parseaddr
from typing import Any, Literal, NamedTuple

from tessera.domain.calendar import parse_instant

# SES says so once, when it is told of the topic; all else is JSON.
VALIDATED = "Successfully validated SNS topic"
NOT_SPAM = "not-spam"


class Feedback(NamedTuple):
    """What became of mail to some addresses: a bounce for good, a complaint, or a delay (a bounce that may pass)."""

    kind: Literal["bounce", "complaint", "delay"]
    addresses: tuple[str, ...]
    at: datetime
    detail: str | None


def feedback_in(event: Mapping[str, Any]) -> Iterator[Feedback]:
    """The feedback in an event of SNS; what was delivered, opened and the like is none."""
    messages = (record["Sns"]["Message"] for record in event["Records"])
    for told in (json.loads(each) for each in messages if not each.startswith(VALIDATED)):
        match told["eventType"]:
            case "Bounce":
                yield _bounce(told["bounce"])
            case "Complaint" if told["complaint"].get("complaintFeedbackType") != NOT_SPAM:
                yield _complaint(told["complaint"])


def _bounce(told: Mapping[str, Any]) -> Feedback:
    kind: Literal["bounce", "delay"] = "bounce" if told["bounceType"] == "Permanent" else "delay"
    return Feedback(kind, _addresses(told["bouncedRecipients"]), _instant(told), told.get("bounceSubType"))


def _complaint(told: Mapping[str, Any]) -> Feedback:
    addresses = _addresses(told["complainedRecipients"])
    return Feedback("complaint", addresses, _instant(told), told.get("complaintFeedbackType"))


def _instant(told: Mapping[str, Any]) -> datetime:
    return parse_instant(told["timestamp"])


def _addresses(recipients: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Each as it travelled and, where its host has other letters than ASCII's, as the member writes it."""
    bare = (parseaddr(each["emailAddress"])[1] for each in recipients)
    return tuple(dict.fromkeys(spelling for address in bare for spelling in (address, _in_letters(address))))


def _in_letters(address: str) -> str:
    local, at, host = address.rpartition("@")
    try:
        return f"{local}{at}{host.encode('ascii').decode('idna')}"
    except UnicodeError:
        return address
