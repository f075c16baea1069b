"""A whole document becomes a programme; what it leaves out is as the rules say."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from tessera.domain.programme import EarnPercent, EarnPoints, Never, Programme, check

SMALL: dict[str, Any] = {"id": "p", "name": "P", "currency": "EUR", "timezone": "Europe/Rome", "locales": ["it"]}
FULL = Path(__file__).with_name("programme_full.yaml")


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(FULL.read_text())
    return document


@pytest.fixture(scope="module")
def full(written: dict[str, Any]) -> Programme:
    return check(written)


def test_money_rates_and_days_become_exact_values(full: Programme) -> None:
    base, back, season, xmas, launch = full.earning.rules
    assert isinstance(base.earn, EarnPoints)
    assert (base.earn.points, base.earn.per) == (1, 100)
    assert isinstance(back.earn, EarnPercent)
    assert back.earn.percent == Fraction(5)
    assert season.when.until == date(2026, 3, 31)
    assert xmas.multiply == 2
    assert (launch.bonus, launch.per, launch.state) == (100, "order", "shadow")


def test_every_section_is_read(full: Programme) -> None:
    assert full.earning.caps[0].amount == 5000
    assert full.wallets.points.reminders is not None
    assert full.bonuses.actions["review"].limit is not None
    assert full.tiers is not None
    assert [level.from_ for level in full.tiers.levels] == [0, 50_000, 200_000]
    assert [reward.kind for reward in full.rewards[:2]] == ["amount_off", "percent_off"]
    assert full.stamp_cards[0].reward.free_product_up_to == "cheapest"
    assert full.referral is not None
    assert full.referral.qualify.min_order == 2500
    assert full.memberships[0].fee == 4900
    assert full.segments[2].any is not None
    assert full.gifts[0].when.enters == "at-risk"
    assert full.guests is not None


def test_a_scope_says_by_what_it_names_its_products() -> None:
    rule = {"id": "r", "wallet": "points", "bonus": 5, "scope": {"brand": ["A", "B"], "except": {"sku": ["X"]}}}
    scope = check(SMALL | {"earning": {"rules": [rule]}}).earning.rules[0].scope
    assert scope is not None
    assert (scope.kind, scope.names) == ("brand", ("A", "B"))
    assert scope.except_ is not None
    assert (scope.except_.kind, scope.except_.names) == ("sku", ("X",))


def test_a_scope_of_exceptions_alone_is_the_rest_of_the_order() -> None:
    rule = {"id": "r", "wallet": "points", "bonus": 5, "scope": {"except": {"sku": ["X"]}}}
    scope = check(SMALL | {"earning": {"rules": [rule]}}).earning.rules[0].scope
    assert scope is not None
    assert (scope.kind, scope.names) == (None, ())


def test_what_is_left_out_is_as_the_rules_say() -> None:
    small = check(SMALL)
    assert small.earning.basis.model_dump() == {
        "tax": "included",
        "shipping": "excluded",
        "paid_with_wallets": "cash_part",
    }
    assert (small.earning.rounding, small.earning.hold.days, small.earning.hold.from_) == ("floor", 0, "paid")
    assert small.checkout.auto_apply == ("voucher", "cashback")
    assert small.checkout.reservation_minutes == 30
    assert small.refunds.model_dump() == {
        "shortage": "negative",
        "floor": -100_000,
        "restore_grace_days": 30,
        "after_expiry": "leave",
    }
    assert small.wallets.points.expiry == small.wallets.cashback.expiry == Never()
    assert small.wallets.points.redeem is None
    cashback = small.wallets.cashback.redeem
    assert (cashback.minimum, cashback.max_share, cashback.max_value) == (0, Fraction(100), None)
    assert (small.rewards, small.segments, small.tiers, small.referral, small.guests) == ((), (), None, None, None)


def test_a_rule_is_live_stackable_and_for_every_order_unless_it_says_otherwise() -> None:
    rule = check(SMALL | {"earning": {"rules": [{"id": "r", "wallet": "points", "bonus": 5}]}}).earning.rules[0]
    assert (rule.state, rule.stackable, rule.priority, rule.per, rule.scope) == ("live", True, 0, "order", None)
    assert not rule.when.model_dump(exclude_none=True)


@pytest.mark.parametrize(("currency", "text", "minor"), [("EUR", "5.00", 500), ("JPY", "500", 500), ("KWD", "5", 5000)])
def test_money_is_in_minor_units_of_the_programmes_currency(currency: str, text: str, minor: int) -> None:
    reward = {"id": "r", "kind": "amount_off", "value": text, "cost": 100}
    programme = check(SMALL | {"currency": currency, "rewards": [reward]})
    assert programme.rewards[0].model_dump()["value"] == minor


def test_cashback_bonuses_and_caps_are_money() -> None:
    earning = {
        "rules": [{"id": "r", "wallet": "cashback", "bonus": "2.50"}],
        "caps": [{"wallet": "cashback", "per": "day", "amount": "10.00"}],
    }
    programme = check(SMALL | {"earning": earning})
    assert (programme.earning.rules[0].bonus, programme.earning.caps[0].amount) == (250, 1000)


def test_hours_are_minutes_of_the_day() -> None:
    rule = {"id": "r", "wallet": "points", "bonus": 5, "when": {"hours": {"from": "18:30", "until": "24:00"}}}
    hours = check(SMALL | {"earning": {"rules": [rule]}}).earning.rules[0].when.hours
    assert hours is not None
    assert (hours.from_, hours.until) == (18 * 60 + 30, 24 * 60)


def test_the_document_is_kept_as_it_was_written(written: dict[str, Any]) -> None:
    programme = check(written)
    programme.source["name"] = "changed"
    assert programme.source == written
    assert check(programme.source) == programme


def test_a_programme_never_changes(full: Programme) -> None:
    with pytest.raises(ValidationError):
        full.name = "other"
