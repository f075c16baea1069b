"""What a shop's members have been told: the messages of each record, as the account stood after it was written."""

from typing import Any

from tessera.domain.account import Account
from tessera.domain.messaging import Message
from tessera.domain.outcome import Outcome, Recorded
from tessera.domain.telling import is_worth_telling, messages_of
from tessera.domain.write import Write
from tessera.storage.memory.ledger import MemoryLedger
from tests.operations.shop import ONE_POINT_PER_EURO, Shop

FIVE_OFF = {"id": "five-off", "kind": "amount_off", "value": "5.00", "cost": 100}
COUPON = {"id": "coupon", "kind": "percent_off", "value": "10", "cost": 100, "automatic": True, "valid_days": 30}
HELD = {"hold": {"days": 14, "from": "paid"}}


class HeardLedger(MemoryLedger):
    """A ledger in memory that keeps what was written."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[Write] = []

    def record(self, write: Write) -> Outcome:
        """Carry out one transaction, or say why nothing took place."""
        outcome = super().record(write)
        self.writes += [write] if isinstance(outcome, Recorded) else []
        return outcome


class Told:
    """All messages of a shop whose ledger is heard, of what is written from now on; by the programme of that time."""

    def __init__(self, shop: Shop) -> None:
        assert isinstance(shop.ledger, HeardLedger)
        self._writes, self._version = shop.ledger.writes, shop.programmes.latest()
        self.forget()

    @property
    def messages(self) -> list[Message]:
        """Those of each write, in order."""
        return [message for write in self._writes[self._first :] for message in self._of(write, write.account)]

    def as_of(self, account: Account) -> list[Message]:
        """The same, told when the account had become this one."""
        return [message for write in self._writes[self._first :] for message in self._of(write, account)]

    def kinds(self, member_id: str = "anna") -> list[str]:
        """The kinds of a member's messages."""
        return [each.kind for each in self.messages if each.member_id == member_id]

    @property
    def last(self) -> Message:
        """The last message of all."""
        return self.messages[-1]

    def forget(self) -> None:
        """Begin here."""
        self._first = len(self._writes)

    def _of(self, write: Write, account: Account | None) -> tuple[Message, ...]:
        for filing in write.filings:
            if filing.record and account:
                made = messages_of(filing.record, filing.key, filing=filing, account=account, version=self._version)
                assert is_worth_telling(filing.record, filing.key) or not made
                return made
        return ()


def opened(shop: Shop, *rules: Any, **sections: Any) -> Told:
    """A shop with Anna as a member, who is told what happens from here on."""
    shop.publish(*(rules or (ONE_POINT_PER_EURO,)), **sections)
    shop.enrol()
    return Told(shop)
