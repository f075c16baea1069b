"""Lots and expiry: rolling, fixed, calendar, never; at the hour, at the change of the clock, after a gap."""

import pytest

from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines

ROLLING = {"points": {"expiry": {"mode": "rolling", "months": 12, "restarts_on": ["order"]}}}


def test_a_rolling_balance_shares_one_last_day_that_every_order_moves(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=ROLLING)
    shop.enrol()
    shop.order("o1", lines=lines("10.00"))
    shop.at("2026-06-15T10:00:00+02:00").order("o2", lines=lines("5.00"))
    assert shop.wallet()["expires"] == [{"last_day": "2027-06-15", "amount": 15}]
    assert shop.at("2027-06-15T23:59:59+02:00").wallet()["available"] == 15
    assert shop.at("2027-06-16T00:00:00+02:00").wallet()["available"] == 0


def test_an_empty_rolling_wallet_starts_its_clock_at_the_next_activation(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning={"hold": {"days": 14}}, wallets=ROLLING)
    shop.enrol()
    shop.order("o1", lines=lines("10.00"))
    shop.at("2026-01-24T00:00:00+01:00")
    assert shop.wallet()["expires"] == [{"last_day": "2027-01-24", "amount": 10}]


def test_pending_points_survive_the_end_of_the_active_ones(shop: Shop) -> None:
    shop.publish(
        ONE_POINT_PER_EURO,
        earning={"hold": {"days": 30}},
        wallets={"points": {"expiry": {"mode": "rolling", "months": 1, "restarts_on": ["redeem"]}}},
        bonuses={"welcome": {"points": 50}},
    )
    shop.enrol()
    shop.at("2026-02-05T10:00:00+01:00").order("o1", lines=lines("10.00"))
    shop.at("2026-02-11T00:00:00+01:00")
    assert (shop.wallet()["active"], shop.wallet()["pending"]) == (0, 10)
    shop.at("2026-03-07T00:00:00+01:00")
    assert shop.wallet()["expires"] == [{"last_day": "2026-04-07", "amount": 10}]


@pytest.mark.parametrize(
    ("expiry", "last_day"),
    [
        ({"mode": "fixed", "months": 1}, "2026-02-28"),
        ({"mode": "fixed", "days": 30}, "2026-03-02"),
        ({"mode": "fixed", "months": 1, "round_to": "month"}, "2026-02-28"),
        ({"mode": "fixed", "months": 6, "round_to": "year"}, "2026-12-31"),
        ({"mode": "calendar", "dates": ["06-30", "12-31"]}, "2026-06-30"),
        ({"mode": "calendar", "dates": ["01-30"]}, "2027-01-30"),
        ({"mode": "calendar", "dates": ["02-29"]}, "2026-02-28"),
    ],
)
def test_each_lot_has_the_last_day_its_policy_gives(shop: Shop, expiry: dict[str, object], last_day: str) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": {"expiry": expiry}})
    shop.at("2026-01-31T12:00:00+01:00").enrol()
    shop.order("o1", lines=lines("10.00"))
    assert shop.wallet()["expires"] == [{"last_day": last_day, "amount": 10}]


def test_the_soonest_expiring_points_are_spent_first(shop: Shop) -> None:
    shop.publish(
        ONE_POINT_PER_EURO,
        wallets={"points": {"expiry": {"mode": "fixed", "months": 1}}},
        rewards=[{"id": "five", "kind": "amount_off", "value": "5.00", "cost": 12}],
    )
    shop.enrol()
    shop.order("o1", lines=lines("10.00"))
    shop.at("2026-01-20T10:00:00+01:00").order("o2", lines=lines("10.00"))
    shop.claim("five")
    assert shop.wallet()["expires"] == [{"last_day": "2026-02-20", "amount": 8}]


@pytest.fixture
def long_after(shop: Shop) -> Shop:
    """Ten points were held for fourteen days and good for ten, and then the member was not seen for a month."""
    shop.publish(
        ONE_POINT_PER_EURO,
        earning={"hold": {"days": 14}},
        wallets={"points": {"expiry": {"mode": "fixed", "days": 10}}},
    )
    shop.enrol()
    shop.order("o1", lines=lines("10.00"))
    shop.at("2026-03-01T10:00:00+01:00").adjust("points", 1)
    return shop


def test_what_the_clock_did_is_entered_when_it_happened(long_after: Shop) -> None:
    moments = [(entry["kind"], entry["at"]) for entry in reversed(long_after.statement())]
    assert moments == [
        ("accrual", "2026-01-10T10:00:00+01:00"),
        ("activation", "2026-01-24T00:00:00+01:00"),
        ("expiry", "2026-02-04T00:00:00+01:00"),
        ("adjustment", "2026-03-01T10:00:00+01:00"),
    ]


def test_a_balance_can_be_asked_for_as_of_any_instant_between_two_writes(long_after: Shop) -> None:
    at = {day: long_after.balance(f"{day}T12:00:00+01:00")["wallets"]["points"] for day in ("2026-01-09", "2026-01-20")}
    assert (at["2026-01-09"]["pending"], at["2026-01-20"]["pending"]) == (0, 10)
    assert long_after.balance("2026-01-24T00:00:00+01:00")["wallets"]["points"]["active"] == 10
    assert long_after.balance("2026-02-03T23:59:59+01:00")["wallets"]["points"]["active"] == 10
    assert long_after.balance("2026-02-04T00:00:00+01:00")["wallets"]["points"]["active"] == 0
    assert long_after.balance("2026-03-01T10:00:00+01:00")["wallets"]["points"]["active"] == 1


def test_expiry_follows_the_local_day_through_the_change_of_the_clock(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": {"expiry": {"mode": "calendar", "dates": ["03-29"]}}})
    shop.enrol()
    shop.order("o1", lines=lines("10.00"))
    assert shop.at("2026-03-29T21:59:59Z").wallet()["active"] == 10
    assert shop.at("2026-03-29T22:00:00Z").wallet()["active"] == 0


def test_a_clock_that_ran_out_does_not_run_again_for_what_had_expired(shop: Shop) -> None:
    """In between, another version gave units with a last day of their own: the wallet is not empty."""
    rolling = {"points": {"expiry": {"mode": "rolling", "months": 1, "restarts_on": ["order"]}}}
    shop.publish(ONE_POINT_PER_EURO, wallets=rolling)
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    shop.adjust("points", -100)
    shop.later(days=60).publish(ONE_POINT_PER_EURO)
    shop.adjust("points", 50, "g2")
    shop.publish(ONE_POINT_PER_EURO, wallets=rolling)
    shop.later(days=1).order("o2", lines=lines("10.00"))
    assert shop.refund("o1", amount="100.00").body["reversed"] == []
    assert shop.wallet()["active"] == 60
