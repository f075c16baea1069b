"""Stamp cards: each stamp knows its order, its unit price and its last day (docs/rules.md §2 and §4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from tessera.domain.money import half_up

Worth = Literal["cheapest", "average", "highest"]


@dataclass(frozen=True, slots=True)
class Stamps:
    """Stamps of one order and unit price (minor units), usable through `last_day`."""

    order_id: str
    given_on: date
    last_day: date | None
    price_minor: int
    count: int

    def same_as(self, other: "Stamps") -> bool:
        """Whether both differ by their count alone."""
        return replace(self, count=0) == replace(other, count=0)


@dataclass(frozen=True, slots=True)
class Card:
    """A member's stamps of one card, and how many the card owes (a refund took more than there were)."""

    card_id: str
    stamps: tuple[Stamps, ...] = ()
    owed: int = 0

    @property
    def held(self) -> int:
        """How many stamps there are."""
        return sum(each.count for each in self.stamps)

    def held_of(self, order_id: str) -> int:
        """How many of them an order gave."""
        return sum(each.count for each in self.stamps if each.order_id == order_id)

    @property
    def have(self) -> int:
        """How many stamps there are less those that are owed."""
        return self.held - self.owed


def laid_on(card: Card, stamps: Stamps) -> Card:
    """The card with more stamps; what it owes is paid first."""
    paid = min(card.owed, stamps.count)
    kept = [
        replace(each, count=each.count + stamps.count - paid) if each.same_as(stamps) else each for each in card.stamps
    ]
    if not any(each.same_as(stamps) for each in card.stamps):
        kept.append(replace(stamps, count=stamps.count - paid))
    return Card(card.card_id, tuple(each for each in kept if each.count), card.owed - paid)


def used_up(card: Card, count: int) -> tuple[Card, tuple[Stamps, ...]]:
    """Take so many stamps of a card that has them, those that expire first; gives the card after and the stamps."""
    return _taken(card, sorted(card.stamps, key=lambda each: (each.last_day or date.max, each.given_on)), count)


def taken_back(card: Card, order_id: str, price_minor: int | None, count: int) -> Card:
    """Take back so many stamps because of an order: its own of that unit price first, its others, then the youngest;
    the card owes the rest."""

    def turn(each: Stamps) -> tuple[bool, bool, int]:
        return each.order_id != order_id, each.price_minor != price_minor, -each.given_on.toordinal()

    card, taken = _taken(card, sorted(card.stamps, key=turn), count)
    return replace(card, owed=card.owed + count - sum(each.count for each in taken))


def without_expired(card: Card, today: date) -> Card:
    """The card without the stamps whose last day has passed."""
    return replace(card, stamps=tuple(each for each in card.stamps if each.last_day is None or each.last_day >= today))


def worth_of(stamps: Iterable[Stamps], worth: Worth) -> int:
    """What a free product may cost for stamps: the cheapest, average or highest of their unit prices."""
    prices = [(each.price_minor, each.count) for each in stamps]
    if worth == "average":
        return half_up(sum(price * count for price, count in prices), sum(count for _, count in prices))
    return min(prices)[0] if worth == "cheapest" else max(prices)[0]


def _taken(card: Card, candidates: Sequence[Stamps], count: int) -> tuple[Card, tuple[Stamps, ...]]:
    left, taken = list(card.stamps), []
    for each in candidates:
        part = min(each.count, count)
        if part:
            left[left.index(each)] = replace(each, count=each.count - part)
            taken.append(replace(each, count=part))
            count -= part
    return replace(card, stamps=tuple(each for each in left if each.count)), tuple(taken)
