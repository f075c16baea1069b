"""A friend's orders: which one qualifies, what the friend gets for it, what the advocate may get of each
(docs/rules.md §2)."""

from dataclasses import replace
from datetime import date

from tessera.domain.book import Book
from tessera.domain.calendar import day_of
from tessera.domain.entries import POINTS
from tessera.domain.expiry import expiry_of, new_lot, restart_clocks
from tessera.domain.lots import deposit
from tessera.domain.money import half_up, spread
from tessera.domain.order import Cart
from tessera.domain.programme.members import EveryOrder, Referral
from tessera.domain.referral import WAITING_MAX, FriendOrder, Friendship
from tessera.domain.refunding import Refunded, nothing_refunded
from tessera.domain.versions import Version

PERCENT = 100


def enter_friend_order(
    book: Book, order_id: str, cart: Cart, version: Version, placed_on: date, spend_minor: tuple[int, ...]
) -> FriendOrder | None:
    """Enter what the order of a friend brings the friend at once, and say what it may bring the advocate; None where
    it brings nothing, or where nobody referred the member.

    While the friendship is held nothing is given, but the order is noted.
    """
    policy, friendship = version.programme.referral, book.account.referral.friendship
    if policy is None or friendship is None or friendship.state == "rejected":
        return None
    age_days = (placed_on - book.account.enrolled_on).days
    qualifies = friendship.order_id is None and _qualifies(policy, cart, age_days)
    lines = _shares(policy.every_order, friendship, spend_minor, age_days) if policy.every_order else ()
    if not qualifies and not lines:
        return None
    book.keep_friendship(_noted(friendship, order_id, qualifies=qualifies, shares=bool(lines)))
    if qualifies:
        give_friend_points(book, version)
    return FriendOrder(friendship.advocate_id, qualifies, lines)


def still_qualifies(policy: Referral, cart: Cart, so_far: Refunded) -> bool:
    """Whether what refunds left of the goods reaches the least that qualifies; nothing at all never does."""
    lines = zip(cart.lines, cart.amounts, so_far.minor, strict=True)
    left = sum(amount - refunded for line, amount, refunded in lines if line.is_goods)
    return left >= max(policy.qualify.min_order, 1)


def share_of(policy: EveryOrder, spend_minor: tuple[int, ...]) -> int:
    """What an order is worth to the advocate, in minor units: the percentage of its basis, rounded half up once."""
    part = policy.percent / PERCENT
    return half_up(sum(spend_minor) * part.numerator, part.denominator)


def give_friend_points(book: Book, version: Version) -> None:
    """Enter the friend's points for the order that qualifies, if the friendship is open, by the order's version."""
    friendship, policy = book.account.referral.friendship, version.programme.referral
    is_due = friendship is not None and friendship.state == "open" and friendship.order_id is not None
    if friendship is None or not is_due or policy is None or policy.friend is None:
        return
    today = day_of(book.at, version.programme.timezone)
    lot = new_lot(expiry_of(version.programme, POINTS), today, policy.friend.points)
    restart_clocks(book, version.programme, "earn", today)
    book.post("accrual", f"referral/{friendship.order_id}", POINTS, deposit(book.wallet(POINTS), lot))
    book.keep_friendship(replace(friendship, lot=lot))


def _qualifies(policy: Referral, cart: Cart, age_days: int) -> bool:
    gives = policy.friend is not None or policy.advocate is not None
    is_in_time = _is_within(policy.qualify.within_days, age_days)
    return gives and is_in_time and still_qualifies(policy, cart, nothing_refunded(cart))


def _is_within(days: int | None, age_days: int) -> bool:
    """From the day of enrolment on, through the last of so many days after it."""
    return age_days >= 0 and (days is None or age_days <= days)


def _shares(policy: EveryOrder, friendship: Friendship, spend_minor: tuple[int, ...], age_days: int) -> tuple[int, ...]:
    """The advocate's share of each line; none is no share at all."""
    has_place = policy.max_orders is None or friendship.shared < policy.max_orders
    if not has_place or not _is_within(policy.within_days, age_days) or len(friendship.waiting) >= WAITING_MAX:
        return ()
    share = share_of(policy, spend_minor)
    return tuple(spread(share, spend_minor)) if share else ()


def _noted(friendship: Friendship, order_id: str, *, qualifies: bool, shares: bool) -> Friendship:
    waiting = (*friendship.waiting, order_id) if friendship.state == "held" else ()
    qualifying = order_id if qualifies else friendship.order_id
    return replace(friendship, order_id=qualifying, shared=friendship.shared + shares, waiting=waiting)
