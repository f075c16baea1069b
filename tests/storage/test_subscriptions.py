"""The promises of webhook subscriptions and of the log of their deliveries."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tessera.domain.facts import Fact
from tessera.domain.refusals import InvalidRequest
from tessera.domain.subscribing import (
    Answered,
    Deliveries,
    Delivery,
    DeliveryState,
    Pause,
    Subscription,
    Subscriptions,
    delivery_id_of,
    delivery_of,
)
from tessera.storage import subscriptions as in_dynamodb
from tessera.storage.memory.subscriptions import MemoryDeliveries, MemorySubscriptions
from tessera.storage.prove import prove
from tessera.storage.subscription_rows import KNOWN_FOR, DeliveryRow
from tessera.storage.subscriptions import DynamoDeliveries, DynamoSubscriptions
from tessera.storage.table import Table

NOON = datetime(2026, 3, 2, 12, 0, 0, 250, UTC)
SHOP = Subscription("shop-1", "https://shop.example/hooks", ("PointsEarned", "TierChanged"), NOON)
PAUSED = replace(
    SHOP,
    subscription_id="shop-2",
    description="the till's",
    secret=3,
    rotated_at=NOON + timedelta(days=1),
    paused=Pause(NOON + timedelta(days=2), "failing"),
    failing_since=NOON,
    failures=21,
)


@pytest.fixture(params=("memory", "dynamodb"))
def subscriptions(request: pytest.FixtureRequest) -> Subscriptions:
    """Subscriptions of each kind."""
    if request.param == "memory":
        return MemorySubscriptions()
    return DynamoSubscriptions(request.getfixturevalue("table"))


@pytest.fixture(params=("memory", "dynamodb"))
def deliveries(request: pytest.FixtureRequest) -> Deliveries:
    """A log of each kind."""
    if request.param == "memory":
        return MemoryDeliveries()
    return DynamoDeliveries(request.getfixturevalue("table"))


def fact(number: int) -> Fact:
    at = f"2026-03-02T12:00:{number:02d}.5Z"
    told = {"id": f"anna/{number}/0", "member_id": "anna", "seq": number, "at": at, "wallet": "cashback"}
    return Fact(f"anna/{number}/0", "PointsEarned", told | {"amount": "1.50"})


def kept(deliveries: Deliveries, number: int, state: DeliveryState = "waiting") -> Delivery:
    made = replace(delivery_of(fact(number), SHOP, NOON), state=state)
    assert deliveries.add(made, now=NOON)
    return made


def test_a_subscription_is_kept_as_it_is_and_ended(subscriptions: Subscriptions) -> None:
    assert (subscriptions.of("shop-1"), subscriptions.all()) == (None, ())
    for each in (PAUSED, SHOP):
        assert subscriptions.add(each)
    assert (subscriptions.of("shop-1"), subscriptions.of("shop-2")) == (SHOP, PAUSED)
    assert subscriptions.all() == (SHOP, PAUSED)
    subscriptions.drop("shop-1")
    subscriptions.drop("shop-1")
    assert subscriptions.all() == (PAUSED,)


def test_an_id_is_taken_once(subscriptions: Subscriptions) -> None:
    assert subscriptions.add(SHOP)
    assert not subscriptions.add(replace(SHOP, url="https://other.example/"))
    assert subscriptions.of("shop-1") == SHOP


def test_of_two_that_change_what_they_both_read_one_comes_too_late(subscriptions: Subscriptions) -> None:
    subscriptions.add(SHOP)
    first = subscriptions.change(replace(SHOP, failures=1))
    assert first == replace(SHOP, failures=1, version=2)
    assert subscriptions.change(replace(SHOP, failures=9)) is None
    assert subscriptions.of("shop-1") == first


def test_what_was_ended_is_not_changed_into_life_again(subscriptions: Subscriptions) -> None:
    subscriptions.add(SHOP)
    subscriptions.drop("shop-1")
    assert subscriptions.change(SHOP) is None
    assert subscriptions.all() == ()


def test_a_delivery_is_kept_with_its_fact_and_what_became_of_it(deliveries: Deliveries) -> None:
    made = kept(deliveries, 1)
    assert deliveries.of("shop-1", delivery_id_of(fact(1))) == made
    tried = deliveries.change(made.after(Answered(503, "answered 503"), NOON), now=NOON)
    assert tried == deliveries.of("shop-1", made.delivery_id)
    assert tried and (tried.answered, tried.attempts, tried.version) == (Answered(503, "answered 503"), 1, 2)


def test_a_fact_told_twice_has_one_delivery_to_an_endpoint(deliveries: Deliveries) -> None:
    made = kept(deliveries, 1)
    assert not deliveries.add(replace(made, state="held"), now=NOON)
    assert deliveries.of("shop-1", made.delivery_id) == made
    assert deliveries.of("shop-2", made.delivery_id) is None


def test_of_two_at_one_delivery_one_notes_what_came_of_it(deliveries: Deliveries) -> None:
    made = kept(deliveries, 1)
    assert deliveries.change(made.after(Answered(200), NOON), now=NOON)
    assert deliveries.change(made.after(Answered(500), NOON), now=NOON) is None
    assert [each.state for each in deliveries.page("shop-1", limit=9).deliveries] == ["delivered"]


def test_the_log_is_read_page_by_page_newest_first(deliveries: Deliveries) -> None:
    made = [kept(deliveries, number) for number in (3, 1, 4, 2, 5)]
    cursor, pages = None, []
    while True:
        page = deliveries.page("shop-1", limit=2, cursor=cursor)
        pages.append([each.fact.detail["seq"] for each in page.deliveries])
        if (cursor := page.cursor) is None:
            break
    assert pages == [[5, 4], [3, 2], [1]]
    assert deliveries.page("shop-1", limit=len(made)).cursor is None
    assert deliveries.page("shop-2", limit=2) == ((), None)


def test_those_of_one_state_are_found_among_the_others(deliveries: Deliveries) -> None:
    for number in range(10):
        kept(deliveries, number, "held" if number in (0, 2, 9) else "delivered")
    page = deliveries.page("shop-1", limit=2, state="held")
    assert [each.fact.detail["seq"] for each in page.deliveries] == [9, 2]
    rest = deliveries.page("shop-1", limit=2, state="held", cursor=page.cursor)
    assert ([each.fact.detail["seq"] for each in rest.deliveries], rest.cursor) == ([0], None)


def test_a_page_that_has_looked_at_many_says_where_it_stopped(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_dynamodb, "LOOKED_AT_MAX", 3)
    deliveries = DynamoDeliveries(table)
    for number in range(5):
        kept(deliveries, number, "held" if number == 0 else "delivered")
    page = deliveries.page("shop-1", limit=2, state="held")
    assert page.deliveries == () and page.cursor
    rest = deliveries.page("shop-1", limit=2, state="held", cursor=page.cursor)
    assert ([each.fact.detail["seq"] for each in rest.deliveries], rest.cursor) == ([0], None)


@pytest.mark.parametrize("cursor", ["", "x", "AAAA"])
def test_a_cursor_that_was_not_given_here_is_refused(deliveries: Deliveries, cursor: str) -> None:
    with pytest.raises(InvalidRequest):
        deliveries.page("shop-1", limit=2, cursor=cursor)


def test_a_cursor_of_another_subscription_is_refused(deliveries: Deliveries) -> None:
    for number in range(2):
        kept(deliveries, number)
    with pytest.raises(InvalidRequest):
        deliveries.page("shop-2", limit=1, cursor=deliveries.page("shop-1", limit=1).cursor)


def test_a_delivery_is_forgotten_a_month_after_it_was_last_written() -> None:
    row = DeliveryRow.of(delivery_of(fact(1), SHOP, NOON), NOON)
    assert row.ttl == int((NOON + KNOWN_FOR).timestamp())


def test_they_are_nothing_to_prove(table: Table) -> None:
    DynamoSubscriptions(table).add(SHOP)
    kept(DynamoDeliveries(table), 1)
    assert prove(table).disagreements == ()
