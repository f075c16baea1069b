"""What a delivery of the shop's platform says of one order, whichever platform it is (docs/rules.md §4).

`at` is the platform's own instant of it, never when it came: by it things heard are put in order.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from tessera.domain.order import Order


class Units(NamedTuple):
    """So many units of a line."""

    line_id: str
    quantity: int


class GivenBack(NamedTuple):
    """What a refund says of a line: the units that came back, and the money of it in minor units; without money (None)
    it is what these units cost: by our order, or `told_minor`, by the platform's word, where ours has no lines."""

    line_id: str
    quantity: int
    minor: int | None = None
    told_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """The order as it stood at an instant (its last update then), paid: its lines as they were sold, so what was given
    back since is still among them."""

    at: datetime
    order: Order


@dataclass(frozen=True, slots=True)
class Removed:
    """An edit, by its id, took so many units away."""

    at: datetime
    id: str
    lines: tuple[Units, ...]


@dataclass(frozen=True, slots=True)
class Refunded:
    """A refund, by its id: of lines, and `beside_minor` minor units that were given back beside them; below zero, so
    many were kept of what the lines cost, and may be given back by a later refund."""

    at: datetime
    id: str
    lines: tuple[GivenBack, ...] = ()
    beside_minor: int = 0


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The order was cancelled. A `Paid` after it reinstates it: there is no other sign of that."""

    at: datetime


Heard = Paid | Removed | Refunded | Cancelled


def id_of(order_id: str, number: int) -> str:
    """The id of the first, second … order that stands for a shop's order: `o1`, `o1~2`. Shops' own ids have no `~`."""
    return order_id if number == 1 else f"{order_id}~{number}"


def shop_s_id(order_id: str) -> str:
    """The id of the shop's order that an order stands for."""
    return order_id.partition("~")[0]


def stands_for(order_id: str, earlier_id: str) -> bool:
    """Whether an order stands for the same order of the shop as an earlier one did, which is refunded whole by now: so
    what had paid that one may pay this one."""
    return order_id != shop_s_id(order_id) == shop_s_id(earlier_id)


HEARD_MAX = 200
"""How many things may be heard of one order."""

HEARD_MUCH = HEARD_MAX // 2
"""From so many on, what changes nothing is not kept."""


class News(Protocol):
    """What was heard of each order: a set that only grows; the same thing heard again is the same thing.

    Nothing personal is in it: of a guest's order `email` is the keyed hash of the e-mail, and no line has a name.
    """

    def of(self, order_id: str) -> tuple[Heard, ...]:
        """All that was heard of an order (consistent), by `at`."""
        ...

    def keep(self, order_id: str, heard: Heard) -> None:
        """Keep what was heard; heard before, it changes nothing."""
        ...
