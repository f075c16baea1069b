"""What an advocate gets for one order of a friend: entered until it is what it should be (docs/rules.md §2)."""

from dataclasses import dataclass, replace
from datetime import date

from tessera.domain.book import Book
from tessera.domain.calendar import day_of
from tessera.domain.entries import POINTS
from tessera.domain.expiry import expiry_of, new_lot, restart_clocks
from tessera.domain.lots import Lot, deposit
from tessera.domain.programme.members import ReferralLimit
from tessera.domain.referral import Referral
from tessera.domain.undoing import take_back
from tessera.domain.versions import Version


@dataclass(frozen=True, slots=True)
class Due:
    """What one order of a friend is worth to the advocate now: whether it is the one that qualifies, and what refunds
    left of its share."""

    order_id: str
    friend_id: str
    placed_on: date
    qualifies: bool
    wallet: str
    share: int


@dataclass(frozen=True, slots=True)
class Gain:
    """What the advocate has of an order in one wallet by now, and the lot it went into."""

    wallet: str
    units: int
    lot: Lot | None = None


@dataclass(frozen=True, slots=True)
class Credited:
    """What was entered for an advocate because of one order, all in all.

    `is_within` is what the limit said when the order was looked at first, which stays so; `is_rewarded` whether the
    friend counts as rewarded.
    """

    is_within: bool = True
    is_rewarded: bool = False
    gains: tuple[Gain, ...] = ()

    def gain(self, wallet: str) -> Gain:
        """What there is in a wallet."""
        return next((each for each in self.gains if each.wallet == wallet), Gain(wallet, 0))


NOTHING_YET = Credited()


def credited_after(due: Due, before: Credited | None, account: Referral, version: Version) -> Credited:
    """What the advocate should have of the order now, by the version that awarded it; lots are still to be found."""
    policy = version.programme.referral
    grant, limit = (policy.advocate, policy.limit) if policy else (None, None)
    is_within = before.is_within if before else not due.qualifies or has_room(account, limit, due.placed_on)
    is_rewarded = due.qualifies and is_within and grant is not None
    points = grant.points if is_rewarded and grant else 0
    had = before or NOTHING_YET
    gains = (replace(had.gain(POINTS), units=points), replace(had.gain(due.wallet), units=due.share))
    return Credited(is_within, is_rewarded, tuple(each for each in gains if each.units or each.lot))


def has_room(advocate: Referral, limit: ReferralLimit | None, placed_on: date) -> bool:
    """Whether one more reward on a day stays within the limit, whichever so many days around it one looks at."""
    if limit is None:
        return True
    near = [day for day, _ in advocate.recent if abs((day - placed_on).days) < limit.per_days]
    return len(near) < limit.rewards


def enter_credit(
    book: Book, due: Due, before: Credited | None, after: Credited, version: Version
) -> tuple[Credited, tuple[Lot, ...]]:
    """Enter in the advocate's settled book what is missing or too much; gives what there is now, with its lots, and the
    lots of what came back first with vouchers."""
    had, cause = before or NOTHING_YET, f"referral/{due.order_id}"
    moved = [_moved(book, cause, had.gain(each.wallet), each, version) for each in after.gains]
    if after.is_rewarded != had.is_rewarded:
        policy = version.programme.referral
        _count_reward(book, due, is_rewarded=after.is_rewarded, limit=policy.limit if policy else None)
    return replace(after, gains=tuple(gain for gain, _ in moved)), tuple(lot for _, back in moved for lot in back)


def _moved(book: Book, cause: str, had: Gain, gain: Gain, version: Version) -> tuple[Gain, tuple[Lot, ...]]:
    if gain.units > had.units:
        return replace(gain, lot=_given(book, cause, gain.wallet, gain.units - had.units, version)), ()
    if gain.units == had.units or not had.lot:
        return gain, ()
    today = day_of(book.at, version.programme.timezone)
    taken = take_back(book, cause, gain.wallet, had.lot, had.units - gain.units, version.programme, today)
    return gain, taken.sources.back if taken else ()


def _given(book: Book, cause: str, wallet: str, units: int, version: Version) -> Lot:
    today = day_of(book.at, version.programme.timezone)
    lot = new_lot(expiry_of(version.programme, wallet), today, units)
    restart_clocks(book, version.programme, "earn", today)
    book.post("accrual", cause, wallet, deposit(book.wallet(wallet), lot))
    return lot


def _count_reward(book: Book, due: Due, *, is_rewarded: bool, limit: ReferralLimit | None) -> None:
    referral, reward = book.account.referral, (due.placed_on, due.friend_id)
    others = tuple(each for each in referral.recent if each != reward)
    recent = _recent((*others, reward), limit) if is_rewarded and limit else others
    change = 1 if is_rewarded else -1
    book.keep_referral(replace(referral, rewarded=referral.rewarded + change, recent=recent))


def _recent(rewards: tuple[tuple[date, str], ...], limit: ReferralLimit) -> tuple[tuple[date, str], ...]:
    """As many as the limit may still look at."""
    newest = max(day for day, _ in rewards)
    return tuple(sorted((day, friend) for day, friend in rewards if (newest - day).days < limit.per_days))
