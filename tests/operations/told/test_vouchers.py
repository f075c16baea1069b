"""What is told of rewards and their codes: the table of docs/rules.md §8, row by row."""

from datetime import date

from tessera.domain.messaging import Amount
from tests.operations.shop import Shop, line, lines
from tests.operations.telling import COUPON, FIVE_OFF, HELD, opened

CARD = {"id": "coffee", "stamps": 3, "per": "unit", "reward": {"free_product_up_to": "cheapest"}}


def test_points_that_become_a_voucher_are_told_with_its_code_as_one_message(quiet: Shop) -> None:
    told = opened(quiet, earning=HELD, rewards=[COUPON])
    quiet.order("o1", lines=lines("120.00"))
    quiet.run_nights("2026-01-25T12:00:00+01:00")
    assert told.kinds() == ["points_earned", "reward_issued"]
    assert told.last.cause == "hold/2026-01-24"
    (voucher,) = told.last.told.vouchers
    assert (voucher.code, voucher.reward_id, voucher.last_day) == ("CODE-2", "coupon", date(2026, 2, 23))
    assert told.last.told.activated == (Amount("points", 120),)


def test_vouchers_of_two_causes_in_one_write_are_told_with_the_right_one(quiet: Shop) -> None:
    told = opened(quiet, earning=HELD, rewards=[COUPON])
    quiet.order("o1", lines=lines("120.00"))
    quiet.at("2026-01-30T12:00:00+01:00").adjust("points", 80)
    assert [(each.kind, each.cause) for each in told.messages[1:]] == [
        ("reward_issued", "hold/2026-01-24"),
        ("reward_issued", "adjustment/g1"),
    ]
    codes = [voucher.code for each in told.messages for voucher in each.told.vouchers]
    assert codes == [each.code for each in quiet.book().vouchers]


def test_each_order_tells_its_own_code_also_when_it_is_told_late(quiet: Shop) -> None:
    told = opened(quiet, rewards=[COUPON])
    for order_id in ("o1", "o2", "o3"):
        quiet.order(order_id, lines=lines("100.00"))
    now = quiet.book()
    of_each = [[each.code for each in message.told.vouchers] for message in told.as_of(now)]
    assert of_each == [[each.code] for each in now.vouchers]
    quiet.reserve("x1", vouchers=[now.vouchers[0].code], cart={"lines": lines("50.00")})
    quiet.capture("x1", order_id="o4")
    assert [len(message.told.vouchers) for message in told.as_of(quiet.book())] == [0, 1, 1]


def test_a_claim_and_a_full_card_are_told_with_their_codes(quiet: Shop) -> None:
    told = opened(quiet, rewards=[FIVE_OFF], stamp_cards=[CARD])
    quiet.order("o1", lines=[line("120.00")])
    quiet.claim("five-off")
    assert (told.last.kind, told.last.cause, len(told.last.told.vouchers)) == ("reward_issued", "claim/c1", 1)
    quiet.order("o2", lines=[line("9.00", quantity=2)])
    assert told.last.kind == "reward_issued"
    assert [each.reward_id for each in told.last.told.vouchers] == ["coffee"]


def test_a_donation_says_nothing(quiet: Shop) -> None:
    trees = {"id": "trees", "kind": "donation", "charity": "Un albero", "value": "2.00", "cost": 50}
    told = opened(quiet, rewards=[trees])
    quiet.order("o1", lines=lines("60.00"))
    quiet.claim("trees")
    assert told.kinds() == ["reward_available"]


def test_a_reward_within_reach_is_told_to_who_agreed_to_marketing_and_the_points_to_all(quiet: Shop) -> None:
    told = opened(quiet, rewards=[FIVE_OFF])
    quiet.order("o1", lines=lines("60.00"))
    quiet.order("o2", lines=lines("60.00"))
    assert told.kinds() == ["points_earned", "reward_available"]
    assert (told.last.told.rewards, told.last.otherwise) == (("five-off",), "points_earned")
    quiet.order("o3", lines=lines("60.00"))
    assert told.last.kind == "points_earned"
