"""Stamps of an order: given with it, and taken back with its refunds (docs/rules.md §2 and §4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tessera.domain.book import Book
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


@dataclass(frozen=True, slots=True)
class Unstamped:
    """Where the stamps that a refund took back were taken: those of the order itself, others of the card, what the card
    owes for it; `vouchers` of the card were taken back unused first, so that it had more."""

    card_id: str
    own: int = 0
    others: int = 0
    owed: int = 0
    vouchers: tuple[str, ...] = ()


def stamp(book: Book, order_id: str, cart: Cart, programme: Programme, placed_on: date) -> Iterator[Stamped]:
    """Lay the stamps of an order on the member's cards."""
    for card, stamped in stamps_due(cart, programme, placed_on):
        _lay(book, order_id, cart, card, stamped, placed_on)
        yield stamped


def stamps_due(cart: Cart, programme: Programme, placed_on: date) -> Iterator[tuple[StampCard, Stamped]]:
    """The stamps that an order gives, card by card: one for each unit, or one for all of its lines together."""
    for card in programme.stamp_cards:
        covers = covering(card.scope)
        lines = tuple(place for place, line in enumerate(cart.lines) if line.is_goods and covers(line))
        last_day = plus_months(placed_on, card.expires_months) if card.expires_months else None
        counts = (1,) if card.per == "order" else tuple(cart.lines[place].quantity for place in lines)
        if lines:
            yield card, Stamped(card.id, last_day, lines, counts)


def _lay(book: Book, order_id: str, cart: Cart, card: StampCard, stamped: Stamped, placed_on: date) -> None:
    prices = [
        Stamps(order_id, placed_on, stamped.last_day, cart.lines[place].unit_price, cart.lines[place].quantity)
        for place in stamped.lines
    ]
    if card.per == "order":
        price = worth_of(prices, card.reward.free_product_up_to)
        prices = [Stamps(order_id, placed_on, stamped.last_day, price, 1)]
    after = book.account.card(card.id)
    for stamps in prices:
        after = laid_on(after, stamps)
    book.keep_card(after)


def unstamp(book: Book, step: Step, stamped: Stamped, programme: Programme, today: date) -> Unstamped | None:
    """Take back the stamps that a refund undoes: of expired ones nothing, unless expired units are taken too. Gives
    where they were taken, None if nothing was."""
    undone = (stamped.undone(step.cart, so_far) for so_far in (step.before, step.after))
    counts = [now - then for then, now in zip(*undone, strict=True)]
    is_over = stamped.last_day is not None and stamped.last_day < today
    if not any(counts) or (is_over and programme.refunds.after_expiry == "leave"):
        return None
    vouchers = tuple(_void_while_short(book, stamped, sum(counts), step.cause, programme))
    before = after = book.account.card(stamped.card_id)
    for price_minor, count in zip(stamped.prices_minor(step.cart), counts, strict=True):
        after = taken_back(after, step.order_id, price_minor, count)
    book.keep_card(after)
    own, owed = before.held_of(step.order_id) - after.held_of(step.order_id), after.owed - before.owed
    return Unstamped(stamped.card_id, own, sum(counts) - own - owed, owed, vouchers)


def _void_while_short(book: Book, stamped: Stamped, count: int, cause: str, programme: Programme) -> Iterator[str]:
    """Void the member's unused vouchers of the card, the youngest first, until it has so many stamps; gives codes."""
    unused = [each for each in youngest_first(book.account) if each.stamps and each.reward_id == stamped.card_id]
    for voucher in unused:
        if book.account.card(stamped.card_id).held >= count:
            return
        enter_void(book, cause, voucher, programme)
        yield voucher.code
