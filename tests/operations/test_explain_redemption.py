"""What a reservation put aside, burned, and let go of is explained."""

import pytest

from tests.operations.explaining import REDEEM, newest
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, line, lines


@pytest.fixture
def redeeming(shop: Shop) -> Shop:
    """Anna has 100 points, of which x1 puts 60 aside."""
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": REDEEM})
    shop.enrol()
    shop.adjust("points", 100)
    shop.reserve("x1", points=60, cart={"lines": [line("50.00")]})
    return shop


def test_a_capture_and_what_it_released_are_explained(redeeming: Shop) -> None:
    redeeming.capture("x1", order_id="o1", points=40)
    told = newest(redeeming, "redemption")["why"]
    assert (told["reserved"], told["captured"], told["order_id"]) == (60, 40, "o1")
    assert newest(redeeming, "release")["sentences"] == [
        "Redemption x1 had put 60 points aside; 20 points of that were not used."
    ]
    assert newest(redeeming, "reservation")["why"]["lapses_at"] == "2026-01-10T10:30:00+01:00"


def test_a_lapse_says_until_when_it_held(redeeming: Shop) -> None:
    redeeming.later(hours=1).adjust("points", 1, "g2")
    assert "until 10 January 2026, 10:30" in newest(redeeming, "lapse")["sentences"][0]


def test_what_a_capture_gave_back_at_once_is_explained(redeeming: Shop) -> None:
    redeeming.order("o1", lines=lines("50.00"))
    redeeming.refund("o1", amount="25.00")
    redeeming.capture("x1", order_id="o1")
    told = newest(redeeming, "restoration", "redemption/x1")
    (restored,) = told["why"]["why_restored"]
    assert (restored["refunded_part"], restored["due"], told["entry"]["amount"]) == ("1/2", 30, 30)
    assert redeeming.explanation("o1")["captured_late"][0]["restored"] == [{"wallet": "points", "amount": 30}]
