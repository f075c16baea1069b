"""The demo's history is replayed as it happened, ends the same however often it is, and adds up."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tessera.commands.calls import PUBLISH, Json
from tessera.commands.client import ApiClient
from tessera.commands.demo.command import HISTORY, PROGRAMME
from tessera.commands.demo.figures import Figures, figures_of
from tessera.commands.demo.history import Customer, Sale, customers_of, read_history
from tessera.commands.demo.replay import replay
from tessera.commands.demo.shopping import DemoFailed, is_shown, visit
from tessera.commands.documents import read_document
from tessera.commands.local_stack import LocalStack
from tessera.commands.play.rigs import InProcessScene, Stores
from tessera.domain.calendar import parse_instant
from tessera.domain.entries import CASHBACK, POINTS
from tessera.domain.money import parse_minor
from tessera.edge.callers import ADMIN
from tessera.storage.memory.ledger import MemoryLedger
from tessera.storage.memory.programmes import MemoryProgrammes
from tessera.storage.prove import prove_books

ZONE = "America/New_York"
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


class MemoryShop(InProcessScene):
    """A shop whose system is in memory."""

    def __init__(self, now: datetime = NOW) -> None:
        self._stored = MemoryLedger()
        super().__init__(Stores(self._stored, MemoryProgrammes()), read_document(PROGRAMME).value, now)
        self.refusals: list[str] = []

    def call(self, verb: str, body: Json) -> Json:
        answer = super().call(verb, body)
        self.refusals += [answer["refused"]] if "refused" in answer else []
        return answer

    def knows_order(self, order_id: str) -> bool:
        file = self.ledger.order(order_id)
        return bool(file and file.filing)

    @property
    def books(self) -> list[Any]:
        return list(self._stored.books())

    @property
    def figures(self) -> Figures:
        return figures_of(prove_books(self.books))


def nothing() -> None:
    """No progress is shown."""


@pytest.fixture(scope="module")
def customers() -> list[Customer]:
    return customers_of(read_history(HISTORY), today=TODAY, zone=ZONE)


@pytest.fixture(scope="module")
def shop(customers: list[Customer]) -> MemoryShop:
    shop = MemoryShop()
    for customer in customers:
        visit(customer, shop, nothing)
    return shop


def test_the_sample_is_what_its_page_says(customers: list[Customer]) -> None:
    placed = [purchase.placed_at for customer in customers for purchase in customer.purchases]
    assert (len(customers), len(placed)) == (300, 956)
    assert (min(placed)[:10], max(placed)[:10]) == ("2025-01-01", "2026-06-29")


@given(some.dates(date(1999, 1, 1), date(2099, 12, 31)))
def test_the_last_order_is_within_a_year_before_today(today: date) -> None:
    sales = [Sale("1", date(1997, 1, 1), 1, 100), Sale("1", date(1998, 6, 29), 1, 100)]
    [customer] = customers_of(sales, today=today, zone=ZONE)
    last = date.fromisoformat(customer.purchases[-1].placed_at[:10])
    assert (last.month, last.day) == (6, 29)
    assert 0 < (today - last).days <= 366


@given(some.integers(1, 60), some.integers(0, 100_000))
def test_a_line_amounts_exactly_to_what_was_paid(units: int, amount_minor: int) -> None:
    [customer] = customers_of([Sale("1", date(1998, 6, 29), units, amount_minor)], today=TODAY, zone=ZONE)
    [line] = customer.purchases[0].cart["lines"]
    price, discount = parse_minor(line["unit_price"], 2), parse_minor(line.get("discount", "0"), 2)
    assert line["quantity"] == units
    assert units * price - discount == amount_minor


def test_orders_of_one_day_keep_their_order(customers: list[Customer]) -> None:
    for customer in customers:
        placed = [parse_instant(purchase.placed_at) for purchase in customer.purchases]
        assert placed == sorted(set(placed))


def test_everything_the_demo_is_to_show_happens(shop: MemoryShop) -> None:
    for name in ("issued", "redeemed", "reversed", "restored", "expired"):
        assert shop.figures.of(POINTS, name) and shop.figures.of(CASHBACK, name)
    assert set(shop.refusals) <= {"insufficient_balance"}


def test_the_figures_are_what_the_accounts_hold(shop: MemoryShop) -> None:
    for wallet in (POINTS, CASHBACK):
        assert shop.figures.outstanding(wallet) == sum(account.wallets[wallet].total for account, _ in shop.books)
    assert prove_books(shop.books).disagreements == ()


def test_a_second_replay_changes_nothing(shop: MemoryShop, customers: list[Customer]) -> None:
    before = shop.figures
    for customer in customers:
        visit(customer, shop, nothing)
    assert shop.figures == before


def test_the_customer_who_is_shown_has_paid_with_both_wallets_and_sent_something_back(
    shop: MemoryShop, customers: list[Customer]
) -> None:
    [shown] = filter(is_shown, customers)
    [records] = [records for account, records in shop.books if account.member_id == shown.member_id]
    kinds = {(entry.wallet, entry.kind) for record in records for entry in record.entries}
    for kind in ("redemption", "restoration", "reversal"):
        assert {(POINTS, kind), (CASHBACK, kind)} <= kinds


def test_a_refusal_that_nobody_expects_ends_the_demo(customers: list[Customer]) -> None:
    shop = MemoryShop()
    shop.call("enrol", {"member_id": "other", "email": "other@example.com"})
    taken = customers[0].purchases[0]
    shop.call("order", taken.cart | {"order_id": taken.order_id, "member_id": "other", "placed_at": taken.placed_at})
    with pytest.raises(DemoFailed, match="conflict"):
        visit(customers[0], shop, nothing)


def test_customers_are_replayed_over_http(stage: LocalStack, customers: list[Customer]) -> None:
    client, few = ApiClient(stage), customers[:6]
    client.request("PUT", "/clock", ADMIN, {"now": NOW.isoformat(), "fresh": True})
    assert client.call(PUBLISH, read_document(PROGRAMME).value)["version"] == 1
    timing = replay(few, client, workers=3)
    assert timing.requests >= 6 + sum(len(customer.purchases) for customer in few)
    assert 0 < timing.p50_ms <= timing.p99_ms
    shop = MemoryShop()
    for customer in few:
        visit(customer, shop, nothing)
    for customer in few:
        here, there = (desk.account(customer.member_id)["wallets"] for desk in (shop, client))
        assert here == there
