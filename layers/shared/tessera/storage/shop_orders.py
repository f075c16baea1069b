"""The rows of what was heard of orders."""

from typing import Self

from tessera.domain.shop_orders.heard import Heard
from tessera.domain.shop_orders.writing import place_of, read, written
from tessera.storage import keys
from tessera.storage.columns import Packed, Row
from tessera.storage.days import read_instant, write_sortable

HEARD = "heard"


class HeardRow(Row):
    """One thing that was heard of an order; its instant is in its key."""

    said = Packed()

    @classmethod
    def of(cls, order_id: str, heard: Heard) -> Self:
        """The row of what was heard."""
        place = keys.heard(order_id, f"{write_sortable(heard.at)}#{place_of(heard)}")
        return cls.at(place, HEARD, said=written(heard))

    def read(self) -> Heard:
        """What was heard."""
        return read(read_instant(self.sk.partition("#")[0]), self.said)
