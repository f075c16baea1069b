"""What is told of refunds, and what says nothing: the table of docs/rules.md §8, row by row."""

from tessera.domain.messaging import Amount
from tests.operations.shop import Shop, lines
from tests.operations.telling import COUPON, FIVE_OFF, opened


def test_a_refund_says_what_it_took_and_what_came_back(quiet: Shop) -> None:
    told = opened(quiet, wallets={"points": {"redeem": {"points": 10, "value": "1.00"}}})
    quiet.order("o1", lines=lines("100.00"))
    quiet.reserve("x1", points=50, cart={"lines": lines("50.00")})
    quiet.order("o2", redemption_id="x1", lines=lines("50.00"))
    quiet.refund("o2", amount="50.00")
    assert told.last.kind == "refund_processed"
    assert told.last.told.given_back == (Amount("points", 50),)
    assert told.last.told.taken_back == (Amount("points", 45),)
    assert told.last.told.order_id == "o2"


def test_what_a_refund_gets_from_a_voucher_that_it_voids_is_not_given_back(quiet: Shop) -> None:
    told = opened(quiet, rewards=[COUPON])
    quiet.order("o1", lines=lines("100.00"))
    quiet.refund("o1", amount="100.00")
    assert (told.last.kind, told.last.told.taken_back, told.last.told.given_back) == (
        "refund_processed",
        (Amount("points", 100),),
        (),
    )


def test_a_refund_that_moved_nothing_says_nothing(quiet: Shop) -> None:
    told = opened(quiet)
    quiet.order("o1", lines=lines("0.50"))
    quiet.refund("o1", amount="0.50")
    assert told.messages == []


def test_a_voucher_that_a_refund_brings_back_is_told_with_its_code(quiet: Shop) -> None:
    told = opened(quiet, rewards=[FIVE_OFF])
    quiet.order("o1", lines=lines("100.00"))
    code = quiet.claim("five-off").body["voucher"]["code"]
    quiet.reserve("x1", vouchers=[code], cart={"lines": lines("0.50")})
    quiet.order("o2", redemption_id="x1", lines=lines("0.50"))
    quiet.refund("o2", amount="0.50")
    assert (told.last.kind, [each.code for each in told.last.told.vouchers]) == ("refund_processed", [code])


def test_reserving_releasing_capturing_voiding_and_blocking_say_nothing(quiet: Shop) -> None:
    told = opened(quiet, rewards=[FIVE_OFF], wallets={"points": {"redeem": {"points": 10, "value": "1.00"}}})
    quiet.order("o1", lines=lines("200.00"))
    code = quiet.claim("five-off").body["voucher"]["code"]
    told.forget()
    quiet.reserve("x1", points=50, cart={"lines": lines("50.00")})
    quiet.release("x1")
    quiet.reserve("x2", points=50, cart={"lines": lines("50.00")})
    quiet.capture("x2", order_id="o2")
    quiet.reserve("x3", points=20, cart={"lines": lines("50.00")})
    quiet.run_nights("2026-01-12T12:00:00+01:00")
    quiet.void(code)
    quiet.block()
    assert told.messages == []
