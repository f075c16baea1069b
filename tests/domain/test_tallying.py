"""What a record comes to: on which day it counts, and as what."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest

from tessera.domain.entries import Balance, Change, Entry, Kind, Record
from tessera.domain.figures import MOVED, Figures
from tessera.domain.programme import Programme, check
from tessera.domain.tallying import DAYS_MAX, tallies_of

LATE = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
"""In Rome the second of March has begun."""
TODAY = date(2026, 3, 2)
PROGRAMME = check(
    {
        "id": "p",
        "name": "P",
        "currency": "EUR",
        "timezone": "Europe/Rome",
        "tiers": {
            "metric": "spend",
            "window": {"mode": "lifetime"},
            "levels": [{"id": "bronze", "from": 0}, {"id": "silver", "from": 500}, {"id": "gold", "from": 2000}],
        },
    }
)


def entry(kind: Kind, amount: int, **fields: object) -> Entry:
    made = Entry(kind, "order/o1", "points", amount, abs(amount), LATE, max(amount, 0), 0, 0, 1)
    return replace(made, **fields)


def record(*entries: Entry, changes: tuple[Change, ...] = ()) -> Record:
    return Record("anna", 7, LATE, {"points": Balance(0, 40, 0), "cashback": Balance(0, 0, 0)}, entries, changes)


def days_of(told: Record, kind: str = "adjustment", programme: Programme = PROGRAMME) -> dict[date, Figures]:
    return {
        day: +each for tally in tallies_of(told, kind=kind, content={}, programme=programme) for day, each in tally.days
    }


def test_a_day_is_one_of_the_programmes_time_zone() -> None:
    assert list(days_of(record(entry("accrual", 50, pending=40)))) == [TODAY]


def test_what_the_clock_did_counts_on_its_own_day() -> None:
    expired = entry("expiry", -30, at=LATE - timedelta(days=3), pending=40)
    days = days_of(record(expired, entry("accrual", 50, pending=40)))
    assert days == {TODAY - timedelta(days=3): Figures(points_expired=30), TODAY: Figures(points_issued=50)}


def test_what_waits_is_counted_by_what_changed_of_it() -> None:
    told = record(entry("activation", 0, units=40, pending=0), entry("accrual", 5, pending=5))
    ((tally),) = tallies_of(told, kind="order", content={}, programme=PROGRAMME)
    assert tally.days == ((TODAY, Figures(points_issued=5, points_pending=-35)),)


def test_every_kind_of_entry_that_moves_units_for_good_is_counted() -> None:
    assert set(get_args(Kind)) - set(MOVED) == {"reservation", "release", "lapse", "activation"}


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("bronze", "gold", Figures(tiers_up=1)),
        ("gold", "silver", Figures(tiers_down=1)),
        ("platinum", "bronze", None),
        ("platinum", "silver", Figures(tiers_up=1)),
    ],
)
def test_a_member_is_raised_or_lowered_by_the_levels_of_the_programme(was: str, now: str, told: Figures | None) -> None:
    assert days_of(record(changes=(Change("tier", LATE, was, now),))).get(TODAY) == told


def test_a_voucher_counts_as_what_became_of_it() -> None:
    changes = tuple(Change("voucher", LATE, "", now, "five-off") for now in ("issued", "issued", "used", "voided"))
    told = days_of(record(changes=changes))
    assert told == {TODAY: Figures(vouchers_issued=2, vouchers_used=1, vouchers_voided=1)}


def test_what_moves_nothing_is_no_tally_and_what_spans_years_is_several() -> None:
    assert days_of(record()) == {}
    expiries = [entry("expiry", -1, at=LATE - timedelta(days=day), pending=40) for day in range(2 * DAYS_MAX + 1)]
    tallies = list(tallies_of(record(*expiries), kind="settlement", content={}, programme=PROGRAMME))
    assert [tally.id for tally in tallies] == ["anna/7/0", "anna/7/1", "anna/7/2"]
    assert [len(tally.days) for tally in tallies] == [DAYS_MAX, DAYS_MAX, 1]


def test_an_enrolment_counts_though_it_brought_nothing() -> None:
    assert days_of(record(), kind="enrolment") == {TODAY: Figures(enrolments=1)}


def test_who_is_imported_counts_as_enrolled_on_their_own_day_if_they_are_new() -> None:
    content = {"enrolled_on": "2021-05-03", "lots": []}
    new, known = (replace(record(), seq=seq) for seq in (1, 7))
    (tally,) = tallies_of(new, kind="import", content=content, programme=PROGRAMME)
    assert tally.days == ((date(2021, 5, 3), Figures(enrolments=1)),)
    assert list(tallies_of(known, kind="import", content=content, programme=PROGRAMME)) == []
