"""Whatever members bring along and had ordered, in whatever sequence and however often it is imported: it adds up."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.domain.account import Account
from tessera.domain.importing import BroughtLot
from tessera.storage.memory.ledger import MemoryLedger
from tessera.storage.prove import prove_books
from tests.operations.importing import bring, past_order
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, line

TODAY = date(2026, 1, 10)
EXPIRIES: tuple[dict[str, Any], ...] = (
    {"mode": "never"},
    {"mode": "fixed", "months": 6, "round_to": "month"},
    {"mode": "rolling", "months": 12, "restarts_on": ["order", "earn"]},
    {"mode": "calendar", "dates": ["06-30", "12-31"]},
)
SECTIONS: dict[str, Any] = {
    "tiers": {
        "metric": "spend",
        "window": {"mode": "rolling", "months": 12},
        "downgrade": {"mode": "never"},
        "levels": [{"id": "bronze", "from": 0}, {"id": "silver", "from": 60}],
    },
    "segments": [{"id": "often", "all": [{"metric": "orders_lifetime", "at_least": 2}]}],
}
days_ahead = st.integers(0, 400).map(lambda days: TODAY + timedelta(days))
days_ago = st.integers(0, 9).map(lambda days: TODAY - timedelta(days))
lots = st.builds(
    BroughtLot,
    st.sampled_from(["points", "cashback"]),
    st.integers(-50, 500).filter(bool),
    st.none() | days_ago,
    st.none() | days_ahead,
)
orders = st.lists(st.tuples(st.integers(0, 700), st.integers(1, 9000)), max_size=6)


def opened(expiry: dict[str, Any]) -> Shop:
    shop = Shop()
    wallets = {"points": {"expiry": expiry}, "cashback": {"expiry": expiry}}
    shop.publish(ONE_POINT_PER_EURO, wallets=wallets, **SECTIONS)
    return shop


def take_over(shop: Shop, brought: list[BroughtLot], placed: list[tuple[int, tuple[int, int]]]) -> Account:
    bring(shop, *brought)
    for number, (days, minor) in placed:
        at = f"{TODAY - timedelta(days + 1)}T12:00:00+01:00"
        past_order(shop, f"o{number}", at, [line(f"{minor // 100}.{minor % 100:02}")])
    account = shop.ledger.account("anna")
    assert account is not None
    return account


def agrees(shop: Shop) -> bool:
    assert isinstance(shop.ledger, MemoryLedger)
    return not prove_books(shop.ledger.books()).disagreements


@pytest.mark.parametrize("expiry", EXPIRIES, ids=lambda expiry: str(expiry["mode"]))
@given(brought=st.lists(lots, max_size=6), placed=orders, data=st.data())
@settings(max_examples=15, deadline=None)
def test_an_import_in_any_sequence_and_repeated_is_what_came_in(
    expiry: dict[str, Any], brought: list[BroughtLot], placed: list[tuple[int, int]], data: st.DataObject
) -> None:
    numbered = list(enumerate(placed))
    once, again = opened(expiry), opened(expiry)
    account = take_over(once, brought, numbered)
    shuffled = data.draw(st.permutations(numbered))
    other = take_over(again, brought, [*shuffled, *shuffled[:3]])
    for name, wallet in account.wallets.items():
        assert wallet.total == sum(lot.units for lot in brought if lot.wallet == name)
    assert account.activity == other.activity and account.activity.lifetime.orders == len(placed)
    assert (account.tier, account.segments, account.wallets) == (other.tier, other.segments, other.wallets)
    assert agrees(once) and agrees(again)


@pytest.mark.parametrize("expiry", EXPIRIES, ids=lambda expiry: str(expiry["mode"]))
@given(brought=st.lists(lots, max_size=6), placed=orders)
@settings(max_examples=10, deadline=None)
def test_what_was_imported_lives_on_like_everything_else(
    expiry: dict[str, Any], brought: list[BroughtLot], placed: list[tuple[int, int]]
) -> None:
    shop = opened(expiry)
    take_over(shop, brought, list(enumerate(placed)))
    shop.later(days=40).order("live", lines=[line("30.00")])
    for number, (_, minor) in enumerate(placed):
        shop.refund(f"o{number}", amount=f"{minor // 100}.{minor % 100:02}")
    shop.refund("live", amount="30.00")
    shop.run_nights("2028-01-10T12:00:00+01:00")
    account = shop.ledger.account("anna")
    assert account is not None and agrees(shop)
    assert (account.activity.lifetime.orders, account.activity.lifetime.spend_minor) == (0, 0)
