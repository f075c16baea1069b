"""What became active names the orders whose hold ended, by days or by their completion."""

import pytest

from tests.operations.explaining import newest, told_in_all_languages
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines


@pytest.fixture
def waiting(shop: Shop) -> Shop:
    """Awards wait a day after the completion of their order, and are good for ten days."""
    wallets = {"points": {"expiry": {"mode": "fixed", "days": 10}}}
    shop.publish(ONE_POINT_PER_EURO, earning={"hold": {"days": 1, "from": "completed"}}, wallets=wallets)
    shop.enrol()
    shop.order("o7", lines=lines("30.00"))
    return shop


def test_an_activation_names_the_orders_whose_hold_ended(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning={"hold": {"days": 14}})
    shop.enrol()
    shop.order("o1", lines=lines("40.00"))
    shop.order("o2", lines=lines("10.00"))
    shop.later(days=1).order("o3", lines=lines("9.00"))
    shop.refund("o1", amount="4.00")
    shop.later(days=20).adjust("points", 1)
    first = next(each for each in shop.statement() if each["cause"] == "hold/2026-01-24")
    told = shop.explain(first["entry_id"])["why"]
    assert (first["units"], told["taken_back"]) == (46, 4)
    assert [(each["order_id"], each["amount"]) for each in told["orders"]] == [("o2", 10), ("o1", 40)]


def test_an_order_that_waits_for_its_completion_has_no_days_yet(waiting: Shop) -> None:
    (award,) = waiting.explanation("o7")["awards"]
    assert (award["activates_on"], award["last_day"]) == (None, None)
    assert waiting.explanation("o7")["sentences"][-1].endswith(
        "They are active 1 day after the order is completed; until then they are held until the return window is over."
    )
    assert told_in_all_languages(waiting, "o7") == {2}


def test_a_completion_ends_the_hold_at_once_when_its_days_are_over(waiting: Shop) -> None:
    waiting.refund("o7", amount="10.00")
    waiting.later(days=5).complete("o7", completed_at="2026-01-12T12:00:00+01:00")
    told = newest(waiting, cause="completion/o7")
    assert told["why"] == {
        "about": "completion",
        "order_id": "o7",
        "hold": {"days": 1, "from": "completed"},
        "completed_on": "2026-01-12",
        "awarded": 30,
        "taken_back": 10,
    }
    assert told["entry"]["text"] == "20 points became active: the return window of order o7 is over."
    assert told["sentences"] == [
        "Order o7 was completed on 12 January 2026, and its hold of 1 day from then was over: 30 points.",
        "10 points of that had gone back with refunds before.",
    ]


def test_a_completed_order_is_explained_from_its_completion(waiting: Shop) -> None:
    waiting.later(days=2).complete("o7")
    waiting.run_nights("2026-02-01T10:00:00+01:00")
    said = waiting.explanation("o7")["sentences"][-1]
    assert "on hold for 1 day from the completion of the order, 12 January 2026, and active from 13 January" in said
    (held,) = newest(waiting, cause="hold/2026-01-13")["why"]["orders"]
    assert (held["completed_on"], held["amount"]) == ("2026-01-12", 30)
    (credit,) = newest(waiting, cause="expiry/2026-01-23")["why"]["credits"]
    assert (credit["cause"], credit["active_from"], credit["amount"]) == ("order/o7", "2026-01-13", 30)
