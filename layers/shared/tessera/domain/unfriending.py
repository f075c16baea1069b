"""What a refund undoes of a referral on the friend's side (docs/rules.md §4)."""

from dataclasses import replace

from tessera.domain.awarding import Awarded
from tessera.domain.book import Book
from tessera.domain.calendar import day_of
from tessera.domain.entries import POINTS
from tessera.domain.friends import still_qualifies
from tessera.domain.lots import Lot
from tessera.domain.programme import Programme
from tessera.domain.referral import Friendship
from tessera.domain.refunding import Step, is_wholly_refunded
from tessera.domain.undoing import Collected, Undone, take_back


def undo_referral(
    book: Book, order_id: str, step: Step, awarded: Awarded, undone: Undone, programme: Programme
) -> Undone:
    """Enter what a refund of a friend's order undoes besides, by the programme that awarded it: an order that no longer
    reaches the least is none that qualifies, and one that is wholly refunded frees its place."""
    friendship, policy = book.account.referral.friendship, programme.referral
    if awarded.referral is None or friendship is None or policy is None:
        return undone
    if awarded.referral.lines and _is_now_whole(step):
        friendship = _without(friendship, order_id)
    lot = None
    if friendship.order_id == order_id and not still_qualifies(policy, step.cart, step.after):
        lot, friendship = friendship.lot, replace(friendship, order_id=None, lot=None)
    book.keep_friendship(friendship)
    return replace(undone, referral=_taken(book, step.cause, lot, programme)) if lot else undone


def _is_now_whole(step: Step) -> bool:
    return is_wholly_refunded(step.cart, step.after) and not is_wholly_refunded(step.cart, step.before)


def _without(friendship: Friendship, order_id: str) -> Friendship:
    waiting = tuple(each for each in friendship.waiting if each != order_id)
    return replace(friendship, shared=friendship.shared - 1, waiting=waiting)


def _taken(book: Book, cause: str, lot: Lot, programme: Programme) -> Collected | None:
    today = day_of(book.at, programme.timezone)
    return take_back(book, cause, POINTS, lot, lot.units, programme, today)
