"""Tiers: raised at once, lowered by the night after its grace; what they multiply and take off."""

from typing import Any

import pytest

from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines

LEVELS = [
    {"id": "bronze", "from": 0},
    {"id": "silver", "from": 500, "points_multiplier": "1.25", "discount": "3", "perks": ["early_access"]},
    {"id": "gold", "from": 2000, "points_multiplier": "1.5", "discount": "5"},
]
ROLLING = {"mode": "rolling", "months": 12}


def _tiers(**fields: Any) -> dict[str, Any]:
    downgrade = {"mode": "reassess", "grace_days": 30}
    return {"metric": "spend", "window": ROLLING, "downgrade": downgrade, "levels": LEVELS, **fields}


@pytest.fixture
def silver(shop: Shop) -> Shop:
    """A member who has just spent 600.00."""
    shop.publish(ONE_POINT_PER_EURO, tiers=_tiers())
    shop.enrol()
    shop.order("o1", lines=lines("600.00"))
    return shop


def test_an_order_is_earned_at_the_old_level_and_raises_to_the_new_one(silver: Shop) -> None:
    assert silver.wallet()["active"] == 600
    assert silver.account()["tier"] == {
        "id": "silver",
        "name": "Silver",
        "since": "2026-01-10",
        "metric": "spend",
        "counter": "600.00",
        "discount": "3",
        "perks": ["early_access"],
        "next": {"id": "gold", "missing": "1400.00"},
    }
    assert silver.order("o2", lines=lines("41.00")).body["awards"][0]["amount"] == 51
    assert 'rule "tier/silver" (times 1.25) adds 10.25 points' in silver.explanation("o2")["sentences"][0]


def test_the_counter_counts_what_was_paid_for_and_refunds_lower_it(silver: Shop) -> None:
    silver.refund("o1", amount="150.00")
    assert silver.account()["tier"]["counter"] == "450.00"
    assert silver.account()["tier"]["id"] == "silver"


def test_a_night_below_starts_the_grace_and_its_last_night_lowers(silver: Shop) -> None:
    silver.run_nights("2027-01-09T12:00:00+01:00")
    assert silver.account()["tier"]["counter"] == "600.00"
    silver.run_nights("2027-02-08T12:00:00+01:00")
    assert silver.account()["tier"]["id"] == "silver"
    silver.run_nights("2027-02-09T00:30:00+01:00")
    assert (silver.account()["tier"]["id"], silver.account()["tier"]["since"]) == ("bronze", "2027-02-09")


def test_it_is_the_same_whether_the_nights_have_run_or_not(silver: Shop) -> None:
    assert silver.at("2027-02-09T00:29:59+01:00").account()["tier"]["id"] == "silver"
    assert silver.at("2027-02-09T00:30:00+01:00").account()["tier"]["id"] == "bronze"
    assert silver.at("2027-02-10T12:00:00+01:00").order("o2", lines=lines("8.00")).body["awards"][0]["amount"] == 8


def test_who_buys_again_within_the_grace_keeps_the_level(silver: Shop) -> None:
    silver.at("2027-01-20T12:00:00+01:00").order("o2", lines=lines("500.00"))
    assert silver.at("2027-06-01T12:00:00+02:00").account()["tier"]["id"] == "silver"
    assert silver.at("2028-06-01T12:00:00+02:00").account()["tier"]["id"] == "bronze"


def test_a_refund_lowers_no_night_before_it(silver: Shop) -> None:
    silver.at("2026-06-01T12:00:00+02:00").refund("o1", amount="600.00")
    assert silver.account()["tier"]["id"] == "silver"
    assert silver.at("2026-07-02T00:29:59+02:00").account()["tier"]["id"] == "silver"
    assert silver.at("2026-07-02T00:30:00+02:00").account()["tier"]["id"] == "bronze"


def test_an_order_raises_whether_its_refund_came_before_or_after_it(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, tiers=_tiers())
    for member_id in ("anna", "bea"):
        shop.enrol(member_id)
    shop.order("o1", "anna", lines=lines("600.00"))
    for order_id in ("o1", "o2"):
        shop.refund(order_id, amount="600.00")
    shop.order("o2", "bea", lines=lines("600.00"))
    assert [shop.account(member_id)["tier"]["id"] for member_id in ("anna", "bea")] == ["silver", "silver"]
    shop.at("2026-03-01T12:00:00+01:00")
    assert [shop.account(member_id)["tier"]["id"] for member_id in ("anna", "bea")] == ["bronze", "bronze"]


def test_one_step_at_a_time_and_not_again_before_a_whole_window(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, tiers=_tiers(downgrade={"mode": "one_step", "grace_days": 0}))
    shop.enrol()
    shop.order("o1", lines=lines("2500.00"))
    assert shop.at("2027-01-10T12:00:00+01:00").account()["tier"]["id"] == "silver"
    assert shop.at("2028-01-09T12:00:00+01:00").account()["tier"]["id"] == "silver"
    assert shop.at("2028-01-10T12:00:00+01:00").account()["tier"]["id"] == "bronze"


def test_a_programme_that_never_lowers_never_does(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, tiers=_tiers(downgrade={"mode": "never"}))
    shop.enrol()
    shop.order("o1", lines=lines("600.00"))
    assert shop.at("2030-01-10T12:00:00+01:00").account()["tier"]["id"] == "silver"


