"""The days of a member's deeds: whatever is done and undone, and in whatever sequence, they stand in order and add
up."""

from datetime import date, timedelta
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from tessera.domain.activity import Activity, Deeds

FIRST = date(2026, 1, 1)
days = st.integers(0, 9).map(lambda number: FIRST + timedelta(days=number))
units = st.integers(-3, 3)
done = st.lists(st.tuples(days, st.builds(Deeds, units, units, units, units, units)), max_size=12)


@given(done)
def test_days_ascend_and_one_on_which_nothing_is_left_goes(done: list[tuple[date, Deeds]]) -> None:
    activity = _after_all(done)
    on_days = {day: _sum(done, day, day) for day, _ in done}
    assert activity.days == tuple((day, on_days[day]) for day in sorted(on_days) if any(on_days[day]))
    assert activity.lifetime == _sum(done, date.min, date.max)


@given(done, days, days)
def test_a_window_counts_from_its_first_day_to_its_last(
    done: list[tuple[date, Deeds]], first: date, last: date
) -> None:
    assert _after_all(done).since(first, last) == _sum(done, first, last)


def _after_all(done: list[tuple[date, Deeds]]) -> Activity:
    return reduce(lambda activity, each: activity.after(*each), done, Activity())


def _sum(done: list[tuple[date, Deeds]], first: date, last: date) -> Deeds:
    within = [deeds for day, deeds in done if first <= day <= last]
    return reduce(Deeds.plus, within, Deeds())
