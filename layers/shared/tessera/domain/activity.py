"""What a member did, day by day: what caps, tiers and segments count (docs/rules.md §2 and §3).

Days are those of the orders' `placed_at`; refunds lower the day of their order. Days older than what any window asks
for are folded away; the sums since enrolment stay.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from tessera.domain.calendar import plus_months
from tessera.domain.entries import CASHBACK, POINTS

KEPT_MONTHS_MIN = 13


@dataclass(frozen=True, slots=True)
class Deeds:
    """What orders came to: qualifying spend (minor units), their number, what they earned in each wallet, and the
    points of actions."""

    spend_minor: int = 0
    orders: int = 0
    points: int = 0
    cashback: int = 0
    action_points: int = 0

    def plus(self, other: "Deeds") -> "Deeds":
        """Both together."""
        return Deeds(
            self.spend_minor + other.spend_minor,
            self.orders + other.orders,
            self.points + other.points,
            self.cashback + other.cashback,
            self.action_points + other.action_points,
        )

    def minus(self, other: "Deeds") -> "Deeds":
        """The one without the other."""
        return self.plus(Deeds(-other.spend_minor, -other.orders, -other.points, -other.cashback, -other.action_points))

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
        days = dict(self.days)
        days[day] = days.get(day, Deeds()).plus(deeds)
        kept = tuple(sorted((each, done) for each, done in days.items() if done != Deeds()))
        return Activity(kept, self.lifetime.plus(deeds), self.ordered_before)

    def since(self, first: date, last: date) -> Deeds:
        """What was done from the first to the last of these days, both included."""
        within = [done for day, done in self.days if first <= day <= last]
        return Deeds(
            sum([done.spend_minor for done in within]),
            sum([done.orders for done in within]),
            sum([done.points for done in within]),
            sum([done.cashback for done in within]),
            sum([done.action_points for done in within]),
        )

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
