"""What operators do: unused vouchers are taken back, members are blocked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tessera.domain.book import Book
from tessera.domain.counting import stock_of
from tessera.domain.filing import Filing, Key
from tessera.domain.outcome import Recorded
from tessera.domain.refusals import Blocked, Conflict, UnknownMember, UnknownVoucher
from tessera.domain.stamps import Card, Stamps
from tessera.domain.voucher import Voucher
from tessera.domain.write import Write
from tests.operations.rewards import SHIPPED, VOUCHERS, claimed, enriched
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, line, lines

COFFEE = {"id": "coffee", "stamps": 2, "reward": {"free_product_up_to": "cheapest"}}


@pytest.fixture
def rich(shop: Shop) -> Shop:
    """A shop whose members anna and bea have 200 points each."""
    return enriched(shop, VOUCHERS)


def test_a_void_gives_back_points_stock_and_the_claim(rich: Shop) -> None:
    code = claimed(rich, "tea")
    answer = rich.void(code, reason="a mistake").body
    assert answer["voucher"] == {"code": code, "reward_id": "tea", "state": "voided", "last_day": None}
    assert (answer["account"]["vouchers"], rich.wallet()["active"]) == ([], 200)
    assert rich.rewards()["tea"]["stock"]["left"] == 2
    entry = rich.statement()[0]
    assert (entry["kind"], entry["cause"], entry["amount"]) == ("restoration", f"void/{code}", 10)
    assert rich.void(code, reason="a mistake") == (answer, True)
    with pytest.raises(Conflict):
        rich.void(code, reason="another word")
    rich.prove()


def test_a_voided_claim_does_not_count_for_the_member_s_limit(rich: Shop) -> None:
    for number in range(4):
        rich.void(claimed(rich, "five-off", f"c{number}"))
    assert rich.book().claims == ()


def test_stock_that_a_claim_did_not_draw_on_is_not_put_back(rich: Shop) -> None:
    code = claimed(rich, "five-off")
    rich.publish(ONE_POINT_PER_EURO, rewards=[{**VOUCHERS[0], "stock": 5}])
    rich.void(code)
    assert rich.ledger.counted(stock_of("five-off")) == 0


def test_what_cannot_be_taken_back(rich: Shop) -> None:
    used, reserved, theirs = (claimed(rich, *each) for each in (("tea",), ("ship", "c2"), ("tea", "c1", "bea")))
    cart = {"lines": [line("9.00", sku="TEA-1")]}
    rich.reserve("x1", vouchers=[used], cart=cart)
    rich.order("o1", redemption_id="x1", **cart)
    rich.reserve("x2", vouchers=[reserved], cart={"lines": SHIPPED})
    with pytest.raises(Conflict, match="reserved"):
        rich.void(reserved)
    for code in (used, theirs, "NO-SUCH"):
        with pytest.raises(UnknownVoucher):
            rich.void(code)
    with pytest.raises(UnknownMember):
        rich.void(theirs, "nobody")
    rich.release("x2")
    assert rich.void(reserved).body["voucher"]["state"] == "voided"


def test_a_voucher_that_is_over_cannot_be_taken_back(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, rewards=[{**VOUCHERS[0], "valid_days": 3}])
    shop.enrol()
    shop.adjust("points", 200)
    code = claimed(shop, "five-off")
    with pytest.raises(UnknownVoucher):
        shop.later(days=4).void(code)


def test_points_of_a_void_return_to_their_lots_and_past_their_day_for_the_grace(shop: Shop) -> None:
    expiry = {"points": {"expiry": {"mode": "fixed", "days": 10}}}
    shop.publish(ONE_POINT_PER_EURO, rewards=VOUCHERS, wallets=expiry, refunds={"restore_grace_days": 7})
    shop.enrol()
    shop.adjust("points", 100)
    early, late = claimed(shop, "five-off", "c1"), claimed(shop, "five-off", "c2")
    shop.later(days=5).void(early)
    assert shop.wallet()["expires"] == [{"last_day": "2026-01-20", "amount": 90}]
    shop.later(days=10).void(late)
    assert shop.wallet()["expires"] == [{"last_day": "2026-02-01", "amount": 10}]
    shop.prove()


def test_stamps_of_a_voided_voucher_go_back_to_their_card_with_days_of_grace_where_they_are_over(rich: Shop) -> None:
    rich.publish(ONE_POINT_PER_EURO, rewards=VOUCHERS, stamp_cards=[COFFEE])
    today = rich.now.date()
    fresh, over = Stamps("o1", today, None, 300, 1), Stamps("o0", date(2025, 1, 1), date(2026, 1, 1), 300, 1)
    given = Voucher("CARD-1", "coffee", 2, today, None, stamps=(fresh, over), most_minor=300)
    holds(rich, given, Card("coffee", (replace(fresh, order_id="o2"),)))
    quote = rich.quote(use="best", cart={"lines": lines("9.00")})
    assert quote["applied"] == [{"voucher": "CARD-1", "value": "3.00"}]
    rich.void("CARD-1")
    graced = replace(over, last_day=today + timedelta(days=30))
    assert rich.book().cards == (Card("coffee", (replace(fresh, order_id="o2"), fresh, graced)),)
    assert rich.book().vouchers == ()


def holds(shop: Shop, voucher: Voucher, card: Card) -> None:
    """The member is given a voucher and a card by hand."""
    book = Book(replace(shop.book(), vouchers=(voucher,), cards=(card,)), at=shop.now, version=1)
    account, record = book.close()
    filing = Filing(Key("settlement", "anna", str(account.version)), {}, {}, record=record)
    assert isinstance(shop.ledger.record(Write(filings=(filing,), account=account)), Recorded)


def test_a_blocked_member_claims_reserves_and_is_quoted_nothing(rich: Shop) -> None:
    code = claimed(rich, "five-off")
    assert rich.block()["status"] == "blocked"
    with pytest.raises(Blocked):
        rich.claim("five-off", "c2")
    assert rich.claim("five-off", "c1").replayed
    with pytest.raises(Blocked):
        rich.reserve("x1", points=100, cart={"lines": SHIPPED})
    quote = rich.quote(use="best", cart={"lines": SHIPPED})
    assert (quote["to_pay"], quote["applied"]) == ("24.90", [])
    assert {(wallet["maximum"], wallet["reason"]) for wallet in quote["wallets"].values()} == {
        (0, "the member is blocked"),
        ("0.00", "the member is blocked"),
    }
    assert [(each["code"], each["reason"]) for each in quote["vouchers"]] == [(code, "the member is blocked")]
    assert rich.block(False)["status"] == "active"
    assert rich.reserve("x1", points=100, cart={"lines": SHIPPED}).body["state"] == "reserved"


def test_what_was_reserved_before_a_block_is_captured_and_earning_and_refunds_go_on(rich: Shop) -> None:
    rich.reserve("x1", points=100, cart={"lines": lines("20.00")})
    rich.block()
    answer = rich.order("o1", redemption_id="x1", lines=lines("20.00")).body
    assert (answer["redemption"]["state"], answer["awards"][0]["amount"]) == ("captured", 15)
    rich.refund("o1", amount="20.00")
    assert rich.wallet()["active"] == 200


def test_a_blocked_member_s_lapsed_reservation_is_captured_no_more(rich: Shop) -> None:
    for redemption_id in ("x1", "x2"):
        rich.reserve(redemption_id, points=100, cart={"lines": lines("20.00")})
    rich.block()
    rich.later(minutes=31)
    with pytest.raises(Blocked):
        rich.capture("x1", order_id="o1")
    answer = rich.order("o2", redemption_id="x2", lines=lines("20.00")).body
    assert (answer["redemption"]["state"], answer["redemption"]["not_covered"]) == ("lapsed", "5.00")
    assert rich.release("x1").body["state"] == "released"


def test_a_block_is_entered_once_however_often_it_is_sent(rich: Shop) -> None:
    first, again = rich.block(), rich.block()
    assert first == again
    assert rich.book().version == 3
    filed = rich.ledger.filed(Key("block", "anna", "3"))
    assert filed
    assert filed.record
    assert [(each.kind, each.was, each.now) for each in filed.record.changes] == [("block", "active", "blocked")]
    with pytest.raises(UnknownMember):
        rich.block(member_id="nobody")
