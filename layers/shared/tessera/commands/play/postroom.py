"""What a story's members are told: the same way as on a stack, but for words and providers."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from tessera.domain.asking import asking_key
from tessera.domain.filing import Key
from tessera.domain.member import Profile
from tessera.domain.messaging import Channel, Message
from tessera.domain.outbox import Device, Mail, Outbox, Push
from tessera.domain.outcome import Outcome, Recorded
from tessera.domain.ports import Ledger, Programmes
from tessera.domain.telling import is_worth_telling
from tessera.domain.versions import Version
from tessera.domain.write import Write
from tessera.operations.dispatching import Postroom
from tessera.operations.notify_member import notify_member
from tessera.storage.memory.outbox import MemoryDevices

MESSAGES_MAX = 10_000
BOTH: frozenset[Channel] = frozenset({"mail", "push"})
WORDLESS = Mail("", "", "", "", "welcome", None)


class Overheard:
    """The ledger it is given, remembering what was written until it is told."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.untold: list[Key] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    def record(self, write: Write) -> Outcome:
        """Carry out one transaction, or say why nothing took place."""
        outcome = self._ledger.record(write)
        if isinstance(outcome, Recorded):
            self.untold += _worth_telling(write)
        return outcome


def _worth_telling(write: Write) -> Iterator[Key]:
    yield from (each.key for each in write.filings if each.record and is_worth_telling(each.record, each.key))
    if (profile := write.profile) and profile.consents.asked_in == profile.revision:
        yield asking_key(profile.member_id, profile.revision)


class Telling:
    """Tells members what was written to a ledger since it was asked to do so last."""

    def __init__(self, ledger: Ledger, programmes: Programmes, outbox: Outbox) -> None:
        self._overheard = Overheard(ledger)
        self.ledger = cast(Ledger, self._overheard)
        self._programmes = programmes
        self._postroom = Postroom(outbox, MemoryDevices(), _NoWords(), _Receipts(), lambda _: False, False)

    def tell(self, now: datetime) -> None:
        """Tell all of it; what is interrupted is told the next time."""
        untold = self._overheard.untold
        while untold:
            ledger, programmes = self.ledger, self._programmes
            notify_member(untold[0], ledger=ledger, programmes=programmes, postroom=self._postroom, now=now)
            del untold[0]

    def told(self, member_id: str, kind: str) -> int:
        """How many messages of a kind were sent to a member, through whatever channels."""
        traces = self._postroom.outbox.posted(member_id, limit=MESSAGES_MAX).traces
        return len({each.dispatch.cause for each in traces if (each.dispatch.kind, each.state) == (kind, "sent")})


class _NoWords:
    def mail(self, message: Message, profile: Profile, version: Version) -> Mail:
        return WORDLESS

    def push(self, message: Message, profile: Profile, version: Version) -> Push:
        return Push("", "", None)


class _Receipts:
    channels = BOTH

    def send_mail(self, mail: Mail) -> str:
        return "mail"

    def send_push(self, push: Push, device: Device) -> str:
        return "push"
