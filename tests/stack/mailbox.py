"""The mails that the deployed stack has sent, as the emulated AWS keeps them, and the links that members follow."""

import json
import re
import urllib.request
from typing import NamedTuple
from urllib.parse import urlencode

from tessera.commands.local_stack import LocalStack
from tests.stack.calling import TIMEOUT_SECONDS

LINK = re.compile(r"/unsubscribe/\S+")
NO_BREAK = "\N{NO-BREAK SPACE}"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
CONFIRM = {"do": "confirm"}


class Mail(NamedTuple):
    """A mail as it arrived, with the text of its body."""

    to: str
    subject: str
    text: str

    @property
    def links(self) -> list[str]:
        """Where it leads: the last one is that of List-Unsubscribe, of which the emulated AWS keeps no header. Their
        host is the gateway's own on AWS, so only the paths are kept."""
        return LINK.findall(self.text)


class Mailbox:
    """What has arrived since it was opened."""

    def __init__(self, stack: LocalStack) -> None:
        self._stack = stack
        self._looked_at = len(self._all())

    def new(self) -> list[Mail]:
        """What has arrived since it was looked into last."""
        arrived = self._all()[self._looked_at :]
        self._looked_at += len(arrived)
        return arrived

    def _all(self) -> list[Mail]:
        address = f"{self._stack.endpoint}/_ministack/ses/messages"
        with urllib.request.urlopen(address, timeout=TIMEOUT_SECONDS) as answer:
            boxes = json.load(answer)["messages"].values()
        return [_mail(each["To"], each["Subject"], each["BodyText"]) for box in boxes for each in box]


def follow(stack: LocalStack, link: str, form: dict[str, str]) -> int:
    """Send a form to a link of a mail, as nobody in particular; gives the status of the page."""
    request = urllib.request.Request(stack.api_url + link, urlencode(form).encode(), method="POST")
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as page:
        status: int = page.status
    return status


def _mail(to: list[str], subject: str, text: str) -> Mail:
    (address,) = to
    return Mail(address, subject.replace(NO_BREAK, " "), text)
