"""Reminders of expiry: each offset that lies ahead, once per last day; a restarted clock reminds of the new one."""

from typing import Any

import pytest

from tessera.operations.remind_of_expiry import remind_of_expiry
from tests.operations.shop import FIVE_PERCENT_BACK, ONE_POINT_PER_EURO, Shop, lines


def publish(shop: Shop, expiry: Any, days_before: Any = (30, 7), wallet: str = "points", **redeem: Any) -> None:
    reminders = {"days_before": list(days_before)}
    wallets = {wallet: {"expiry": expiry, "reminders": reminders, **redeem}}
    shop.publish(ONE_POINT_PER_EURO, FIVE_PERCENT_BACK, wallets=wallets)


def sent(shop: Shop) -> list[tuple[str, str, str]]:
    """When, how many days before, which last day."""
    return [(change.at.isoformat()[:10], change.was, change.now) for change in shop.changes("reminder")]


FIXED = {"mode": "fixed", "days": 60}
ROLLING = {"mode": "rolling", "months": 2, "restarts_on": ["order"]}


@pytest.fixture
def anna(shop: Shop) -> Shop:
    """Sixty points that are good through 11 March."""
    publish(shop, FIXED)
    shop.enrol()
    shop.order("o1", lines=lines("60.00"))
    return shop


def test_each_offset_is_told_by_its_night_and_once(anna: Shop) -> None:
    anna.run_nights("2026-04-01T12:00:00+02:00")
    assert sent(anna) == [("2026-02-08", "30", "2026-03-11"), ("2026-03-03", "7", "2026-03-11")]


def test_of_offsets_that_were_missed_only_the_latest_is_told(anna: Shop) -> None:
    anna.at("2026-03-11T00:30:00+01:00")
    assert remind_of_expiry("anna", **anna.writing) is not None
    assert remind_of_expiry("anna", **anna.writing) is None
    assert sent(anna) == [("2026-03-10", "7", "2026-03-11")]


def test_what_is_over_is_told_of_no_more(anna: Shop) -> None:
    anna.at("2026-03-12T00:30:00+01:00")
    assert remind_of_expiry("anna", **anna.writing) is None


def test_an_offset_that_did_not_lie_ahead_is_not_told(shop: Shop) -> None:
    publish(shop, {"mode": "fixed", "days": 20})
    shop.enrol()
    shop.order("o1", lines=lines("60.00"))
    shop.run_nights("2026-02-10T12:00:00+01:00")
    assert [days for _, days, _ in sent(shop)] == ["7"]


def test_a_clock_that_starts_again_reminds_of_the_new_day(shop: Shop) -> None:
    publish(shop, ROLLING)
    shop.enrol()
    shop.order("o1", lines=lines("60.00"))
    shop.run_nights("2026-02-20T12:00:00+01:00")
    shop.order("o2", lines=lines("1.00"))
    shop.run_nights("2026-05-01T12:00:00+02:00")
    assert [(days, last_day) for _, days, last_day in sent(shop)] == [
        ("30", "2026-03-10"),
        ("30", "2026-04-20"),
        ("7", "2026-04-20"),
    ]


def test_who_has_nothing_left_is_not_reminded(shop: Shop) -> None:
    publish(shop, FIXED)
    shop.enrol()
    shop.order("o1", lines=lines("60.00"))
    shop.adjust("points", -60)
    shop.run_nights("2026-04-01T12:00:00+02:00")
    assert sent(shop) == []


def test_what_is_reserved_is_not_what_expires_first(shop: Shop) -> None:
    publish(shop, FIXED, redeem={"points": 10, "value": "0.50"})
    shop.enrol()
    shop.order("o1", lines=lines("60.00"))
    shop.at("2026-02-09T00:20:00+01:00").reserve("x1", points=60, cart={"lines": lines("50.00")})
    shop.run_nights("2026-02-09T00:30:00+01:00")
    assert sent(shop) == []
    shop.run_nights("2026-02-10T00:30:00+01:00")
    assert len(sent(shop)) == 1


def test_each_wallet_has_its_own(shop: Shop) -> None:
    publish(shop, FIXED, wallet="cashback")
    shop.enrol()
    shop.order("o1", lines=lines("60.00"))
    shop.run_nights("2026-04-01T12:00:00+02:00")
    assert {change.of for change in shop.changes("reminder")} == {"cashback"}


@pytest.mark.parametrize(("offsets", "told"), [((30, 20, 7), ["30", "20", "7"]), ((40, 7), ["30", "7"])])
def test_another_offset_is_told_where_its_day_is_still_to_come(anna: Shop, offsets: Any, told: list[str]) -> None:
    anna.run_nights("2026-02-10T12:00:00+01:00")
    publish(anna, FIXED, days_before=offsets)
    anna.run_nights("2026-04-01T12:00:00+02:00")
    assert [days for _, days, _ in sent(anna)] == told


def test_no_reminders_are_sent_of_what_was_before_there_were_any(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": {"expiry": FIXED}})
    shop.enrol()
    shop.order("o1", lines=lines("60.00"))
    shop.run_nights("2026-02-20T12:00:00+01:00")
    publish(shop, FIXED)
    shop.run_nights("2026-04-01T12:00:00+02:00")
    assert [days for _, days, _ in sent(shop)] == ["7"]
