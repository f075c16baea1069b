"""What a member did, day by day: what caps, tiers and segments count (docs/rules.md §2 and §3).

Days are those of the orders' `placed_at`; refunds lower the day of their order. Days older than what any window asks
for are folded away; the sums since enrolment stay.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from datetime import date
from operator import add, itemgetter, sub
from typing import NamedTuple

from tessera.domain.calendar import plus_months
from tessera.domain.entries import CASHBACK, POINTS

KEPT_MONTHS_MIN = 13
DAY, DONE = itemgetter(0), itemgetter(1)


class Deeds(NamedTuple):
    """What orders came to: qualifying spend (minor units), their number, what they earned in each wallet, and the
    points of actions."""

    spend_minor: int = 0
    orders: int = 0
    points: int = 0
    cashback: int = 0
    action_points: int = 0

    def plus(self, other: "Deeds") -> "Deeds":
        """Both together."""
        return Deeds(*map(add, self, other))

    def minus(self, other: "Deeds") -> "Deeds":
        """The one without the other."""
        return Deeds(*map(sub, self, other))

    def earned(self, wallet: str) -> int:
        """What orders earned in a wallet."""
        return {POINTS: self.points, CASHBACK: self.cashback}[wallet]


@dataclass(frozen=True, slots=True)
class Activity:
    """The days on which something was done, ascending, as far back as windows reach, and the sum since enrolment.

    `ordered_before` is the last day of an order among those that are folded away.
    """

    days: tuple[tuple[date, Deeds], ...] = ()
    lifetime: Deeds = field(default_factory=Deeds)
    ordered_before: date | None = None

    @property
    def last_day_of_order(self) -> date | None:
        """The last day of an order that is not wholly refunded; None when there is none."""
        ordered = (day for day, done in reversed(self.days) if done.orders > 0)
        return next(ordered, self.ordered_before) if self.lifetime.orders > 0 else None

    def after(self, day: date, deeds: Deeds) -> "Activity":
        """The activity with more (or, negative, less) done on a day."""
        on_day, done = self._from(day, day), self.since(day, day).plus(deeds)
        kept = ((day, done),) if done != Deeds() else ()
        days = (*self.days[: on_day.start], *kept, *self.days[on_day.stop :])
        return Activity(days, self.lifetime.plus(deeds), self.ordered_before)

    def since(self, first: date, last: date) -> Deeds:
        """What was done from the first to the last of these days, both included."""
        within = map(DONE, self.days[self._from(first, last)])
        return Deeds(*map(sum, zip(*within, strict=True)))

    def _from(self, first: date, last: date) -> slice:
        """Where the days from the first to the last stand among all."""
        return slice(bisect_left(self.days, first, key=DAY), bisect_right(self.days, last, key=DAY))

    def kept_for(self, months: int, today: date) -> "Activity":
        """The activity without the days that no window of so many months reaches any more."""
        horizon = plus_months(today, -max(months, KEPT_MONTHS_MIN))
        if not self.days or self.days[0][0] > horizon:
            return self
        ordered = [day for day, done in self.days if day <= horizon and done.orders > 0]
        known = [*ordered, *([self.ordered_before] if self.ordered_before else [])]
        before = max(known, default=None)
        return replace(self, days=tuple(each for each in self.days if each[0] > horizon), ordered_before=before)


NOTHING_DONE = Activity()
