"""Members who come from another programme, with what they held there."""

import pytest

from tessera.domain.facts import facts_of
from tessera.domain.refusals import Conflict
from tests.operations.erasing import erasing_in_memory
from tests.operations.importing import bring, cashback, past_order, points
from tests.operations.shop import Shop, line
from tests.operations.telling import HeardLedger, Told

ROLLING = {"points": {"expiry": {"mode": "rolling", "months": 12, "restarts_on": ["order"]}}}
FIXED = {"points": {"expiry": {"mode": "fixed", "months": 6, "round_to": "month"}}}
WELCOME = {"bonuses": {"welcome": {"points": 50}}}


@pytest.fixture
def shop() -> Shop:
    shop = Shop(HeardLedger())
    shop.publish(**WELCOME)
    return shop


def test_a_member_brings_points_and_cashback_and_gets_no_welcome_gift(shop: Shop) -> None:
    assert bring(shop, points(500), cashback(1234), since="2024-05-01").body == {"is_new": True}
    account = shop.account()
    assert account["wallets"]["points"]["active"] == 500
    assert account["wallets"]["cashback"]["active"] == "12.34"
    assert account["enrolled_on"] == "2024-05-01"
    assert {entry["cause"] for entry in shop.statement()} == {"import/smile"}
    assert {entry["kind"] for entry in shop.statement()} == {"adjustment"}


def test_nothing_is_told_to_whoever_comes_from_elsewhere(shop: Shop) -> None:
    told = Told(shop)
    bring(shop, points(500))
    assert told.messages == []


def test_the_shop_s_bus_is_told_who_enrolled_and_what_they_brought(shop: Shop) -> None:
    assert isinstance(shop.ledger, HeardLedger)
    bring(shop, points(500))
    filing = shop.ledger.writes[-1].filings[0]
    assert filing.record is not None
    facts = list(facts_of(filing.record, kind=filing.key.kind, cause=filing.key.cause, digits=2))
    assert [fact.name for fact in facts] == ["PointsAdjusted", "MemberEnrolled"]


def test_who_is_a_member_already_keeps_what_they_have_and_is_not_enrolled_again(shop: Shop) -> None:
    shop.enrol(name="Anna")
    told = Told(shop)
    assert bring(shop, points(500), since="2020-01-01", name="Somebody").body == {"is_new": False}
    assert shop.wallet()["active"] == 550
    assert shop.account()["enrolled_on"] == "2026-01-10"
    assert told.messages == []
    profile = shop.ledger.profile("anna")
    assert profile is not None and profile.name == "Anna"


def test_the_same_import_again_changes_nothing_and_another_content_is_a_conflict(shop: Shop) -> None:
    bring(shop, points(500), since="2024-05-01")
    shop.later(days=3)
    assert bring(shop, points(500), since="2024-05-01", name="Now with a name").replayed
    with pytest.raises(Conflict):
        bring(shop, points(501), since="2024-05-01")
    assert shop.wallet()["active"] == 500


def test_lots_keep_the_last_days_that_they_were_given_elsewhere(shop: Shop) -> None:
    bring(shop, points(100, "2026-03-01"), points(200, "2026-02-01"), points(50))
    assert shop.wallet()["expires"] == [
        {"last_day": "2026-02-01", "amount": 200},
        {"last_day": "2026-03-01", "amount": 100},
    ]
    shop.run_nights("2026-02-02T12:00:00+01:00")
    assert shop.wallet()["active"] == 150


def test_a_lot_without_a_last_day_has_the_one_of_the_programme_from_the_day_it_was_earned(shop: Shop) -> None:
    shop.publish(wallets=FIXED)
    bring(shop, points(10), points(20, earned_on="2025-10-03"))
    assert shop.wallet()["expires"] == [
        {"last_day": "2026-04-30", "amount": 20},
        {"last_day": "2026-07-31", "amount": 10},
    ]


