"""What is told of orders, holds, gifts and expiry: the table of docs/rules.md §8, row by row."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tessera.domain.messaging import Amount
from tessera.operations.settle_account import settle_account
from tests.operations.shop import FIVE_PERCENT_BACK, ONE_POINT_PER_EURO, Shop, lines
from tests.operations.telling import FIVE_OFF, HELD, Told, opened


def test_enrolling_is_a_welcome_with_its_gift(quiet: Shop) -> None:
    quiet.publish(ONE_POINT_PER_EURO, bonuses={"welcome": {"points": 50}}, rewards=[{**FIVE_OFF, "cost": 50}])
    told = Told(quiet)
    quiet.enrol()
    assert told.kinds() == ["welcome"]
    assert (told.last.cause, told.last.told.earned) == ("enrolment", (Amount("points", 50),))


def test_an_order_is_told_with_what_it_earned_and_from_when_on(quiet: Shop) -> None:
    told = opened(quiet, ONE_POINT_PER_EURO, FIVE_PERCENT_BACK, earning=HELD)
    quiet.order("o1", lines=lines("60.00"))
    assert told.kinds() == ["points_earned"]
    assert told.last.told.pending == (Amount("points", 60), Amount("cashback", 300))
    assert (told.last.told.activates_on, told.last.told.order_id) == (date(2026, 1, 24), "o1")


def test_an_order_that_waits_for_its_completion_names_no_day(quiet: Shop) -> None:
    told = opened(quiet, earning={"hold": {"days": 14, "from": "completed"}})
    quiet.order("o1", lines=lines("60.00"))
    assert (told.last.kind, told.last.told.activates_on) == ("points_earned", None)
    quiet.later(days=20).complete("o1", completed_at=quiet.now.replace(day=11).isoformat())
    assert (told.last.kind, told.last.cause) == ("points_active", "completion/o1")


def test_cashback_alone_that_may_be_spent_at_once_is_available(quiet: Shop) -> None:
    told = opened(quiet, FIVE_PERCENT_BACK)
    quiet.order("o1", lines=lines("60.00"))
    assert told.kinds() == ["cashback_available"]


def test_an_order_that_earns_nothing_says_nothing(quiet: Shop) -> None:
    told = opened(quiet)
    quiet.order("o1", lines=lines("0.50"))
    assert told.messages == []


@pytest.mark.parametrize(
    ("rule", "kind"), [(ONE_POINT_PER_EURO, "points_active"), (FIVE_PERCENT_BACK, "cashback_available")]
)
def test_the_end_of_a_hold_is_told_by_its_day(quiet: Shop, rule: Any, kind: str) -> None:
    told = opened(quiet, rule, earning=HELD)
    quiet.order("o1", lines=lines("60.00"))
    quiet.run_nights("2026-01-25T12:00:00+01:00")
    assert told.kinds() == ["points_earned", kind]
    assert told.last.cause == "hold/2026-01-24"


def test_what_the_clock_did_is_the_same_message_whoever_enters_it(quiet: Shop) -> None:
    told = opened(quiet, earning=HELD)
    quiet.order("o1", lines=lines("60.00"))
    quiet.at("2026-01-25T12:00:00+01:00").adjust("points", 5)
    of_the_clock, own = told.messages[1:]
    assert (of_the_clock.kind, of_the_clock.cause) == ("points_active", "hold/2026-01-24")
    assert (of_the_clock.told.activated, own.told.earned) == ((Amount("points", 60),), (Amount("points", 5),))


def test_gifts_actions_and_positive_adjustments_are_points_earned_and_negative_ones_nothing(quiet: Shop) -> None:
    gift = {"id": "spring", "when": {"date": "2026-02-01"}, "points": 20}
    told = opened(quiet, gifts=[gift], bonuses={"actions": {"review": {"points": 5}}})
    quiet.report("review", "r1")
    quiet.adjust("points", 10)
    quiet.adjust("points", -5, "g2")
    quiet.run_nights("2026-02-02T12:00:00+01:00")
    assert told.kinds() == ["points_earned"] * 3
    assert [each.cause for each in told.messages] == ["action/review/r1", "adjustment/g1", "gift/spring"]


def test_a_reminder_names_how_much_goes_and_when_and_then_what_went(quiet: Shop) -> None:
    fixed = {"expiry": {"mode": "fixed", "days": 60}, "reminders": {"days_before": [7]}}
    told = opened(quiet, FIVE_PERCENT_BACK, wallets={"cashback": fixed})
    quiet.order("o1", lines=lines("60.00"))
    quiet.run_nights("2026-04-01T12:00:00+02:00")
    reminder, expired = told.messages[1:]
    assert (reminder.kind, reminder.told.expiring, reminder.told.last_day) == (
        "expiry_reminder",
        (Amount("cashback", 300),),
        date(2026, 3, 11),
    )
    assert (expired.kind, expired.cause, expired.told.expired) == (
        "points_expired",
        "expiry/2026-03-11",
        (Amount("cashback", 300),),
    )


def test_a_settlement_that_is_told_late_is_told_as_of_when_it_happened(quiet: Shop) -> None:
    told = opened(quiet, earning=HELD)
    quiet.order("o1", lines=lines("60.00"))
    quiet.at("2026-02-10T12:00:00+01:00")
    settle_account("anna", **quiet.writing)
    assert told.last.at.isoformat() == "2026-01-23T23:00:00+00:00"
    assert replace(told.last.told, balances={}).activated == (Amount("points", 60),)
