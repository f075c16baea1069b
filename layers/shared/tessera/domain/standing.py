"""How an account stands when an order is recorded: all of it that the order's evaluation looks at.

It is kept with the order, so that the same evaluation can be made again whatever the account has become since.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tessera.domain.account import Account, tier_of
from tessera.domain.activity import Activity
from tessera.domain.calendar import end_of
from tessera.domain.entries import WALLETS
from tessera.domain.programme import Programme
from tessera.domain.segments import segments_of
from tessera.domain.traits import Traits

DAYS_OF_BIRTHDAY = 7


@dataclass(frozen=True, slots=True)
class EarnedBefore:
    """What orders had earned in one wallet: on the order's day, in its month, since enrolment."""

    wallet: str
    day: int = 0
    month: int = 0
    lifetime: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How many orders the member had that were not wholly refunded, what they had earned, and the member's tier,
    segments and membership. `birthday` says which of "day", "week" and "month" hold on the order's day."""

    orders: int = 0
    earned: tuple[EarnedBefore, ...] = ()
    tier: str | None = None
    segments: tuple[str, ...] = ()
    membership: str | None = None
    birthday: tuple[str, ...] = ()

    def earned_in(self, wallet: str) -> EarnedBefore:
        """What orders had earned in a wallet."""
        for each in self.earned:
            if each.wallet == wallet:
                return each
        return EarnedBefore(wallet)


def standing_of(account: Account, programme: Programme, *, placed_on: date, today: date) -> Standing:
    """The standing of an account, settled today, for an order placed on a day."""
    activity, tiers = account.activity, programme.tiers
    return Standing(
        orders=activity.lifetime.orders,
        earned=tuple(_earned(activity, placed_on)),
        tier=tier_of(account, tiers).level if tiers else None,
        segments=segments_of(account, programme, today),
        membership=account.membership.plan if account.membership else None,
        birthday=tuple(_birthdays(account.traits, placed_on)),
    )


def _birthdays(traits: Traits, day: date) -> Iterator[str]:
    """Whether a day is the member's birthday, one of the seven days from it on, in its month."""
    for birthday in (traits.birthday_in(day.year), traits.birthday_in(day.year - 1)):
        if birthday == day:
            yield "day"
        if birthday and 0 <= (day - birthday).days < DAYS_OF_BIRTHDAY:
            yield "week"
    if traits.birthday and traits.birthday[0] == day.month:
        yield "month"


def _earned(activity: Activity, placed_on: date) -> Iterator[EarnedBefore]:
    """Of each wallet in which orders had earned anything."""
    month = activity.since(placed_on.replace(day=1), end_of(placed_on, "month"))
    day = activity.since(placed_on, placed_on)
    for wallet in WALLETS:
        earned = (day.earned(wallet), month.earned(wallet), activity.lifetime.earned(wallet))
        if any(earned):
            yield EarnedBefore(wallet, *earned)
