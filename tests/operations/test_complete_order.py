"""Completing orders: a hold that waits until the return window is over."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from tessera.domain.refusals import Conflict, InvalidRequest
from tests.operations.shop import FIVE_PERCENT_BACK, ONE_POINT_PER_EURO, START, Shop, lines

WAITS = {"hold": {"days": 14, "from": "completed"}}
AT_ONCE = {"hold": {"days": 0, "from": "completed"}}
ROLLING = {"points": {"expiry": {"mode": "rolling", "months": 12, "restarts_on": ["order"]}}}


@pytest.fixture
def waiting(shop: Shop) -> Shop:
    """A shop whose awards wait for the completion of their orders, and its member with one order."""
    shop.publish(ONE_POINT_PER_EURO, FIVE_PERCENT_BACK, earning=WAITS)
    shop.enrol()
    shop.order("o1", lines=lines("60.00", "30.00"))
    return shop


def test_an_award_waits_without_a_day_until_its_order_is_completed(waiting: Shop) -> None:
    waiting.later(days=200)
    assert (waiting.wallet()["pending"], waiting.wallet()["activates"]) == (90, [])
    assert waiting.explanation("o1")["awards"][0]["activates_on"] is None
    assert waiting.explanation("o1")["sentences"][-1].endswith("held until the return window is over.")


def test_a_completion_starts_the_days_of_the_hold(waiting: Shop) -> None:
    answer = waiting.at("2026-02-01T23:30:00+01:00").complete("o1").body
    assert (answer["state"], answer["completed_at"]) == ("completed", "2026-02-01T23:30:00+01:00")
    assert [(award["amount"], award["activates_on"]) for award in answer["awards"]] == [
        (90, "2026-02-15"),
        ("4.50", "2026-02-15"),
    ]
    assert waiting.wallet()["activates"] == [{"day": "2026-02-15", "amount": 90}]
    waiting.at("2026-02-14T23:59:59+01:00")
    assert waiting.wallet()["active"] == 0
    waiting.at("2026-02-15T00:00:00+01:00")
    assert (waiting.wallet()["active"], waiting.wallet("cashback")["active"]) == (90, "4.50")
    told = waiting.explanation("o1")
    assert (told["completed_on"], told["awards"][0]["activates_on"]) == ("2026-02-01", "2026-02-15")
    waiting.adjust("points", 1)
    waiting.prove()


def test_a_hold_that_is_over_by_then_ends_with_the_completion(waiting: Shop) -> None:
    completed = waiting.later(days=30).complete("o1", completed_at="2026-01-20T12:00:00+01:00").body
    assert [award["state"] for award in completed["awards"]] == ["active", "active"]
    entry, _ = waiting.statement()[:2]
    assert (entry["kind"], entry["cause"]) == ("activation", "completion/o1")
    assert entry["text"] == "€4.50 of cashback became active: the return window of order o1 is over."
    waiting.prove()


def test_of_no_days_a_completion_is_the_end_of_the_hold(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning=AT_ONCE, wallets=ROLLING)
    shop.enrol()
    shop.order("o1", lines=lines("10.00"))
    assert shop.wallet()["active"] == 0
    shop.later(days=5).complete("o1")
    assert shop.wallet()["expires"] == [{"last_day": "2027-01-15", "amount": 10}]


def test_a_completion_again_is_answered_again_and_another_is_a_conflict(waiting: Shop) -> None:
    first = waiting.complete("o1")
    assert waiting.later(days=1).complete("o1") == (first.body, True)
    with pytest.raises(Conflict) as refused:
        waiting.complete("o1", completed_at="2026-01-11T10:00:00+01:00")
    assert [fault.path for fault in refused.value.faults] == ["completed_at"]


def test_a_completion_that_lies_ahead_is_refused_also_before_its_order(waiting: Shop) -> None:
    for order_id in ("o1", "o2"):
        with pytest.raises(InvalidRequest):
            waiting.complete(order_id, completed_at="2026-01-10T10:05:01+01:00")
    assert waiting.complete("o1", completed_at="2026-01-10T10:05:00+01:00").body["state"] == "completed"


def test_a_hold_from_paid_takes_no_notice_of_a_completion(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning={"hold": {"days": 14, "from": "paid"}})
    shop.enrol()
    shop.order("o1", lines=lines("10.00"))
    before = shop.account()
    answer = shop.complete("o1").body
    assert (answer["awards"], answer["account"], shop.account()) == ([], before, before)
    assert len(shop.statement()) == 1


def test_the_version_of_the_award_says_which_hold_it_is(waiting: Shop) -> None:
    waiting.later(days=1).publish(ONE_POINT_PER_EURO)
    waiting.order("o2", lines=lines("10.00"))
    assert (waiting.wallet()["active"], waiting.wallet()["pending"]) == (10, 90)
    waiting.complete("o1")
    assert waiting.wallet()["activates"] == [{"day": "2026-01-25", "amount": 90}]


def test_refunds_take_from_the_lot_that_the_completion_made(waiting: Shop) -> None:
    waiting.order("o2", lines=lines("50.00"))
    waiting.later(days=1).complete("o1")
    waiting.refund("o1", "r1", lines=[{"line_id": "1", "amount": "30.00"}])
    assert waiting.wallet()["activates"] == [{"day": "2026-01-25", "amount": 60}]
    assert waiting.wallet()["pending"] == 110
    waiting.later(days=20).refund("o1", "r2", amount="60.00")
    assert (waiting.wallet()["active"], waiting.wallet()["pending"]) == (0, 50)
    waiting.prove()


def test_what_was_refunded_before_does_not_become_active(waiting: Shop) -> None:
    waiting.refund("o1", "r1", lines=[{"line_id": "1", "amount": "60.00"}])
    waiting.complete("o1")
    assert waiting.later(days=14).wallet()["active"] == 30
    waiting.refund("o1", "r2", amount="30.00")
    assert (waiting.wallet()["active"], waiting.wallet("cashback")["active"]) == (0, "0.00")


def test_of_an_order_that_is_wholly_refunded_nothing_moves(waiting: Shop) -> None:
    waiting.refund("o1", amount="90.00")
    assert waiting.later(days=30).complete("o1").body["awards"] == []
    assert (waiting.wallet()["active"], waiting.wallet()["pending"]) == (0, 0)
    waiting.prove()


@pytest.mark.parametrize("earning", [WAITS, AT_ONCE], ids=["fourteen days", "at once"])
def test_an_order_its_refunds_and_its_completion_end_in_one_state_whichever_comes_first(earning: Any) -> None:
    ends = []
    for arrival in permutations(["order", "complete", "r1", "r2"]):
        shop = Shop()
        shop.publish(ONE_POINT_PER_EURO, FIVE_PERCENT_BACK, earning=earning, wallets=ROLLING)
        shop.enrol()
        placed_at = shop.now
        deliveries: dict[str, Callable[[], Any]] = {
            "order": lambda shop=shop, at=placed_at: shop.order("o1", at=at, lines=lines("60.00", "30.00")),
            "complete": lambda shop=shop: shop.complete("o1", completed_at="2026-01-10T10:00:00+01:00"),
            "r1": lambda shop=shop: shop.refund("o1", "r1", lines=[{"line_id": "1", "amount": "10.00"}]),
            "r2": lambda shop=shop: shop.refund("o1", "r2", lines=[{"line_id": "2", "quantity": 1}]),
        }
        for delivery in arrival:
            deliveries[delivery]()
            deliveries[delivery]()
        told = shop.explanation("o1")
        ends.append((shop.account()["wallets"], told["awards"], told["completed_on"]))
        shop.later(days=20).adjust("points", 1)
        shop.prove()
    assert all(end == ends[0] for end in ends)
    assert ends[0][2] == "2026-01-10"


def test_a_completion_before_its_order_waits_for_it_beside_refunds(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning=WAITS)
    shop.enrol()
    for number in range(10):
        shop.refund("o1", f"r{number}", amount="1.00")
    parked = shop.complete("o1")
    assert (parked.body["state"], parked.body["account"]) == ("parked", None)
    shop.later(days=3).order("o1", at=START, lines=lines("60.00"))
    assert shop.wallet()["activates"] == [{"day": "2026-01-24", "amount": 50}]
    assert shop.complete("o1") == (parked.body, True)


@pytest.mark.parametrize("sequence", list(permutations(("order", "complete"))))
def test_no_order_is_completed_before_it_was_placed(shop: Shop, sequence: tuple[str, ...]) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning=WAITS, wallets={"points": {"expiry": {"mode": "fixed", "months": 1}}})
    shop.enrol()
    deliver: dict[str, Callable[[], Any]] = {
        "order": lambda: shop.order("o1", lines=lines("60.00")),
        "complete": lambda: shop.complete("o1", completed_at="1999-12-31T23:00:00Z"),
    }
    for delivery in sequence:
        deliver[delivery]()
    assert shop.explanation("o1")["completed_on"] == "2026-01-10"
    assert shop.wallet()["activates"] == [{"day": "2026-01-24", "amount": 60}]
    shop.prove()
