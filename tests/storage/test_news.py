"""The promises of `News` (domain/shop_orders/heard.py), for each that keeps what was heard."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tessera.domain.order import Order, Reading
from tessera.domain.shop_orders.heard import Cancelled, GivenBack, Heard, News, Paid, Refunded, Removed, Units
from tessera.storage.ledger import DynamoLedger
from tessera.storage.memory.news import MemoryNews
from tessera.storage.news import DynamoNews
from tessera.storage.table import Table
from tests.storage.conftest import KINDS

NOON = datetime(2026, 3, 2, 12, 0, 0, 250, UTC)
LATER = NOON + timedelta(hours=1)
LINE = {"line_id": "1", "sku": "TEE", "quantity": 2, "unit_price": "20.00", "discount": "1.00", "tax": "0.50"}
ORDER = Order.model_validate(
    {"placed_at": "2026-03-02T12:00:00Z", "email": "k1", "discount": "3.00", "tags": ["gift"], "lines": [LINE]},
    context=Reading(2),
)
SAID: list[Heard] = [
    Paid(NOON, ORDER),
    Removed(NOON, "7", (Units("1", 1),)),
    Refunded(NOON, "901", (GivenBack("1", 1, told_minor=250), GivenBack("1", 0, 250)), 499),
    Refunded(NOON, "902"),
    Cancelled(NOON),
]


@pytest.fixture(params=KINDS)
def news(request: pytest.FixtureRequest) -> News:
    """News of each kind."""
    return MemoryNews() if request.param == "memory" else DynamoNews(request.getfixturevalue("table"))


@pytest.mark.parametrize("said", SAID, ids=lambda said: type(said).__name__)
def test_what_was_heard_is_read_as_it_was_kept(news: News, said: Heard) -> None:
    assert news.of("o1") == ()
    news.keep("o1", said)
    assert (news.of("o1"), news.of("o2")) == ((said,), ())


def test_it_comes_in_the_order_of_the_platforms_instants_and_of_what_happens_at_one(news: News) -> None:
    said = [*(each for each in SAID if not isinstance(each, Refunded)), Paid(LATER, ORDER)]
    for each in reversed(said):
        news.keep("o1", each)
    assert list(news.of("o1")) == said


def test_the_same_thing_heard_again_changes_nothing_not_even_by_another_clock(news: News) -> None:
    for instant in (NOON, NOON, NOON.astimezone(timezone(timedelta(hours=2)))):
        news.keep("o1", Cancelled(instant))
    assert news.of("o1") == (Cancelled(NOON),)


def test_the_same_thing_said_of_another_instant_is_another(news: News) -> None:
    for instant in (NOON, LATER):
        news.keep("o1", Paid(instant, ORDER))
    assert len(news.of("o1")) == 2


def test_nothing_is_lost_of_what_many_hear_at_once(news: News) -> None:
    with ThreadPoolExecutor(8) as threads:
        said = [Cancelled(NOON + timedelta(minutes=number % 10)) for number in range(30)]
        list(threads.map(lambda each: news.keep("o1", each), said))
    assert len(news.of("o1")) == 10


def test_what_was_heard_is_no_part_of_the_order_in_the_ledger(table: Table) -> None:
    DynamoNews(table).keep("o1", SAID[0])
    assert DynamoLedger(table).order("o1") is None
