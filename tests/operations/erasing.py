"""A shop in which members are erased, in memory and on DynamoDB, and all that can be found of them afterwards."""

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tessera.domain.agenda_port import Agenda
from tessera.domain.erased import Erased, Erasures
from tessera.domain.outbox import Devices, Outbox
from tessera.domain.shop_orders.heard import News
from tessera.operations.erase_member import clear_member, erase_member
from tessera.storage.agenda import DynamoAgenda
from tessera.storage.erasures import DynamoErasures
from tessera.storage.ledger import DynamoLedger
from tessera.storage.memory.agenda import MemoryAgenda
from tessera.storage.memory.ledger import MemoryLedger
from tessera.storage.memory.news import MemoryNews
from tessera.storage.memory.outbox import MemoryDevices, MemoryOutbox
from tessera.storage.news import DynamoNews
from tessera.storage.outbox import DynamoDevices, DynamoOutbox
from tessera.storage.packing import text_of, unpack
from tessera.storage.prove import Proof, prove, prove_books
from tessera.storage.table import Table
from tests.operations.shop import Shop

PROGRAMME: dict[str, Any] = {
    "wallets": {"points": {"redeem": {"points": 10, "value": "0.50"}}},
    "bonuses": {
        "welcome": {"points": 50},
        "birthday": {"points": 100},
        "actions": {"review": {"points": 20, "limit": {"times": 3, "per": "month"}}},
    },
    "rewards": [{"id": "five-off", "kind": "amount_off", "value": "5.00", "cost": 100}],
    "memberships": [{"id": "plus", "fee": "49.00", "period_months": 12}],
    "stamp_cards": [{"id": "tees", "scope": {"sku": ["TEE-SECRET"]}, "stamps": 10, "per": "unit",
                     "reward": {"free_product_up_to": "cheapest"}}],
    "referral": {"friend": {"points": 100}, "advocate": {"points": 200},
                 "qualify": {"min_order": "1.00", "within_days": 180}},
    "guests": {"claim_days": 30},
}  # fmt: skip


@dataclass(slots=True)
class Erasing:
    """A shop, and what erasing needs besides."""

    shop: Shop
    erasures: Erasures
    outbox: Outbox
    devices: Devices
    agenda: Agenda
    news: News = field(default_factory=MemoryNews)
    table: Table | None = None
    forgotten: list[str] = field(default_factory=list)

    def close(self, member_id: str = "anna", **fields: Any) -> Erased:
        """Close the account, and leave the rest to be cleared."""
        given = {"patience": self.shop.carrying["patience"], **self.shop.world, **fields}
        return erase_member(member_id, **given)

    def clear(self, erased: Erased, *, pages: int = 10**9) -> bool:
        """Clear away what is left, as long as there is time: for so many pages."""
        left = iter(range(pages - 1))
        return clear_member(
            erased,
            erasures=self.erasures,
            outbox=self.outbox,
            devices=self.devices,
            forget_endpoint=self.forgotten.append,
            agenda=self.agenda,
            has_time=lambda: next(left, None) is not None,
        )

    def erase(self, member_id: str = "anna") -> Erased:
        """All of it."""
        erased = self.close(member_id)
        assert self.clear(erased)
        return erased

    def proof(self) -> Proof:
        """What `prove` finds."""
        if self.table:
            return prove(self.table)
        assert isinstance(self.shop.ledger, MemoryLedger)
        return prove_books(self.shop.ledger.books())

    def written(self) -> str:
        """All that is kept, as one text."""
        return "\n".join(_texts(self.table) if self.table else map(repr, _attributes(self.shop.ledger)))


def erasing_in_memory() -> Erasing:
    """Twins."""
    ledger = MemoryLedger()
    return Erasing(Shop(ledger), ledger, MemoryOutbox(), MemoryDevices(), MemoryAgenda())


def erasing_on(table: Table) -> Erasing:
    """The real ones."""
    beside = DynamoErasures(table), DynamoOutbox(table), DynamoDevices(table), DynamoAgenda(table)
    return Erasing(Shop(DynamoLedger(table)), *beside, news=DynamoNews(table), table=table)


def _attributes(ledger: object) -> Iterator[object]:
    yield from (value for name, value in vars(ledger).items() if name != "_lock")


def _texts(table: Table) -> Iterator[str]:
    """Every item, with what is packed in it."""
    for page in table.client.get_paginator("scan").paginate(TableName=table.name):
        for item in page["Items"]:
            yield " ".join(f"{name}={_shown(value)}" for name, value in item.items())


def _shown(value: dict[str, Any]) -> str:
    if "B" in value:
        packed = value["B"] if isinstance(value["B"], bytes) else b64decode(value["B"])
        return text_of(unpack(packed))
    return str(next(iter(value.values())))
