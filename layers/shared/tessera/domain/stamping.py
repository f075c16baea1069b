"""Stamps of an order: given with it, and taken back with its refunds (docs/rules.md §2 and §4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tessera.domain.account import Book
from tessera.domain.calendar import plus_months
from tessera.domain.matching import covering
from tessera.domain.order import Cart
from tessera.domain.programme import Programme
from tessera.domain.programme.rewards import StampCard
from tessera.domain.refunding import Refunded, Step, part_of_lines, target
from tessera.domain.stamps import Stamps, laid_on, taken_back, worth_of
from tessera.domain.voiding import enter_void


@dataclass(frozen=True, slots=True)
class Stamped:
    """The stamps that an order gave on one card: each of `lines` (by its place) as many as its `counts` says. One that
    was given for the whole order stands under all of its `lines` together."""

    card_id: str
    last_day: date | None
    lines: tuple[int, ...]
    counts: tuple[int, ...]

    def undone(self, cart: Cart, so_far: Refunded) -> int:
        """How many of the stamps are taken back once so much is refunded: half up, all of them in the end."""
        groups = [(line,) for line in self.lines] if len(self.counts) == len(self.lines) else [self.lines]
        parts = (part_of_lines(cart, so_far, group) for group in groups)
        return sum(target(count, part) for count, part in zip(self.counts, parts, strict=True))


def stamp(book: Book, order_id: str, cart: Cart, programme: Programme, placed_on: date) -> Iterator[Stamped]:
    """Lay the stamps of an order on the member's cards."""
    for each in programme.stamp_cards:
        covers = covering(each.scope)
        lines = tuple(place for place, line in enumerate(cart.lines) if line.is_goods and covers(line))
        if lines:
            yield _stamp(book, order_id, cart, each, lines, placed_on)


def _stamp(book: Book, order_id: str, cart: Cart, card: StampCard, lines: tuple[int, ...], placed_on: date) -> Stamped:
    last_day = plus_months(placed_on, card.expires_months) if card.expires_months else None
    prices = [
        Stamps(order_id, placed_on, last_day, cart.lines[place].unit_price, cart.lines[place].quantity)
        for place in lines
    ]
    if card.per == "order":
        price = worth_of(prices, card.reward.free_product_up_to)
        prices = [Stamps(order_id, placed_on, last_day, price, 1)]
    after = book.account.card(card.id)
    for stamps in prices:
        after = laid_on(after, stamps)
    book.keep_card(after)
    return Stamped(card.id, last_day, lines, tuple(stamps.count for stamps in prices))


def unstamp(book: Book, step: Step, stamped: Stamped, programme: Programme, today: date) -> None:
    """Take back the stamps that a refund undoes: of expired ones nothing, unless expired units are taken too."""
    count = stamped.undone(step.cart, step.after) - stamped.undone(step.cart, step.before)
    is_over = stamped.last_day is not None and stamped.last_day < today
    if not count or (is_over and programme.refunds.after_expiry == "leave"):
        return
    while book.account.card(stamped.card_id).held < count and _void_one(book, stamped, step.cause, programme):
        pass
    book.keep_card(taken_back(book.account.card(stamped.card_id), step.order_id, count))


def _void_one(book: Book, stamped: Stamped, cause: str, programme: Programme) -> bool:
    """Void the member's youngest unused voucher of the card, so that its stamps come back; False: there is none."""
    unused = [each for each in book.account.vouchers if each.stamps and each.reward_id == stamped.card_id]
    if not unused:
        return False
    enter_void(book, cause, unused[-1], programme)
    return True
