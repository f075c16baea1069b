"""The bonus of a birthday: once in a calendar year, on the day, wherever the calendar has it."""

from typing import Any

import pytest

from tessera.operations.grant_birthday_bonus import grant_birthday_bonus
from tests.operations.shop import Shop

BONUS: dict[str, Any] = {"bonuses": {"birthday": {"points": 100}}}


def days(shop: Shop) -> list[str]:
    return [entry.at.isoformat()[:16] for entry in shop.entries("accrual")]


def member(shop: Shop, birthday: str, **sections: Any) -> Shop:
    shop.publish(**(sections or BONUS))
    shop.enrol(birthday=birthday)
    return shop


def test_it_is_given_by_the_night_of_the_day_every_year(shop: Shop) -> None:
    member(shop, "1990-07-04").run_nights("2028-01-01T12:00:00+01:00")
    assert days(shop) == ["2026-07-03T22:30", "2027-07-03T22:30"]


def test_29_february_is_the_28th_of_common_years(shop: Shop) -> None:
    member(shop, "1988-02-29").run_nights("2028-03-01T12:00:00+01:00")
    assert days(shop) == ["2026-02-27T23:30", "2027-02-27T23:30", "2028-02-28T23:30"]


def test_another_birthday_in_the_same_year_brings_none(shop: Shop) -> None:
    member(shop, "1990-02-01").run_nights("2026-02-02T12:00:00+01:00")
    shop.enrol(birthday="1990-06-01")
    shop.run_nights("2026-12-31T12:00:00+01:00")
    assert len(days(shop)) == 1
    shop.run_nights("2027-12-31T12:00:00+01:00")
    assert days(shop)[1:] == ["2027-05-31T22:30"]


@pytest.mark.parametrize(("birthday", "gifts"), [("1990-01-09", 0), ("1990-01-10", 1), ("1990-01-11", 1)])
def test_who_enrols_on_the_day_has_it_the_night_after_and_who_enrols_later_next_year(
    shop: Shop, birthday: str, gifts: int
) -> None:
    member(shop, birthday).run_nights("2026-12-31T12:00:00+01:00")
    assert len(days(shop)) == gifts


def test_one_that_is_told_after_the_day_waits_a_year(shop: Shop) -> None:
    shop.publish(**BONUS)
    shop.enrol()
    shop.later(days=2).enrol(birthday="1990-01-11")
    shop.run_nights("2027-01-12T12:00:00+01:00")
    assert days(shop) == ["2027-01-10T23:30"]


def test_a_bonus_that_is_published_after_the_day_waits_a_year(shop: Shop) -> None:
    member(shop, "1990-01-12", bonuses={})
    shop.at("2026-01-13T00:10:00+01:00").publish(**BONUS)
    shop.run_nights("2027-01-11T12:00:00+01:00")
    assert days(shop) == []


def test_a_night_that_was_missed_is_made_up_for_also_over_new_year(shop: Shop) -> None:
    member(shop, "1990-12-30").at("2027-01-05T00:30:00+01:00")
    assert grant_birthday_bonus("anna", **shop.writing) is not None
    assert grant_birthday_bonus("anna", **shop.writing) is None
    shop.run_nights("2027-12-31T12:00:00+01:00")
    assert days(shop) == ["2027-01-04T23:30", "2027-12-29T23:30"]