def test_in_a_rolling_wallet_all_share_the_latest_last_day_and_the_next_order_prolongs_it(shop: Shop) -> None:
    shop.publish(wallets=ROLLING)
    bring(shop, points(100, "2026-03-01"), points(200, "2026-04-01"))
    assert shop.wallet()["expires"] == [{"last_day": "2026-04-01", "amount": 300}]
    shop.later(days=10).order("o1", lines=[{"line_id": "1", "sku": "A", "quantity": 1, "unit_price": "9.00"}])
    assert shop.wallet()["expires"] == [{"last_day": "2027-01-20", "amount": 300}]


def test_what_came_along_is_explained_lot_by_lot(shop: Shop) -> None:
    bring(shop, points(100, "2026-03-01"), points(50))
    told = shop.explain("1-0")
    lots = [{"amount": 100, "last_day": "2026-03-01"}, {"amount": 50, "last_day": None}]
    assert told["why"] == {"about": "import", "source": "smile", "lots": lots}
    assert told["sentences"] == ["150 points came along from the programme before (smile)."]


@pytest.mark.parametrize("wallets", [ROLLING, FIXED])
def test_why_brought_points_expired_is_explained(shop: Shop, wallets: dict[str, object]) -> None:
    shop.publish(wallets=wallets)
    bring(shop, points(100, "2026-03-01"))
    shop.run_nights("2026-03-02T12:00:00+01:00")
    why = shop.explain(shop.statement()[0]["entry_id"])["why"]
    assert (why["about"], why["expired"], why["not_found"]) == ("expiry", 100, 0)
    assert [credit["cause"] for credit in why["credits"]] == ["import/smile"]


def test_what_a_member_owed_elsewhere_is_owed_here(shop: Shop) -> None:
    bring(shop, points(-30))
    assert (shop.wallet()["active"], shop.wallet()["available"]) == (-30, 0)
    shop.adjust("points", 100)
    assert shop.wallet()["active"] == 70


def test_past_birthdays_and_dates_bring_nothing_to_whoever_comes_now(shop: Shop) -> None:
    gift = {"id": "spring", "when": {"date": "2026-01-09"}, "points": 7}
    shop.at("2026-01-01T10:00:00+01:00").publish(gifts=[gift], bonuses={"birthday": {"points": 100}})
    shop.at("2026-01-10T10:00:00+01:00")
    bring(shop, points(1), since="2020-01-01", birthday="1990-01-05")
    shop.run_nights("2026-01-20T12:00:00+01:00")
    assert shop.wallet()["active"] == 1


def test_who_comes_stands_in_segments_without_having_entered_them(shop: Shop) -> None:
    old = {"id": "old", "all": [{"metric": "days_since_enrolment", "at_least": 365}]}
    gift = {"id": "thanks", "when": {"enters": "old"}, "points": 7}
    shop.publish(segments=[old], gifts=[gift])
    bring(shop, points(1), since="2020-01-01")
    shop.run_nights("2026-01-20T12:00:00+01:00")
    assert shop.account()["segments"] == ["old"]
    assert shop.wallet()["active"] == 1


def test_points_that_buy_a_reward_by_themselves_do_so_with_the_night_not_with_the_import(shop: Shop) -> None:
    reward = {"id": "five", "kind": "amount_off", "value": "5.00", "cost": 100, "automatic": True}
    shop.publish(rewards=[reward])
    bring(shop, points(250))
    assert shop.wallet()["active"] == 250
    shop.run_nights("2026-01-12T12:00:00+01:00")
    assert (shop.wallet()["active"], len(shop.account()["vouchers"])) == (50, 2)


def test_who_was_erased_is_brought_back_by_no_file() -> None:
    erasing = erasing_in_memory()
    shop = erasing.shop
    shop.publish()
    bring(shop, points(500))
    past_order(shop, "o1", "2025-12-01T10:00:00+01:00", [line("80.00")])
    erasing.erase()
    with pytest.raises(Conflict, match="was erased"):
        bring(shop, points(500))
    assert erasing.proof().disagreements == ()
    shop.enrol()
    assert bring(shop, points(500)).body == {"is_new": False}
    assert (shop.wallet()["active"], erasing.proof().disagreements) == (500, ())
