"""A sample of each source's export, as its packaged mapping reads it."""

from pathlib import Path

import pytest

from tessera.commands.importing.mapping import packaged, sources
from tessera.commands.importing.reconciling import lines_of
from tests.commands.importing import CUSTOMERS, Import, outcomes, rejects, with_changes
from tests.operations.shop import Shop

FIXED = {"points": {"expiry": {"mode": "fixed", "months": 6}}}


@pytest.fixture
def shop() -> Shop:
    shop = Shop()
    shop.publish(bonuses={"welcome": {"points": 50}})
    return shop


def active(shop: Shop, *member_ids: str) -> list[int]:
    return [shop.wallet(member_id=member_id)["active"] for member_id in member_ids]


def test_every_packaged_mapping_can_be_read() -> None:
    assert sources("members") == ["loyaltylion", "smile", "woocommerce", "yotpo"]
    assert sources("orders") == ["shopify", "woocommerce"]
    assert {packaged("members", each).source for each in sources("members")} == set(sources("members"))
    assert {packaged("orders", each).source for each in sources("orders")} == set(sources("orders"))


def test_smile_s_export_with_the_shop_s_ids(shop: Shop) -> None:
    end = Import(shop).sample("members", "smile", "smile.csv", ids=CUSTOMERS)
    assert outcomes(end) == {"new": 3}
    assert active(shop, "7001", "7002", "7003") == [1250, 40, 0]
    assert [(row, field) for row, field, _ in rejects(end)] == [
        (5, "email"),
        (6, "points"),
        (7, "member_id"),
        (8, "member_id"),
    ]
    assert shop.ledger.profile("7001") is not None
    notes = [(each.row, each.reason) for each in end.found.remarks if each.kind == "note"]
    assert notes == [(3, "the year is not known: it stays behind")]


def test_what_came_in_is_what_went_out_and_what_was_rejected(shop: Shop) -> None:
    end = Import(shop).sample("members", "smile", "smile.csv", ids=CUSTOMERS)
    assert end.found.all["points"] == 1250 + 40 + 15 + 99 + 3
    assert end.into("points") == {
        "enrolled": 1290,
        "members already, added to": 0,
        "imported before": 0,
        "rejected": 117,
        "left out": 0,
    }
    assert end.agrees


def test_a_dry_run_says_what_would_be_and_writes_nothing(shop: Shop) -> None:
    imports = Import(shop)
    end = imports.sample("members", "smile", "smile.csv", ids=CUSTOMERS, for_real=False)
    assert (outcomes(end), end.agrees) == ({"new": 3}, True)
    assert shop.ledger.account("7001") is None
    said = "\n".join(lines_of(end))
    assert "7 rows in" in said and "3 to be enrolled" in said
    assert "in = out + rejected + left out, to the unit" in said
    assert "1 amount cannot be read" in said and "row 6 rejected: points" in said
    assert "columns that are not imported: Smile Customer ID, Membership status, Referral url, Vip tier name" in said
    imports.sample("members", "smile", "smile.csv", ids=CUSTOMERS)
    again = imports.sample("members", "smile", "smile.csv", ids=CUSTOMERS, for_real=False)
    assert outcomes(again) == {"before": 3}


def test_loyaltylion_s_export_says_since_when_and_a_debt_is_rejected_unless_it_is_asked_for(shop: Shop) -> None:
    end = Import(shop).sample("members", "loyaltylion", "loyaltylion.csv")
    assert (outcomes(end), active(shop, "7001")) == ({"new": 1}, [300])
    assert shop.account("7001")["enrolled_on"] == "2021-03-05"
    ((row, field, reason),) = rejects(end)
    assert (row, field) == (3, "points") and "negative" in reason
    owed = with_changes(packaged("members", "loyaltylion"), negative="owed")
    end = Import(shop).run(CUSTOMERS.with_name("loyaltylion.csv"), owed)
    assert (outcomes(end), active(shop, "7002")) == ({"new": 1, "before": 1}, [-15])
    assert shop.account("7002")["enrolled_on"] == "2022-12-01"


def test_yotpo_s_export_with_semicolons_and_a_byte_order_mark_finds_members_by_their_e_mail(shop: Shop) -> None:
    shop.email_key = Import(shop).ports.email_key
    shop.enrol("7001", email="Anna@example.com")
    end = Import(shop).sample("members", "yotpo", "yotpo.csv")
    assert (outcomes(end), active(shop, "7001")) == ({"known": 1}, [170])
    assert [(row, field) for row, field, _ in rejects(end)] == [(3, "member_id")]


