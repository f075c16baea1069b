"""What the shop's platform tells of an imported order: no telling awards it, and each refund is entered once."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from tessera.domain.order import Order
from tessera.domain.shop_orders.heard import Cancelled, GivenBack, Heard, Paid, Refunded, Removed, Units
from tessera.storage.memory.news import MemoryNews
from tests.operations.erasing import erasing_in_memory
from tests.operations.importing import bring, past_order, points
from tests.operations.shop import ONE_POINT_PER_EURO, START, Shop, line, lines

LATER, BEFORE = START + timedelta(days=1), START - timedelta(days=1)
REFUND = Refunded(LATER, "r1", (GivenBack("987", 1, 2000), GivenBack("988", 2)), beside_minor=500)
CANCELLED = Cancelled(LATER + timedelta(hours=1))


@pytest.fixture
def shop() -> Shop:
    shop = Shop()
    shop.publish(ONE_POINT_PER_EURO)
    bring(shop, points(100))
    past_order(shop, "o1", "2025-12-01T10:00:00+01:00", [line("80.00")])
    shop.later(days=3)
    return shop


def paid(shop: Shop, **body: Any) -> Paid:
    given = {"member_id": "anna", "placed_at": "2025-12-01T10:00:00+01:00", "lines": lines("50.00", "30.00"), **body}
    return Paid(LATER, Order.model_validate(given, context=shop.reading))


def tell(shop: Shop, *heard: Heard) -> None:
    shop.hear("o1", *heard, news=MemoryNews())


def stands(shop: Shop) -> tuple[int, int, int]:
    """Points, and what orders count for: their money and their number."""
    account = shop.ledger.account("anna", consistent=True)
    assert account is not None
    return account.wallets["points"].active, account.activity.lifetime.spend_minor, account.activity.lifetime.orders


def test_an_imported_order_that_is_heard_of_as_paid_or_edited_earns_nothing(shop: Shop) -> None:
    tell(shop, paid(shop), paid(shop, lines=lines("500.00")), Removed(LATER, "e1", (Units("1", 1),)))
    assert stands(shop) == (100, 8000, 1)
    assert shop.ledger.order("o1~2") is None


@pytest.mark.parametrize("heard", [*permutations([REFUND, CANCELLED, REFUND])])
def test_what_is_given_back_of_it_lowers_what_it_counts_for_and_takes_no_points(
    shop: Shop, heard: tuple[Heard, ...]
) -> None:
    news = MemoryNews()
    shop.hear("o1", REFUND, news=news)
    assert stands(shop) == (100, 5500, 1)
    for each in heard:
        shop.hear("o1", each, news=news)
    assert stands(shop) == (100, 0, 0)


def test_it_stays_an_imported_order_when_its_member_is_erased() -> None:
    erasing = erasing_in_memory()
    shop = erasing.shop
    shop.publish(ONE_POINT_PER_EURO)
    bring(shop, points(100))
    past_order(shop, "o1", "2025-12-01T10:00:00+01:00", [line("80.00")])
    erasing.erase()
    shop.later(days=3).enrol()
    tell(shop, paid(shop), REFUND, CANCELLED)
    assert stands(shop) == (0, 0, 0)
    assert erasing.proof().disagreements == ()


def test_more_than_is_left_is_not_given_back_and_what_was_before_the_import_is_in_its_file(shop: Shop) -> None:
    tell(shop, Refunded(BEFORE, "r0", (), 1000), Refunded(LATER, "r1", (), 99999))
    assert stands(shop) == (100, 0, 0)
    assert shop.read_order("o1")["lines"][0]["refunded"] == "80.00"


def test_units_given_back_of_it_are_worth_what_the_platform_says_less_what_the_shop_kept(shop: Shop) -> None:
    units = (GivenBack("987", 2, told_minor=3000),)
    kept, paid_out = Refunded(LATER, "r1", units, beside_minor=-1000), Refunded(CANCELLED.at, "r2", beside_minor=1000)
    news = MemoryNews()
    for heard, left in ((kept, 6000), (paid_out, 5000), (kept, 5000)):
        shop.hear("o1", heard, news=news)
        assert stands(shop) == (100, left, 1)
