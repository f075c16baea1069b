"""Stamp cards: each stamp knows its order, its unit price and its last day (docs/rules.md §2 and §4)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Stamps:
    """Stamps of one order and unit price (minor units), usable through `last_day`."""

    order_id: str
    given_on: date
    last_day: date | None
    price_minor: int
    count: int


@dataclass(frozen=True, slots=True)
class Card:
    """A member's stamps of one card, and how many the card owes (a refund took more than there were)."""

    card_id: str
    stamps: tuple[Stamps, ...] = ()
    owed: int = 0

    @property
    def have(self) -> int:
        """How many stamps there are; negative when the card owes some."""
        return sum(each.count for each in self.stamps) - self.owed
