"""Send one message through one channel: claim it, send it, write down what came of it (docs/rules.md §8).

Whoever is cut short between the claim and the note leaves a claim of which nobody knows what came: the next one to find
it lists it, and does not send it again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from tessera.domain.member import Profile
from tessera.domain.messaging import Channel, Message
from tessera.domain.outbox import (
    Composer,
    Device,
    DeviceGone,
    Devices,
    Dispatch,
    NotTaken,
    Outbox,
    Post,
    Posted,
    Push,
    Undeliverable,
)
from tessera.domain.versions import Version

NO_PHONE = "no phone took it"


@dataclass(frozen=True, slots=True)
class Postroom:
    """All that a message passes on its way. `is_suppressed` says of an e-mail's key whether mail to it is stopped;
    where time is moved by hand there are no quiet hours."""

    outbox: Outbox
    devices: Devices
    composer: Composer
    post: Post
    is_suppressed: Callable[[str], bool]
    has_quiet_hours: bool = True


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom it goes, by the version of the programme that it tells of."""

    profile: Profile
    version: Version
    phones: tuple[Device, ...] = ()


def dispatch(message: Message, channel: Channel, *, to: Addressee, postroom: Postroom, now: datetime) -> Posted | None:
    """Send it unless it was claimed before. Gives what came of it just now; None where there was nothing left to do.

    It is put into words before it is claimed: what cannot be worded has surely not left.
    """
    send = _sending(message, channel, to, postroom)
    claim = postroom.outbox.claim(Dispatch(message.member_id, message.kind, message.cause, channel), at=now)
    if isinstance(claim, Posted):
        return _found(claim, postroom.outbox)
    try:
        posted = Posted(claim, "sent", receipt=send())
    except Undeliverable as why:
        posted = Posted(claim, "failed", reason=str(why))
    except NotTaken as why:
        posted = Posted(claim, "waiting", reason=str(why))
    postroom.outbox.settle(posted)
    return posted


def _found(posted: Posted, outbox: Outbox) -> Posted | None:
    """Claimed before. Should whoever did so still be at it, what they write down takes the place of this note."""
    if posted.state != "claimed":
        return None
    unknown = posted._replace(state="unknown")
    outbox.settle(unknown)
    return unknown


def _sending(message: Message, channel: Channel, to: Addressee, postroom: Postroom) -> Callable[[], str]:
    """What sends it, and gives the provider's id."""
    if channel == "mail":
        return partial(postroom.post.send_mail, postroom.composer.mail(message, to.profile, to.version))
    return partial(_to_phones, postroom.composer.push(message, to.profile, to.version), to, postroom)


def _to_phones(push: Push, to: Addressee, postroom: Postroom) -> str:
    """To each phone once: it is sent when one has taken it, and then no phone gets it again. Phones that are gone are
    dropped."""
    receipt, why = None, NO_PHONE
    for phone in to.phones:
        try:
            receipt = postroom.post.send_push(push, phone)
        except DeviceGone:
            postroom.devices.drop(to.profile.member_id, phone.token_hash)
        except Undeliverable as refused:
            why = str(refused)
        except NotTaken:
            if receipt is None:
                raise
    if receipt is None:
        raise Undeliverable(why)
    return receipt
