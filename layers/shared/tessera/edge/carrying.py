"""Who carries messages from this stack: SES mail and SNS pushes, as far as the shop has set them up."""

import time
from functools import cached_property

from tessera.domain.messaging import Channel
from tessera.domain.outbox import Device, Mail, Push
from tessera.edge import aws
from tessera.edge.settings import Mailing, Settings
from tessera.messages.mail import Pace, Sender, SesMail
from tessera.messages.push import SnsPush


class Carrier:
    """The `Post` of domain/outbox.py; its clients are made when the first message leaves."""

    def __init__(self, given: Settings) -> None:
        self._mailing = given.mailing
        mail: set[Channel] = {"mail"} if given.mailing else set()
        push: set[Channel] = {"push"} if given.platforms else set()
        self._channels = frozenset(mail | push)

    @property
    def channels(self) -> frozenset[Channel]:
        """Mail where there is a sender, pushes where there is a platform."""
        return self._channels

    def send_mail(self, mail: Mail) -> str:
        """Send once, at the account's pace; gives SES's id. Raises Undeliverable, NotTaken."""
        return self._mail.send(mail)

    def send_push(self, push: Push, device: Device) -> str:
        """Send once, to one phone; gives SNS's id. Raises DeviceGone, Undeliverable, NotTaken."""
        return self._push.send(push, device.endpoint)

    @cached_property
    def _mail(self) -> SesMail:
        if self._mailing is None:
            raise ValueError("this stack has no sender: it sends no mail")
        return _ses_mail(self._mailing)

    @cached_property
    def _push(self) -> SnsPush:
        return SnsPush(aws.sns_once())


def _ses_mail(mailing: Mailing) -> SesMail:
    pace = Pace(aws.ses(), senders=mailing.senders, monotonic=time.monotonic, sleep=time.sleep)
    sender = Sender(mailing.sender_name, mailing.sender_address, mailing.reply_to)
    return SesMail(
        aws.ses(), sender=sender, configuration_set=mailing.configuration_set, stack=mailing.stack_name, pace=pace
    )