def test_lots_of_woocommerce_have_the_last_days_that_the_programme_gives_them(shop: Shop) -> None:
    shop.publish(wallets=FIXED)
    end = Import(shop).sample("members", "woocommerce", "woocommerce.csv")
    assert shop.wallet(member_id="7001")["expires"] == [
        {"last_day": "2026-03-01", "amount": 50},
        {"last_day": "2026-06-20", "amount": 100},
    ]
    assert active(shop, "7002") == [0]
    assert end.into("points")["left out"] == 10
    assert [(row, field) for row, field, _ in rejects(end)] == [(5, ""), (6, "points")]
    assert (outcomes(end), end.agrees) == ({"new": 2}, True)


def test_lots_of_a_rolling_wallet_live_as_long_as_the_latest_of_them(shop: Shop) -> None:
    shop.publish(wallets={"points": {"expiry": {"mode": "rolling", "months": 3, "restarts_on": ["order"]}}})
    end = Import(shop).sample("members", "woocommerce", "woocommerce.csv")
    assert shop.wallet(member_id="7001")["expires"] == [{"last_day": "2026-03-20", "amount": 150}]
    assert (active(shop, "7002"), end.into("points")["left out"]) == ([0], 10)


def test_shopify_s_orders_count_less_what_was_refunded_and_earn_nothing(shop: Shop) -> None:
    shop.publish({"id": "base", "wallet": "points", "earn": {"points": 1, "per": "1.00"}})
    imports = Import(shop)
    imports.sample("members", "smile", "smile.csv", ids=CUSTOMERS)
    end = imports.sample("orders", "shopify", "shopify_orders.csv", ids=CUSTOMERS)
    assert outcomes(end) == {"new": 2}
    anna, bea = (shop.ledger.account(each) for each in ("7001", "7002"))
    assert anna is not None and bea is not None
    assert (anna.activity.lifetime.spend_minor, anna.activity.lifetime.orders) == (10000, 1)
    assert bea.activity.lifetime.spend_minor == 3000
    assert active(shop, "7001", "7002") == [1250, 40]
    assert end.found.rows_left_out == 2
    assert [(row, field) for row, field, _ in rejects(end)] == [(6, "currency"), (7, "member_id")]
    assert end.agrees
    shop.refund("5001", amount="104.90")
    anna = shop.ledger.account("7001")
    assert anna is not None and anna.activity.lifetime.orders == 0


def test_woocommerce_s_orders_are_net_of_shipping_and_fees(shop: Shop) -> None:
    imports = Import(shop)
    imports.sample("members", "smile", "smile.csv", ids=CUSTOMERS)
    end = imports.sample("orders", "woocommerce", "woocommerce_orders.csv", ids=CUSTOMERS)
    assert (outcomes(end), end.found.rows_left_out) == ({"new": 2}, 1)
    anna, bea = (shop.ledger.account(each) for each in ("7001", "7002"))
    assert anna is not None and bea is not None
    assert (anna.activity.lifetime.spend_minor, bea.activity.lifetime.spend_minor) == (6000, 3000)
    assert end.found.all["orders"] == 15000


def test_an_order_that_was_recorded_here_is_left_as_it_is(shop: Shop) -> None:
    imports = Import(shop)
    imports.sample("members", "smile", "smile.csv", ids=CUSTOMERS)
    shop.order("5001", "7001", lines=[{"line_id": "9", "sku": "T", "quantity": 1, "unit_price": "100.00"}])
    for for_real in (False, True):
        end = imports.sample("orders", "shopify", "shopify_orders.csv", ids=CUSTOMERS, for_real=for_real)
        assert (outcomes(end), end.agrees) == ({"here": 1, "new": 1}, True)


def test_every_remark_is_written_as_csv(shop: Shop, tmp_path: Path) -> None:
    report = tmp_path / "remarks.csv"
    Import(shop).sample("members", "smile", "smile.csv", ids=CUSTOMERS, for_real=False, report=report)
    heading, *lines = report.read_text().splitlines()
    assert heading == "row,kind,about,field,reason"
    assert lines[0] == "3,note,,birthday,the year is not known: it stays behind"
    assert len(lines) == 5
