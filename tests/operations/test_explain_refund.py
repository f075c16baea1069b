"""A refund says what was due, and where it was taken from or went back to."""

from tests.operations.explaining import FIXED, REDEEM, TEN, newest
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines


def test_a_reversal_says_what_was_due_and_where_it_was_taken(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, refunds={"shortage": "clamp"})
    shop.enrol()
    shop.order("o1", lines=lines("10.00", "20.00"))
    shop.adjust("points", 5)
    shop.adjust("points", -32, "g2")
    shop.refund("o1", lines=[{"line_id": "2", "amount": "15.00"}])
    told = newest(shop, "reversal")["why"]
    assert told["order_id"] == "o1"
    (reversal,) = told["refund"]["why_reversed"]
    (row,) = reversal["lines"]
    assert row == {"line_id": "2", "refunded_part": "3/4", "earned": 20, "target": 15, "before": 0, "due": 15}
    assert reversal["taken_from"] == {"pending": 0, "own": 3, "others": 0, "owed": 12}
    assert (reversal["written_off"], reversal["policy"]["shortage"]) == (12, "clamp")
    assert newest(shop, "shortage")["sentences"][-1] == "12 points were written off: a wallet may owe nothing."


def test_a_restoration_says_which_lots_the_units_went_back_to(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": {**FIXED["points"], **REDEEM}})
    shop.enrol()
    shop.adjust("points", 100)
    shop.reserve("x1", points=100, cart={"lines": lines("20.00")})
    shop.order("o1", lines=lines("20.00"), redemption_id="x1")
    shop.at("2026-03-03T10:00:00+01:00").refund("o1", amount="10.00")
    told = newest(shop, "restoration")
    (restored,) = told["why"]["refund"]["why_restored"]
    assert (restored["refunded_part"], restored["burned"], restored["target"]) == ("1/2", 100, 50)
    assert restored["lots"] == [{"active_from": "2026-01-10", "last_day": "2026-04-02", "amount": 50}]  # of grace


def test_units_that_are_owed_beyond_the_floor_are_said_to_be_written_off(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, refunds={"floor": -10})
    shop.enrol()
    shop.order("o1", lines=lines("30.00"))
    shop.adjust("points", -30)
    shop.refund("o1", amount="30.00")
    assert (
        newest(shop, "shortage")["sentences"][-1] == "20 points were written off: a wallet may owe 10 points at most."
    )


def test_a_refund_says_which_conversions_it_undid(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, rewards=[TEN])
    shop.enrol()
    shop.order("o1", lines=lines("90.00"))
    shop.refund("o1", amount="90.00")
    told = newest(shop, cause="refund/o1/r1", kind="restoration")
    assert [told["why"]["refund"][part][0]["amount"] for part in ("restored", "reversed")] == [80, -90]
    assert "80 points came back first, from unused vouchers that the order's units had become." in told["sentences"]
    assert "Taken back: 90 points from the order's own lot." in told["sentences"]