@pytest.mark.parametrize(
    ("metric", "window", "counters"),
    [
        ("orders", {"mode": "calendar_year"}, (2, 0)),
        ("points", {"mode": "lifetime"}, (30, 30)),
        ("spend", {"mode": "rolling", "months": 1}, ("30.00", "0.00")),
    ],
)
def test_what_is_counted_and_for_how_long(
    shop: Shop, metric: str, window: dict[str, Any], counters: tuple[Any, Any]
) -> None:
    levels = [{"id": "one", "from": 0}, {"id": "two", "from": 1000}]
    tiers = _tiers(metric=metric, window=window, levels=levels)
    shop.publish(ONE_POINT_PER_EURO, earning={"hold": {"days": 14}}, tiers=tiers)
    shop.enrol()
    shop.order("o1", lines=lines("10.00"))
    shop.order("o2", lines=lines("20.00"))
    this_year = shop.account()["tier"]["counter"]
    assert (this_year, shop.at("2027-01-01T12:00:00+01:00").account()["tier"]["counter"]) == counters


def test_a_tiers_discount_comes_before_vouchers_and_wallets(silver: Shop) -> None:
    silver.adjust("cashback", "50.00")
    quote = silver.quote(use="best", cart={"lines": lines("100.00")})
    assert quote["applied"] == [
        {"tier": "silver", "value": "3.00"},
        {"wallet": "cashback", "amount": "50.00", "value": "50.00"},
    ]
    assert (quote["total"], quote["to_pay"]) == ("100.00", "47.00")
    reserved = silver.reserve("x1", cashback="97.00", cart={"lines": lines("100.00")}).body
    assert (reserved["applied"][0], reserved["to_pay"]) == ({"tier": "silver", "value": "3.00"}, "47.00")


def test_a_rule_may_be_for_a_tier(shop: Shop) -> None:
    rule = {"id": "vip", "wallet": "points", "bonus": 7, "when": {"tiers": ["silver"]}}
    shop.publish(ONE_POINT_PER_EURO, rule, tiers=_tiers())
    shop.enrol()
    assert shop.order("o1", lines=lines("600.00")).body["awards"][0]["amount"] == 600
    assert shop.order("o2", lines=lines("8.00")).body["awards"][0]["amount"] == 17


def test_a_change_of_tier_is_a_fact_with_its_instant(silver: Shop) -> None:
    silver.run_nights("2027-03-01T12:00:00+01:00")
    page = silver.ledger.records("anna", limit=10)
    changes = [(change.was, change.now, change.at.isoformat()) for each in page.records for change in each.changes]
    assert changes == [
        ("silver", "bronze", "2027-02-08T23:30:00+00:00"),
        ("bronze", "silver", "2026-01-10T09:00:00+00:00"),
    ]


def test_what_is_shown_and_decided_is_todays_level_whatever_version_an_order_is_of(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    placed_at = shop.now
    shop.later(days=1).publish(ONE_POINT_PER_EURO, tiers=_tiers())
    answer = shop.order("o1", at=placed_at, lines=lines("600.00")).body
    assert answer["account"]["tier"]["id"] == "silver"
    refund = shop.refund("o1", amount="600.00").body
    assert refund["account"]["tier"]["counter"] == "0.00"
    assert refund["account"] == shop.account()


def test_lower_thresholds_raise_at_once_whoever_reaches_them(silver: Shop) -> None:
    lower = [LEVELS[0], LEVELS[1], {**LEVELS[2], "from": 550}]
    silver.later(days=1).publish(ONE_POINT_PER_EURO, tiers=_tiers(levels=lower))
    assert (silver.account()["tier"]["id"], silver.account()["tier"]["since"]) == ("gold", "2026-01-11")
    silver.run_nights("2026-01-12T12:00:00+01:00")
    assert [(change.was, change.now) for change in silver.changes("tier")] == [("bronze", "silver"), ("silver", "gold")]


def test_levels_that_come_later_count_what_was_bought_before(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol()
    shop.order("o1", lines=lines("600.00"))
    shop.later(days=1).publish(ONE_POINT_PER_EURO, tiers=_tiers())
    shop.run_nights("2026-01-12T12:00:00+01:00")
    assert shop.account()["tier"]["id"] == "silver"


def test_who_has_a_level_that_is_gone_has_the_one_that_is_reached(silver: Shop) -> None:
    renamed = [LEVELS[0], {**LEVELS[1], "id": "pearl"}, LEVELS[2]]
    silver.later(days=1).publish(ONE_POINT_PER_EURO, tiers=_tiers(levels=renamed))
    assert silver.account()["tier"]["id"] == "pearl"


def test_higher_thresholds_lower_nobody_before_the_grace_is_over(silver: Shop) -> None:
    higher = [LEVELS[0], {**LEVELS[1], "from": 700}, LEVELS[2]]
    silver.later(days=1).publish(ONE_POINT_PER_EURO, tiers=_tiers(levels=higher))
    silver.run_nights("2026-02-10T12:00:00+01:00")
    assert silver.account()["tier"]["id"] == "silver"
    silver.run_nights("2026-02-11T12:00:00+01:00")
    assert silver.account()["tier"]["id"] == "bronze"
