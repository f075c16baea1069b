"""Tell a member what a write did: each message at most once through each channel (docs/rules.md §8)."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from tessera.domain.asking import ASKING, asking_message
from tessera.domain.consenting import is_allowed
from tessera.domain.filing import Key
from tessera.domain.member import Profile
from tessera.domain.messaging import Channel, Message
from tessera.domain.outbox import NotTaken, State
from tessera.domain.ports import Ledger, Programmes
from tessera.domain.quiet_hours import quiet_until
from tessera.domain.telling import messages_of
from tessera.domain.versions import Version
from tessera.operations.dispatching import Addressee, Postroom, dispatch

CHANNELS: tuple[Channel, ...] = ("mail", "push")


@dataclass(frozen=True, slots=True)
class Notified:
    """How many dispatches ended in which state just now, and until when the pushes are held, where there are any."""

    states: Counter[State] = field(default_factory=Counter)
    held_until: datetime | None = None


def notify_member(
    key: Key,
    *,
    ledger: Ledger,
    programmes: Programmes,
    postroom: Postroom,
    now: datetime,
    channels: Collection[Channel] = CHANNELS,
) -> Notified:
    """Send what the write under this key has to tell through these channels, as far as the member allows it; any
    number of times. Pushes in quiet hours are held: whoever asks again after them sends these. Raises NotTaken when
    some of it is to be tried again later.
    """
    case = _asking(key, ledger, programmes, now) if key.kind == ASKING else _case_of(key, ledger, programmes)
    routes = list(_routes(case, channels, postroom)) if case else []
    if case is None or not routes:
        return Notified()
    to = _addressee(case, routes, postroom)
    held_until = _held_until(to, postroom, now)
    going = [(message, channel) for message, channel in routes if channel == "mail" or (to.phones and not held_until)]
    ended = [dispatch(message, channel, to=to, postroom=postroom, now=now) for message, channel in going]
    if waiting := {each.reason for each in ended if each and each.state == "waiting"}:
        raise NotTaken(f"The provider does not take it now: {', '.join(map(str, waiting))}")
    return Notified(Counter(each.state for each in ended if each), held_until)


class _Case(NamedTuple):
    """Whom there is what to tell, by the version that was in force."""

    messages: tuple[Message, ...]
    profile: Profile
    version: Version


def _case_of(key: Key, ledger: Ledger, programmes: Programmes) -> _Case | None:
    """None where there is no such write, or no such member any more: a stack that has begun again may hear of what was
    before."""
    filing = ledger.filed(key)
    if filing is None or filing.record is None:
        return None
    record = filing.record
    account, profile = ledger.account(record.member_id, consistent=True), ledger.profile(record.member_id)
    if account is None or profile is None:
        return None
    version = programmes.in_force(record.recorded_at)
    return _Case(messages_of(record, key, filing=filing, account=account, version=version), profile, version)


def _asking(key: Key, ledger: Ledger, programmes: Programmes, now: datetime) -> _Case | None:
    """The mail that asks to confirm marketing; None where that was answered by now, or the member is gone."""
    profile = ledger.profile(key.owner)
    message = asking_message(profile, int(key.id), now) if profile else None
    return _Case((message,), profile, programmes.in_force(now)) if profile and message else None


Route = tuple[Message, Channel]


def _routes(case: _Case, channels: Collection[Channel], postroom: Postroom) -> Iterator[Route]:
    """Which message may go through which channel, and as which kind."""
    open_ones = [channel for channel in channels if channel in postroom.post.channels]
    is_suppressed = bool(case.messages and "mail" in open_ones) and postroom.is_suppressed(case.profile.email_key)
    for channel in open_ones:
        may = partial(is_allowed, case.profile.consents, channel=channel, is_suppressed=is_suppressed)
        for message in case.messages:
            if may(message.kind):
                yield message, channel
            elif message.otherwise and may(message.otherwise):
                yield replace(message, kind=message.otherwise), channel


def _addressee(case: _Case, routes: Collection[Route], postroom: Postroom) -> Addressee:
    """With phones where something is to be pushed."""
    has_push = any(channel == "push" for _, channel in routes)
    phones = postroom.devices.of(case.profile.member_id) if has_push else ()
    return Addressee(case.profile, case.version, phones)


def _held_until(to: Addressee, postroom: Postroom, now: datetime) -> datetime | None:
    if not to.phones or not postroom.has_quiet_hours:
        return None
    return quiet_until(now, to.version.programme.timezone)
