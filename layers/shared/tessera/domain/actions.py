"""What members do besides buying, as the shop reports it, and how often it is rewarded (docs/rules.md §2)."""

from dataclasses import dataclass, replace
from datetime import date

from tessera.domain.calendar import end_of
from tessera.domain.programme.members import ActionLimit

DAYS_KEPT = 62
"""What a limit per month may still look at, and then some for reports that come late."""


@dataclass(frozen=True, slots=True)
class Reported:
    """How often one action was rewarded: since enrolment, and on each of the last days."""

    action: str
    times: int = 0
    days: tuple[tuple[date, int], ...] = ()

    def after(self, day: date) -> "Reported":
        """Once more, on a day."""
        days = dict(self.days)
        days[day] = days.get(day, 0) + 1
        newest = max(days).toordinal()
        kept = tuple(sorted((each, times) for each, times in days.items() if newest - each.toordinal() < DAYS_KEPT))
        return replace(self, times=self.times + 1, days=kept)

    def within(self, first: date, last: date) -> int:
        """How often from the first to the last of these days."""
        return sum(times for day, times in self.days if first <= day <= last)

    def has_forgotten(self, first: date) -> bool:
        """Whether a day that is no longer kept may be that one or a later one."""
        if sum(times for _, times in self.days) == self.times:
            return False
        return self.days[-1][0].toordinal() - first.toordinal() >= DAYS_KEPT


def is_at_its_limit(reported: Reported, limit: ActionLimit | None, day: date) -> bool:
    """Whether an action that happened on a day is one too many, or comes so late that nobody knows any more."""
    if limit is None:
        return False
    if limit.per == "lifetime":
        return reported.times >= limit.times
    first = day if limit.per == "day" else day.replace(day=1)
    return reported.has_forgotten(first) or reported.within(first, end_of(day, limit.per)) >= limit.times
