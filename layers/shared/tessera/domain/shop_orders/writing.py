"""What was heard as plain JSON: how it is kept, and by what equal things are known to be equal."""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from tessera.domain.calendar import show_instant
from tessera.domain.filing import Json
from tessera.domain.order import STORED, Order
from tessera.domain.papers import canonical
from tessera.domain.ports import EmailKey
from tessera.domain.shop_orders.heard import Cancelled, GivenBack, Heard, Paid, Refunded, Removed, Units

KINDS: tuple[tuple[str, type[Heard]], ...] = (
    ("paid", Paid),
    ("removed", Removed),
    ("refunded", Refunded),
    ("cancelled", Cancelled),
)
"""In the order in which they happen where the platform gives them one instant."""


def impersonal(heard: Heard, email_key: EmailKey) -> Heard:
    """The same without names; of a guest's order the e-mail is its key, of a member's it is left out."""
    if not isinstance(heard, Paid):
        return heard
    order = heard.order
    key = email_key(order.email) if order.email and not order.member_id else None
    return Paid(heard.at, remade(order, email=key, placed_at=show_instant(order.placed_at)))


def remade(order: Order, **fields: Any) -> Order:
    """The order with other fields, checked again, and without names."""
    return Order.model_validate({**canonical(order), "email": order.email, **fields}, context=STORED)


def written(heard: Heard) -> Json:
    """As it is kept, but for its instant."""
    match heard:
        case Paid(_, order):
            return {"paid": canonical(order) | ({"email": order.email} if order.email else {})}
        case Removed(_, id, lines):
            return {"removed": id, "lines": [list(each) for each in lines]}
        case Refunded(_, id, lines, beside_minor):
            return {"refunded": id, "lines": [list(each) for each in lines], "beside": beside_minor}
        case Cancelled():
            return {"cancelled": True}


def read(at: datetime, form: Json) -> Heard:
    """What was written."""
    return next(_READ[kind](at, form) for kind, _ in KINDS if kind in form)


_READ: dict[str, Callable[[datetime, Json], Heard]] = {
    "paid": lambda at, form: Paid(at, Order.model_validate(form["paid"], context=STORED)),
    "removed": lambda at, form: Removed(at, form["removed"], tuple(Units(*each) for each in form["lines"])),
    "refunded": lambda at, form: Refunded(
        at, form["refunded"], tuple(GivenBack(*each) for each in form["lines"]), form["beside"]
    ),
    "cancelled": lambda at, _: Cancelled(at),
}


def place_of(heard: Heard) -> str:
    """Text by which what was heard at one instant is put in order, and known again."""
    kind = next(number for number, (_, each) in enumerate(KINDS) if isinstance(heard, each))
    meaning = json.dumps(written(heard), sort_keys=True)
    return f"{kind}{hashlib.sha256(meaning.encode()).hexdigest()[:32]}"


def mark_of(heard: Heard) -> tuple[datetime, str]:
    """What two things heard have in common when they are the same; it puts them in order."""
    return heard.at.astimezone(UTC), place_of(heard)


def in_order(heard: Iterable[Heard]) -> list[Heard]:
    """Each thing heard once, in the order of the platform's instants."""
    kept = {mark_of(each): each for each in heard}
    return [kept[mark] for mark in sorted(kept)]
