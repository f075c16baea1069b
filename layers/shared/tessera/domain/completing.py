"""Completing an order: a hold that waits for it gets its days (docs/rules.md §3.6)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tessera.domain.awarding import Awarded, Credit
from tessera.domain.book import Book
from tessera.domain.calendar import Zone, day_of
from tessera.domain.expiry import expiry_of, new_lot
from tessera.domain.lots import Lot, after_expiry, deposit, hold, take_pending
from tessera.domain.order import Body, Cart, Instant
from tessera.domain.programme import Programme
from tessera.domain.refunding import Refunded, reversal_targets


class Completion(Body):
    """The return window of an order is over; without `completed_at` it is now."""

    completed_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Completed:
    """What the completion of an order did: on which day it was, and into which lot of each wallet it moved what was
    left of the award then."""

    completed_on: date
    lots: tuple[tuple[str, Lot], ...] = ()


def day_completed(at: datetime, awarded: Awarded, zone: Zone) -> date:
    """The day from which the days of a hold count that waits for a completion at an instant: that on which the order
    was placed at the earliest, else what it earned might have expired before it was earned."""
    return max(day_of(at, zone), awarded.placed_on)


def complete(
    book: Book,
    order_id: str,
    cart: Cart,
    awarded: Awarded,
    refunded: Refunded,
    completed_on: date,
    programme: Programme,
) -> Completed:
    """Enter in a settled book that the order, of which so much is refunded, is completed. An award that waits for no
    completion stays where it is."""
    waiting = [credit for credit in awarded.credits if credit.lot.is_open]
    lots = (
        _move(book, f"completion/{order_id}", credit, _left(cart, refunded, credit), completed_on, programme)
        for credit in waiting
    )
    return Completed(completed_on, tuple(zip((credit.wallet for credit in waiting), lots, strict=True)))


def as_completed(awarded: Awarded, completed: Completed) -> Awarded:
    """The award with the lots that its completion gave it: what refunds take from, and explanations show."""
    lots = dict(completed.lots)
    credits = tuple(
        replace(credit, lot=replace(lots.get(credit.wallet, credit.lot), units=credit.lot.units))
        for credit in awarded.credits
    )
    return replace(awarded, credits=credits)


def _left(cart: Cart, refunded: Refunded, credit: Credit) -> int:
    return sum(credit.lines) - sum(reversal_targets(cart, refunded, credit.lines))


def _move(book: Book, cause: str, credit: Credit, units: int, completed_on: date, programme: Programme) -> Lot:
    """Move what is left of a credit to the lot of its real day, which may have come already; gives that lot."""
    activates_on = completed_on + timedelta(days=programme.earning.hold.days)
    wallet, _ = take_pending(book.wallet(credit.wallet), credit.lot, units)
    lot = after_expiry(wallet, new_lot(expiry_of(programme, credit.wallet), activates_on, units))
    if units and activates_on <= day_of(book.at, programme.timezone):
        book.post("activation", cause, credit.wallet, deposit(wallet, lot), units=units)
    elif units:
        book.keep(credit.wallet, hold(wallet, lot))
    return lot
