"""Entering an order for a member, with all that came for it before: a new one, or a guest's that is claimed."""

from dataclasses import replace
from typing import NamedTuple

from tessera.domain.account import Account
from tessera.domain.awarding import Awarded, Burn, enter_award
from tessera.domain.book import Book
from tessera.domain.calendar import day_of
from tessera.domain.completing import as_completed
from tessera.domain.entries import Record
from tessera.domain.filing import Json
from tessera.domain.found import OrderFile
from tessera.domain.order import Order
from tessera.domain.papers import packed
from tessera.domain.refunding import Refunded
from tessera.domain.settling import settle
from tessera.domain.tier_nights import review_tier
from tessera.domain.versions import Version
from tessera.domain.views import account_view, award_view, show_units
from tessera.operations.after_effects import credits_of_order
from tessera.operations.waiting_refunds import Arrived, apply_arrived, burns_of


class PlacedOrder(NamedTuple):
    """An order, and the version in force when it was placed."""

    order_id: str
    order: Order
    version: Version


class Entered(NamedTuple):
    """What came of it: the account after it and its record, what of the order is refunded, what is kept with it, what
    it earned as clients read it, and the account likewise."""

    account: Account
    record: Record
    awarded: Awarded
    refunded: Refunded
    content: Json
    awards: list[Json]
    view: Json


def enter_order(
    book: Book, placed: PlacedOrder, burn: Burn | None, arrived: Arrived, file: OrderFile | None, current: Version
) -> Entered:
    """Award the order in a settled book whose redemption is already entered, apply what came for it before, and close
    the book by the version in force now. `file` has the captures that were made for the order."""
    awarded = enter_award(book, placed.order_id, placed.order, placed.version, burn)
    awards = _awards_view(book, awarded, placed.version)
    # before what waits is undone: the order raises the member whichever came first
    awarded = replace(awarded, raised=review_tier(book, current))
    burns = burns_of(awarded, file, book.account.member_id)
    applied = apply_arrived(book, placed.order_id, placed.order, awarded, burns, arrived, placed.version.programme)
    if applied.completed:
        awards = _awards_view(book, as_completed(awarded, applied.completed), placed.version)
    settle(book, current)
    account, record = book.close()
    content = {"awarded": packed(awarded), **applied.content, **credits_of_order(placed.order_id, awarded)}
    view = account_view(account, current.programme)
    return Entered(account, record, awarded, applied.refunded, content, awards, view)


def order_answer(
    placed: PlacedOrder, awards: list[Json], awarded: Awarded, redemption: Json | None, account: Json | None
) -> Json:
    """What is answered when an order has been entered, or, without an account, kept as a guest's."""
    programme = placed.version.programme
    shadow = [
        {"rule": rule, "wallet": wallet, "amount": show_units(programme, wallet, units)}
        for rule, wallet, units in awarded.shadow
    ]
    names = ("order_id", "member_id", "awards", "shadow", "redemption", "account")
    values = (placed.order_id, placed.order.member_id, awards, shadow, redemption, account)
    return dict(zip(names, values, strict=True))


def _awards_view(book: Book, awarded: Awarded, version: Version) -> list[Json]:
    today = day_of(book.at, version.programme.timezone)
    return [
        award_view(version.programme, credit.wallet, credit.lot, book.wallet(credit.wallet), today)
        for credit in awarded.credits
    ]
