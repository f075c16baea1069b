"""Coming from elsewhere: what members held in another programme, and what they had ordered (docs/rules.md §13).

What is brought along is no news to anybody: nothing is earned, told or given because of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from tessera.domain.account import Account
from tessera.domain.awarding import Awarded, deeds_of
from tessera.domain.basis import bases_of
from tessera.domain.book import Book
from tessera.domain.calendar import day_of
from tessera.domain.entries import WALLETS
from tessera.domain.expiry import expiry_of, new_lot
from tessera.domain.filing import Json, Key
from tessera.domain.lots import Lot, Wallet, deposit, take
from tessera.domain.order import Cart, Order
from tessera.domain.programme import Programme
from tessera.domain.refunding import Refund
from tessera.domain.standing import standing_of
from tessera.domain.tiers import months_counted
from tessera.domain.versions import Version

IMPORT = "import"
"""The kind of the write by which a member's balances came."""
IMPORTED = "imported"
"""What is kept with a past order: the name of where it came from."""


@dataclass(frozen=True, slots=True)
class BroughtLot:
    """Units of a wallet that a member brings along; negative ones are owed. `earned_on` and `last_day` are those of
    the other programme, None where it did not say."""

    wallet: str
    units: int
    earned_on: date | None = None
    last_day: date | None = None


def is_brought(key: Key, content: Json) -> bool:
    """Whether a write, filed under this key with this content, brought something from elsewhere."""
    return key.kind == IMPORT or IMPORTED in content


def lot_of(brought: BroughtLot, programme: Programme, today: date) -> Lot:
    """The lot that brought units become: with the last day that they were given elsewhere, else with that of the
    programme's own policy, counted from the day on which they were earned, or today where nobody knows it."""
    lot = new_lot(expiry_of(programme, brought.wallet), brought.earned_on or today, brought.units)
    return replace(lot, last_day=brought.last_day) if brought.last_day else lot


def bring(book: Book, cause: str, brought: Iterable[BroughtLot], programme: Programme) -> tuple[tuple[str, Lot], ...]:
    """Enter in a settled book what a member brings along, one entry a wallet; gives the lots by their wallets.

    Of a rolling wallet all units share one last day: the latest one, so that nobody loses a day.
    """
    today = day_of(book.at, programme.timezone)
    placed = [(each.wallet, lot_of(each, programme, today)) for each in brought]
    for name in WALLETS:
        wallet = _with(book.wallet(name), [lot for wallet, lot in placed if wallet == name])
        book.post("adjustment", cause, name, wallet)
    return tuple(placed)


def _with(wallet: Wallet, lots: list[Lot]) -> Wallet:
    """The wallet with these lots, the latest last day first, by which a shared clock begins. What is owed is taken from
    what there is, and the rest is debt."""
    for lot in sorted(lots, key=lambda lot: (lot.units > 0, lot.last_day or date.min), reverse=True):
        wallet = deposit(wallet, lot) if lot.units > 0 else _owing(wallet, -lot.units)
    shared = [lot.last_day for lot in lots if lot.shared and lot.last_day and lot.units > 0]
    if shared and wallet.shared_last_day and any(lot.shared for lot in wallet.lots):
        wallet = replace(wallet, shared_last_day=max(wallet.shared_last_day, *shared))
    return wallet


def _owing(wallet: Wallet, units: int) -> Wallet:
    wallet, taken = take(wallet, units)
    return replace(wallet, debt=wallet.debt + units - sum(lot.units for lot in taken))


def without_past_gifts(account: Account, programme: Programme, today: date) -> Account:
    """The account of who enrolled long ago, elsewhere: gifts of dates that have passed were for those who were here."""
    passed = (gift.id for gift in programme.gifts if gift.when.date and gift.when.date <= today)
    return replace(account, gifts=(*account.gifts, *(each for each in passed if each not in account.gifts)))


def enter_past_order(book: Book, order: Order, version: Version) -> Awarded:
    """Count an order that was placed before in a settled book: for tiers and segments, as of its day. It earns nothing,
    restarts no clock, and takes no room under a cap; a refund of it lowers what it counted for."""
    programme = version.programme
    placed_on, today = day_of(order.placed_at, programme.timezone), day_of(book.at, programme.timezone)
    standing = standing_of(book.account, programme, placed_on=placed_on, today=today)
    bases = bases_of(order, programme.earning.basis, vouchers_minor=0, wallets_minor=0)
    awarded = Awarded(version.number, standing, placed_on, bases.spend_minor)
    book.count(placed_on, deeds_of(awarded), months=months_counted(programme.tiers))
    return awarded


def as_refund_of_past(refund: Refund, order: Cart) -> Refund:
    """A refund of an order that was placed before, whose lines nobody here knows: what it takes of such lines it takes
    of the whole order. One that says but how many of them came back stays as it is, and is refused."""
    known, lines = {line.line_id for line in order.lines}, refund.lines or ()
    if all(line.line_id in known for line in lines) or any(line.amount is None for line in lines):
        return refund
    return refund.model_copy(update={"lines": None, "amount": sum(line.amount or 0 for line in lines)})
