"""The rows of what was sent to members, of the phones that it is pushed to, and of what a test stack has handled."""

from datetime import date, datetime, timedelta
from typing import Any, Self, cast

from pynamodb.attributes import UnicodeAttribute

from tessera.domain.messaging import Channel, MessageKind
from tessera.domain.outbox import Claim, Device, Dispatch, Platform, Posted, State, Trace
from tessera.storage import keys
from tessera.storage.columns import Row, Whole
from tessera.storage.days import read_instant

DISPATCH, UNSENT, DEVICE, HOLDER = "dispatch", "unsent", "device", "holder"
HANDLED = "handled"
KNOWN_FOR = timedelta(days=365)
"""How long it is known what was sent."""


class _PostedRow(Row):
    """What became of a dispatch. DynamoDB drops it some time after it is known no longer."""

    state = UnicodeAttribute()
    attempt = Whole(null=True)
    receipt = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    ttl = Whole(null=True)

    def _posted(self, dispatch: Dispatch, at: datetime) -> Posted:
        claim = Claim(dispatch, self.attempt or 0, at)
        return Posted(claim, cast(State, self.state), self.receipt, self.reason)


class DispatchRow(_PostedRow):
    """One message through one channel. `member` and `moment` put it into the index, in a partition of its own beside
    that of the member's records, which shows its state and nothing else of it."""

    member = UnicodeAttribute()
    moment = UnicodeAttribute()

    @classmethod
    def of(cls, posted: Posted) -> Self:
        """The row of a dispatch."""
        dispatch = posted.claim.dispatch
        index = {"member": keys.posted(dispatch.member_id), "moment": keys.posted_moment(posted.claim.at, dispatch)}
        return cls.at(keys.dispatch(*dispatch), DISPATCH, **index, **_columns(posted))

    def read(self) -> Posted:
        """What became of the dispatch, as far as was read."""
        dispatch = _dispatch(keys.tail(self.pk), keys.tail(self.sk))
        return self._posted(dispatch, read_instant(self.moment.partition("#")[0]))

    def trace(self) -> Trace:
        """What the index has of it."""
        claim, state, *_ = self.read()
        return Trace(claim.dispatch, claim.at, state)


class UnsentRow(_PostedRow):
    """A dispatch that failed, or of which nobody knows: all of them in one list, by when they were claimed."""

    @classmethod
    def of(cls, posted: Posted) -> Self:
        """The row of a dispatch in the list."""
        return cls.at(keys.unsent(posted.claim.at, posted.claim.dispatch), UNSENT, **_columns(posted))

    def read(self) -> Posted:
        """What became of the dispatch."""
        at, member_id, rest = self.sk.split("#", 2)
        return self._posted(_dispatch(member_id, rest), read_instant(at))


def _dispatch(member_id: str, which: str) -> Dispatch:
    kind, cause, channel = which.split("#")
    return Dispatch(member_id, cast(MessageKind, kind), cause, cast(Channel, channel))


def _columns(posted: Posted) -> dict[str, Any]:
    return {
        "state": posted.state,
        "attempt": posted.claim.attempt,
        "receipt": posted.receipt,
        "reason": posted.reason,
        "ttl": int((posted.claim.at + KNOWN_FOR).timestamp()),
    }


class DeviceRow(Row):
    """A member's phone."""

    platform = UnicodeAttribute()
    endpoint = UnicodeAttribute()
    since = UnicodeAttribute()

    @classmethod
    def of(cls, member_id: str, device: Device) -> Self:
        """The row of a phone."""
        columns = {"platform": device.platform, "endpoint": device.endpoint, "since": device.since.isoformat()}
        return cls.at(keys.device(member_id, device.token_hash), DEVICE, **columns)

    @classmethod
    def named(cls, member_id: str, token_hash: str) -> Self:
        """That of a phone, to be deleted: only where it lies."""
        return cls.at(keys.device(member_id, token_hash), DEVICE)

    def read(self) -> Device:
        """The phone."""
        platform = cast(Platform, self.platform)
        return Device(keys.tail(self.sk), platform, self.endpoint, date.fromisoformat(self.since))


class HolderRow(Row):
    """Whose phone it is. The member is not in a column `member`: that would put the row into the index."""

    holder = UnicodeAttribute()

    @classmethod
    def of(cls, token_hash: str, member_id: str) -> Self:
        """The look-up of a phone."""
        return cls.at(keys.device_holder(token_hash), HOLDER, holder=member_id)


class HandledRow(Row):
    """That a record's facts were told, with what else it `calls` for; or that one of these was done."""

    calls = UnicodeAttribute(null=True)
