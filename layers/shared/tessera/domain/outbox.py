"""Posting: what of a message has left, how, and what became of it (docs/rules.md §8).

The ports that posting needs of the world, and the values they hand over; one contract suite (tests/storage) holds every
adapter of the outbox and the devices to the promises written here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple, Protocol

from tessera.domain.erased import HasTime
from tessera.domain.member import Profile
from tessera.domain.messaging import Channel, Message, MessageKind
from tessera.domain.versions import Version

State = Literal["claimed", "waiting", "sent", "failed", "unknown"]
"""`claimed`: somebody is about to send it. `waiting`: it surely has not left, and is tried again. `failed`: it never
will. `unknown`: it was claimed and nobody said what came of it, so it may have left, and is not sent again."""

LISTED: tuple[State, ...] = ("failed", "unknown")
"""What somebody may want to look at."""

Platform = Literal["GCM", "APNS"]
DEVICES_MAX = 20


class Undeliverable(Exception):
    """The provider takes this message to this address neither now nor later; the text says why, in few plain words."""


class NotTaken(Exception):
    """The provider surely did not take the message now, and may do so later."""


class DeviceGone(Undeliverable):
    """The phone is not there any more."""


class Dispatch(NamedTuple):
    """One message on its way through one channel: there is at most one of these, so it is a natural key."""

    member_id: str
    kind: MessageKind
    cause: str
    channel: Channel


class Claim(NamedTuple):
    """The right to send a dispatch, taken at an instant: the `attempt`th time, counted from 1."""

    dispatch: Dispatch
    attempt: int
    at: datetime


class Posted(NamedTuple):
    """What became of a dispatch that was claimed at an instant: `receipt` is the provider's id of what was sent,
    `reason` why it failed."""

    claim: Claim
    state: State
    receipt: str | None = None
    reason: str | None = None


class Trace(NamedTuple):
    """What a list shows of a dispatch: when it was claimed, and its state."""

    dispatch: Dispatch
    at: datetime
    state: State


class TracePage(NamedTuple):
    """Dispatches of a member, newest first, and where the next page starts (None: this was the last)."""

    traces: tuple[Trace, ...]
    cursor: str | None


class Outbox(Protocol):
    """Who was sent what; each of its rows is forgotten a year after it was claimed."""

    def claim(self, dispatch: Dispatch, *, at: datetime) -> Claim | Posted:
        """Take the right to send, if nobody has taken it or who had it gave it back; otherwise how things stand
        (consistent). Of any number at once, one gets it."""
        ...

    def settle(self, posted: Posted) -> None:
        """Write down what came of a claim, any number of times. Nothing changes where a later attempt claimed it since,
        nor does `unknown` ever take the place of what is known. What has `failed` or is `unknown` is listed."""
        ...

    def posted(self, member_id: str, *, limit: int, cursor: str | None = None) -> TracePage:
        """A page of what was sent to a member; it may be a moment old. A cursor that is none of ours is an
        InvalidRequest."""
        ...

    def forget(self, member_id: str, *, has_time: HasTime) -> bool:
        """Keep nothing of what was sent to a member. False when there was no time for all of it: then it is to be asked
        again."""
        ...

    def unsent(self, *, since: datetime, until: datetime, limit: int) -> tuple[Posted, ...]:
        """What failed, and what may have, of what was claimed between two instants, oldest first (consistent)."""
        ...


@dataclass(frozen=True, slots=True)
class Device:
    """A phone: `token_hash` names it, `endpoint` is where the provider reaches it."""

    token_hash: str
    platform: Platform
    endpoint: str
    since: date


class Devices(Protocol):
    """The phones of members. A phone is of one member: whoever registered it last."""

    def of(self, member_id: str) -> tuple[Device, ...]:
        """A member's phones (consistent)."""
        ...

    def holder(self, token_hash: str) -> str | None:
        """The id of the member whose phone it is (consistent)."""
        ...

    def put(self, member_id: str, device: Device, *, before: str | None) -> bool:
        """Make it this member's phone and nobody else's; False when it is not, or no longer, that of `before`."""
        ...

    def drop(self, member_id: str, token_hash: str) -> None:
        """It is not this member's phone, or no longer."""
        ...


class Platforms(Protocol):
    """The platforms that reach phones, as far as the shop has set them up."""

    def __contains__(self, platform: object) -> bool:
        """Whether phones of a platform can be reached."""
        ...

    def endpoint(self, platform: Platform, token: str) -> str:
        """Where the phone with this token is reached, from now on; the same for the same token. Raises Undeliverable
        for a token that is none of the platform's."""
        ...

    def forget(self, endpoint: str) -> None:
        """The phone is not reached there any more; also where it was not before."""
        ...


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it leaves; `unsubscribe` is the link that ends mails of its purpose with one click."""

    to: str
    subject: str
    html: str
    text: str
    kind: MessageKind
    unsubscribe: str | None


@dataclass(frozen=True, slots=True)
class Push:
    """What a phone shows, and the page that it opens, if there is one."""

    title: str
    body: str
    link: str | None


class Composer(Protocol):
    """Puts messages into words."""

    def mail(self, message: Message, profile: Profile, version: Version) -> Mail:
        """A message as a mail to a member."""
        ...

    def push(self, message: Message, profile: Profile, version: Version) -> Push:
        """A message as it is shown on a member's phones."""
        ...


class Post(Protocol):
    """Who carries messages. Any error beside those named leaves open whether the message has left."""

    @property
    def channels(self) -> frozenset[Channel]:
        """What can be sent from here at all: a shop may have set up neither mail nor push."""
        ...

    def send_mail(self, mail: Mail) -> str:
        """Send once; gives the provider's id. Raises Undeliverable, NotTaken."""
        ...

    def send_push(self, push: Push, device: Device) -> str:
        """Send once, to one phone; gives the provider's id. Raises DeviceGone, Undeliverable, NotTaken."""
        ...
