"""Links in mails that need nobody logged in: each is signed, and holds what it is good for (docs/consents.md)."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, cast

from tessera.domain.member import Profile
from tessera.domain.messaging import Channel, Message, Purpose, purpose_of

CONFIRM_WITHIN = timedelta(days=14)
TOKEN_MAX = 200
SIGNATURE_BYTES = 16
LEAVE, CONFIRM = "leave", "confirm"
Ended = Literal["marketing", "email", "push"]


@dataclass(frozen=True, slots=True)
class Leaving:
    """The link to end what comes for a purpose through a channel, and to all other choices. It never ends itself."""

    member_id: str
    purpose: Purpose
    channel: Channel = "mail"

    @property
    def ends(self) -> Ended:
        """What one click ends: marketing altogether, or whatever comes through that channel."""
        if self.purpose == "marketing":
            return "marketing"
        return "email" if self.channel == "mail" else "push"


@dataclass(frozen=True, slots=True)
class Confirming:
    """The link to confirm what the member was asked in a revision of the profile, until an instant."""

    member_id: str
    asked_in: int
    until: datetime

    def asks(self, profile: Profile) -> bool:
        """Whether it was sent to whom the profile is of: not to somebody who had the id before, and was erased."""
        return profile.enrolled_at.replace(microsecond=0) <= self.until - CONFIRM_WITHIN


Link = Leaving | Confirming


def token_of(key: bytes, link: Link) -> str:
    """What a link ends with: letters, digits, dashes, underscores and one dot."""
    said = _said(link).encode()
    return f"{_text(said)}.{_text(_signature(key, said))}"


def address_of(link: Link, *, api_url: str, key: bytes) -> str:
    """The whole address that stands in a mail."""
    return f"{api_url}/unsubscribe/{token_of(key, link)}"


def link_in(key: bytes, token: str) -> Link | None:
    """What a token is good for; None for one that is none of ours."""
    first, dot, second = token.partition(".")
    if not dot or len(token) > TOKEN_MAX:
        return None
    try:
        said, signature = (urlsafe_b64decode(f"{part}==") for part in (first, second))
    except (NoBase64, ValueError):
        return None
    # What is written otherwise means the same to base64, and is none of ours.
    is_ours = hmac.compare_digest(signature, _signature(key, said)) and token == f"{_text(said)}.{_text(signature)}"
    return _read(said.decode()) if is_ours else None


def leaving(message: Message) -> Leaving:
    """Where a mail's List-Unsubscribe leads: it ends what the mail was sent for."""
    purpose: Purpose = "marketing" if message.kind == "marketing_confirmation" else purpose_of(message.kind)
    return Leaving(message.member_id, purpose)


def confirming(message: Message) -> Confirming | None:
    """Where the button of a mail leads that asks to confirm something; None of any other."""
    if message.kind != "marketing_confirmation":
        return None
    return Confirming(message.member_id, int(message.cause.rpartition("/")[2]), message.at + CONFIRM_WITHIN)


def _said(link: Link) -> str:
    """The member's id comes last: it may hold colons."""
    match link:
        case Leaving(member_id, purpose, channel):
            return f"{LEAVE}:{purpose}:{channel}:{member_id}"
        case Confirming(member_id, asked_in, until):
            return f"{CONFIRM}:{asked_in}:{int(until.timestamp())}:{member_id}"


def _read(said: str) -> Link:
    what, first, second, member_id = said.split(":", 3)
    if what == LEAVE:
        return Leaving(member_id, cast(Purpose, first), cast(Channel, second))
    return Confirming(member_id, int(first), datetime.fromtimestamp(int(second), UTC))


def _signature(key: bytes, said: bytes) -> bytes:
    return hmac.digest(key, said, "sha256")[:SIGNATURE_BYTES]


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
