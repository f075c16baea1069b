"""Tiers: the qualifying counter, upgrades at once, and the nights that lower (docs/rules.md §2)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile

from tessera.domain.activity import Activity, Deeds
from tessera.domain.calendar import plus_months
from tessera.domain.programme.members import CalendarYear, Level, RollingWindow, Tiers, Window

ONE_DAY = timedelta(days=1)
LONGEST_MONTH = timedelta(days=31)
"""By no more than this a day less so many months may be off."""


@dataclass(frozen=True, slots=True)
class TierState:
    """A member's level since a day; `below_since`: the first night on which the counter no longer reached it;
    `lowered_on`: when it last fell."""

    level: str
    since: date
    below_since: date | None = None
    lowered_on: date | None = None


def counter(tiers: Tiers, activity: Activity, day: date) -> int:
    """The qualifying counter on a day: minor units of spend, points or orders."""
    return _metric(tiers, _within(tiers.window, activity, day))


def level_for(tiers: Tiers, count: int) -> Level:
    """The highest level that a counter reaches; the first one always is. (Whoever is overtaken while reading may count
    less than nothing before it is told so.)"""
    return max((level for level in tiers.levels if level.from_ <= max(count, 0)), key=lambda level: level.from_)


def level_of(tiers: Tiers, state: TierState) -> Level:
    """The level a state names; the first one where the programme no longer has it."""
    return next((level for level in tiers.levels if level.id == state.level), tiers.levels[0])


def next_level(tiers: Tiers, level: Level) -> Level | None:
    """The level above."""
    higher = [each for each in tiers.levels if each.from_ > level.from_]
    return higher[0] if higher else None


def upgraded(tiers: Tiers, state: TierState, activity: Activity, day: date) -> TierState:
    """The state once the counter of a day has been looked at: raised at once; who reaches the level is not below it."""
    reached, level = level_for(tiers, counter(tiers, activity, day)), level_of(tiers, state)
    if reached.from_ > level.from_:
        return TierState(reached.id, day, None, state.lowered_on)
    return replace(state, level=level.id, below_since=None if reached.from_ == level.from_ else state.below_since)


def night_below(tiers: Tiers, state: TierState, activity: Activity, *, after: date, until: date) -> date | None:
    """The first night after one day, until another, on which the counter does not reach the level any more."""
    level = level_of(tiers, state)
    if level.from_ == 0 or after >= until:
        return None
    nights = sorted({after + ONE_DAY, *_falling(tiers.window, activity, after, until)})
    return next((night for night in nights if counter(tiers, activity, night) < level.from_), None)


def lowered(tiers: Tiers, state: TierState, activity: Activity, night: date) -> TierState:
    """The state once a night whose grace is over has lowered it as the programme says."""
    level = level_of(tiers, state)
    reached = level_for(tiers, counter(tiers, activity, night))
    if tiers.downgrade.mode == "one_step":
        reached = max((each for each in tiers.levels if each.from_ < level.from_), key=lambda each: each.from_)
    return TierState(reached.id, night, None, night)


def night_of_fall(tiers: Tiers, state: TierState) -> date:
    """The night that lowers a member who is below: once the grace is over, and by one_step not again before a whole
    window has passed."""
    graced = (state.below_since or date.max) + timedelta(days=tiers.downgrade.grace_days)
    if tiers.downgrade.mode != "one_step" or state.lowered_on is None:
        return graced
    return max(graced, _window_after(tiers.window, state.lowered_on))


def months_counted(tiers: Tiers | None) -> int:
    """How many months the window of the tiers reaches back."""
    return tiers.window.months if tiers and isinstance(tiers.window, RollingWindow) else 0


def _metric(tiers: Tiers, deeds: Deeds) -> int:
    if tiers.metric == "spend":
        return deeds.spend_minor
    return deeds.orders if tiers.metric == "orders" else deeds.points + deeds.action_points


def _within(window: Window, activity: Activity, day: date) -> Deeds:
    if isinstance(window, RollingWindow):
        return activity.since(plus_months(day, -window.months) + ONE_DAY, day)
    if isinstance(window, CalendarYear):
        return activity.since(date(day.year, 1, 1), day)
    return activity.lifetime


def _falling(window: Window, activity: Activity, after: date, until: date) -> Iterator[date]:
    """The days after one day, until another, on which the counter may become less by itself."""
    if isinstance(window, CalendarYear):
        yield from (date(year, 1, 1) for year in range(after.year + 1, until.year + 1))
    elif isinstance(window, RollingWindow):
        start = plus_months(after, -window.months) - LONGEST_MONTH
        reached = (leaves_window(window.months, day) for day, _ in activity.days if day >= start)
        yield from (day for day in takewhile(lambda leaving: leaving <= until, reached) if day > after)


def leaves_window(months: int, day: date) -> date:
    """The first day whose window of so many months no longer reaches back to `day`."""
    leaving = plus_months(day, months)
    while plus_months(leaving, -months) < day:
        leaving += ONE_DAY
    return leaving


def _window_after(window: Window, day: date) -> date:
    if isinstance(window, RollingWindow):
        return plus_months(day, window.months)
    return date(day.year + 1, 1, 1) if isinstance(window, CalendarYear) else date.max
