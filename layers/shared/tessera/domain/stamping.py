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
from tessera.domain.voiding import enter_void, youngest_first


@dataclass(frozen=True, slots=True)
class Stamped:
    """The stamps that an order gave on one card: each of `lines` (by its place) as many as its `counts` says. One that
    was given for the whole order stands under all of its `lines` together."""

    card_id: str
    last_day: date | None
    lines: tuple[int, ...]
    counts: tuple[int, ...]

    @property
    def is_of_lines(self) -> bool:
        """Whether each line has its own stamps."""
        return len(self.counts) == len(self.lines)

    def undone(self, cart: Cart, so_far: Refunded) -> tuple[int, ...]:
        """How many of each of the `counts` are taken back once so much is refunded: half up, all of them in the end."""
        groups = [(line,) for line in self.lines] if self.is_of_lines else [self.lines]
        parts = (part_of_lines(cart, so_far, group) for group in groups)
        return tuple(target(count, part) for count, part in zip(self.counts, parts, strict=True))

    def prices_minor(self, cart: Cart) -> tuple[int | None, ...]:
        """The unit price on the stamps of each of the `counts`; None where one stands for all of the lines."""
        return tuple(cart.lines[line].unit_price for line in self.lines) if self.is_of_lines else (None,)


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
    before, after = (stamped.undone(step.cart, so_far) for so_far in (step.before, step.after))
    counts = [now - then for now, then in zip(after, before, strict=True)]
    is_over = stamped.last_day is not None and stamped.last_day < today
    if not any(counts) or (is_over and programme.refunds.after_expiry == "leave"):
        return
    while book.account.card(stamped.card_id).held < sum(counts) and _void_one(book, stamped, step.cause, programme):
        pass
    card = book.account.card(stamped.card_id)
    for price_minor, count in zip(stamped.prices_minor(step.cart), counts, strict=True):
        card = taken_back(card, step.order_id, price_minor, count)
    book.keep_card(card)


def _void_one(book: Book, stamped: Stamped, cause: str, programme: Programme) -> bool:
    """Void the member's youngest unused voucher of the card, so that its stamps come back; False: there is none."""
    unused = (each for each in youngest_first(book.account) if each.stamps and each.reward_id == stamped.card_id)
    youngest = next(unused, None)
    if youngest:
        enter_void(book, cause, youngest, programme)
    return youngest is not None
