"""Segments: which of them a member is in on a day, and on which days that may change by itself (docs/rules.md §2)."""

from collections.abc import Iterator
from datetime import date, timedelta

from tessera.domain.account import Account, tier_of
from tessera.domain.activity import Deeds
from tessera.domain.calendar import plus_months
from tessera.domain.due import LAST_DAY
from tessera.domain.programme import Programme
from tessera.domain.programme.segments import AttributeIs, Condition, LocaleIs, MetricIs, Segment, TagIs
from tessera.domain.tiers import leaves_window

ONE_DAY = timedelta(days=1)
YEAR_MONTHS = 12


def is_in(segment: Segment, account: Account, programme: Programme, day: date) -> bool:
    """Whether the member is in a segment on a day."""
    if segment.all is not None:
        return all(_holds(each, account, programme, day) for each in segment.all)
    return any(_holds(each, account, programme, day) for each in segment.any or ())


def segments_of(account: Account, programme: Programme, day: date) -> tuple[str, ...]:
    """All segments that the member is in on a day, in the sequence of the document."""
    return tuple(each.id for each in programme.segments if is_in(each, account, programme, day))


def days_of_change(account: Account, programme: Programme) -> Iterator[date]:
    """The days on which the calendar alone may move the member in or out."""
    for condition in _conditions(programme):
        if isinstance(condition, MetricIs):
            yield from _turning_days(condition, account)
    if account.tier:
        yield account.tier.since


def _conditions(programme: Programme) -> Iterator[Condition]:
    for segment in programme.segments:
        yield from segment.all or segment.any or ()


def _turning_days(condition: MetricIs, account: Account) -> Iterator[date]:
    """A count of days reaches its threshold; a year's sum falls when a day leaves the year."""
    started = {"days_since_order": account.activity.last_day_of_order, "days_since_enrolment": account.enrolled_on}
    if (start := started.get(condition.metric)) is not None:
        if condition.at_least <= (LAST_DAY - start).days:
            yield start + timedelta(days=condition.at_least)
    elif condition.metric.endswith("_12m"):
        yield from (leaves_window(YEAR_MONTHS, day) for day, _ in account.activity.days)


def _holds(condition: Condition, account: Account, programme: Programme, day: date) -> bool:
    traits = account.traits
    match condition:
        case MetricIs():
            return _reaches(condition, account, day)
        case AttributeIs():
            return traits.attribute(condition.attribute) in condition.is_
        case LocaleIs():
            return (traits.locale or programme.locales[0]) in condition.locale
        case TagIs():
            return not set(condition.tag).isdisjoint(traits.tags)
        case _:
            return programme.tiers is not None and tier_of(account, programme.tiers).level in condition.tier


def _reaches(condition: MetricIs, account: Account, day: date) -> bool:
    activity, at_least = account.activity, condition.at_least
    match condition.metric:
        case "spend_12m":
            return _of_a_year(account, day).spend_minor >= at_least
        case "orders_12m":
            return _of_a_year(account, day).orders >= at_least
        case "spend_lifetime":
            return activity.lifetime.spend_minor >= at_least
        case "orders_lifetime":
            return activity.lifetime.orders >= at_least
        case "average_order":
            orders = activity.lifetime.orders
            return orders > 0 and activity.lifetime.spend_minor >= at_least * orders
        case "days_since_order":
            last = activity.last_day_of_order
            return last is not None and (day - last).days >= at_least
        case _:
            return (day - account.enrolled_on).days >= at_least


def _of_a_year(account: Account, day: date) -> Deeds:
    return account.activity.since(plus_months(day, -YEAR_MONTHS) + ONE_DAY, day)
