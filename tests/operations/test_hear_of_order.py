"""One order, however the shop's platform tells of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from tessera.domain.order import Order
from tessera.domain.papers import stored_order
from tessera.domain.refusals import CurrencyMismatch, LimitReached, UnknownMember
from tessera.domain.shop_orders.heard import Cancelled, GivenBack, Heard, Paid, Refunded, Removed, Units
from tessera.storage.memory.news import MemoryNews
from tests.operations.racing import interrupted
from tests.operations.shop import ONE_POINT_PER_EURO, START, Shop, line, lines

PLACED = START - timedelta(hours=2)


def after(minutes: int) -> datetime:
    return PLACED + timedelta(minutes=minutes)


class Platform:
    """Tells a shop of the order `o1`."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.news = shop, MemoryNews()

    def paid(self, minutes: int, *prices: str, **body: Any) -> Paid:
        given = {"member_id": "anna", "placed_at": PLACED.isoformat(), "lines": lines(*prices), **body}
        return Paid(after(minutes), Order.model_validate(given, context=self.shop.reading))

    def tell(self, *heard: Heard, by: Shop | None = None) -> None:
        (by or self.shop).hear("o1", *heard, news=self.news)

    def order(self, order_id: str) -> Order:
        """An order as it lies in the ledger."""
        file = self.shop.ledger.order(order_id)
        assert file and file.filing
        return stored_order(file.filing.body)

    @property
    def points(self) -> int:
        active: int = self.shop.wallet()["active"]
        return active

    @property
    def refunds(self) -> list[tuple[str, int]]:
        """What was taken back, by refund, in the order in which it was."""
        taken = [each for each in reversed(self.shop.statement()) if each["kind"] == "reversal"]
        return [(each["cause"].removeprefix("refund/"), each["amount"]) for each in taken]


@pytest.fixture
def platform(shop: Shop) -> Platform:
    shop.publish(ONE_POINT_PER_EURO, guests={"claim_days": 30})
    shop.enrol()
    return Platform(shop)


def test_a_paid_order_is_awarded_once_however_often_it_is_heard_of(platform: Platform) -> None:
    platform.tell(*[platform.paid(1, "10.00")] * 3, platform.paid(9, "10.00"))
    assert platform.points == 10
    assert [each["cause"] for each in platform.shop.statement()] == ["order/o1"]


def test_what_an_edit_added_is_an_order_of_its_own_placed_when_it_was_seen(platform: Platform) -> None:
    more = [line("10.00", quantity=3), line("7.00", line_id="2")]
    platform.tell(platform.paid(1, "10.00"), platform.paid(9, lines=more))
    added = platform.order("o1~2")
    assert [(each.line_id, each.quantity) for each in added.lines] == [("1", 2), ("2", 1)]
    assert (added.placed_at, platform.points) == (after(9), 37)


def test_what_was_added_bears_its_part_of_the_discounts(platform: Platform) -> None:
    before = platform.paid(1, lines=[line("10.00", quantity=2)])
    seen = platform.paid(2, lines=[line("10.00", quantity=3, discount="3.00")], discount="9.00")
    platform.tell(before, seen)
    added = platform.order("o1~2")
    assert (added.lines[0].discount, added.discount, platform.points) == (100, 300, 26)


def test_what_a_later_snapshot_has_fewer_was_removed(platform: Platform) -> None:
    platform.tell(platform.paid(1, lines=[line("10.00", quantity=3)]), platform.paid(9, "10.00"))
    assert (platform.points, platform.refunds) == (10, [("o1/edit-2026-01-10T07:09:00Z", -20)])


def test_an_edit_that_is_told_as_a_refund_too_counts_once(platform: Platform) -> None:
    platform.tell(platform.paid(1, lines=[line("10.00", quantity=3)]), Removed(after(2), "7", (Units("1", 1),)))
    platform.tell(Refunded(after(3), "901", (GivenBack("1", 1, 1000),)))
    assert (platform.points, platform.refunds) == (20, [("o1/edit-7", -10)])
    platform.tell(Refunded(after(4), "902", (GivenBack("1", 1, 1000),)))
    assert (platform.points, platform.refunds[1:]) == (10, [("o1/902", -10)])


def test_money_beside_the_lines_is_spread_over_them_by_what_they_cost(platform: Platform) -> None:
    platform.tell(platform.paid(1, "30.00", "10.00"), Refunded(after(2), "901", beside_minor=400))
    assert [each["refunded"] for each in platform.shop.read_order("o1")["lines"]] == ["3.00", "1.00"]
    platform.tell(Refunded(after(3), "902", (GivenBack("2", 1, None),)))
    assert [each["refunded"] for each in platform.shop.read_order("o1")["lines"]] == ["4.00", "10.00"]


def test_a_refund_of_more_than_is_left_takes_what_is_left(platform: Platform) -> None:
    platform.tell(platform.paid(1, "10.00"), Refunded(after(2), "901", (GivenBack("1", 1, 2500),), 700))
    assert (platform.points, platform.refunds) == (0, [("o1/901", -10)])


def test_a_refund_of_a_line_that_nobody_has_heard_of_waits_for_it(platform: Platform) -> None:
    platform.tell(platform.paid(1, "10.00"), Refunded(after(5), "901", (GivenBack("2", 1, 500),)))
    assert platform.points == 10
    platform.tell(platform.paid(4, "10.00", "5.00"))
    assert (platform.points, platform.refunds) == (10, [("o1~2/901", -5)])


def test_a_refund_before_its_order_waits(platform: Platform) -> None:
    platform.tell(Refunded(after(3), "901", (GivenBack("1", 1),)))
    assert platform.shop.statement() == []
    platform.tell(platform.paid(1, "10.00", "5.00"))
    assert (platform.points, platform.refunds) == (5, [("o1/901", -10)])


def test_a_cancellation_before_its_order_leaves_nothing(platform: Platform) -> None:
    platform.tell(Cancelled(after(3)))
    platform.tell(platform.paid(1, "10.00"))
    assert (platform.points, platform.refunds) == (0, [("o1/cancelled", -10)])


def test_the_second_snapshot_before_the_first_is_put_right(platform: Platform) -> None:
    platform.tell(platform.paid(9, "10.00", "5.00"))
    assert platform.points == 15
    platform.tell(platform.paid(1, "10.00"))
    assert (platform.points, platform.refunds) == (15, [("o1/corrected", -15)])
    assert [platform.order(each).total for each in ("o1~2", "o1~3")] == [1000, 500]


def test_an_order_that_is_paid_again_is_a_new_one(platform: Platform) -> None:
    platform.tell(platform.paid(1, "10.00"), Cancelled(after(2)), platform.paid(3, "10.00"))
    assert (platform.points, platform.refunds) == (10, [("o1/cancelled", -10)])
    assert platform.order("o1~2").placed_at == after(3)


def test_a_cancellation_that_comes_after_the_order_was_paid_again(platform: Platform) -> None:
    platform.tell(platform.paid(1, "10.00"), platform.paid(3, "10.00"))
    assert platform.shop.ledger.order("o1~2") is None
    platform.tell(Cancelled(after(2)))
    assert (platform.points, platform.refunds) == (10, [("o1/cancelled", -10)])


def test_a_refund_told_again_with_the_order_paid_again_counts_again(platform: Platform) -> None:
    refund = [Refunded(after(minutes), "901", beside_minor=400) for minutes in (2, 5)]
    platform.tell(platform.paid(1, "10.00"), refund[0], Cancelled(after(3)), platform.paid(5, "10.00"), refund[1])
    assert (platform.points, platform.refunds[-1]) == (6, ("o1~2/901", -4))


def test_all_that_a_cancelled_order_had_become_is_undone(platform: Platform) -> None:
    platform.tell(platform.paid(1, "10.00"), Refunded(after(2), "901", beside_minor=300))
    platform.tell(platform.paid(3, "10.00", "5.00"), Cancelled(after(4)))
    assert (platform.points, platform.refunds[1:]) == (0, [("o1/cancelled", -7), ("o1~2/cancelled", -5)])


def test_a_tier_that_was_reached_by_mistake_is_taken_back(platform: Platform) -> None:
    levels = [{"id": "bronze", "from": 0}, {"id": "silver", "from": 30, "points_multiplier": "2"}]
    tiers = {"metric": "spend", "window": {"mode": "lifetime"}, "downgrade": {"mode": "never"}, "levels": levels}
    platform.shop.publish(ONE_POINT_PER_EURO, tiers=tiers)
    platform.tell(platform.paid(3, "20.00", "15.00"), Refunded(after(2), "901", (GivenBack("1", 1),)))
    assert platform.shop.account()["tier"]["id"] == "silver"
    platform.tell(platform.paid(1, "20.00"))  # so the 15.00 were added when the 20.00 had gone back
    assert (platform.shop.account()["tier"]["id"], platform.points) == ("bronze", 15)


@pytest.mark.parametrize("arrivals", list(permutations(range(3))))
def test_what_a_redemption_paid_is_paid_by_it_whatever_came_first(
    platform: Platform, arrivals: tuple[int, ...]
) -> None:
    redeem = {"points": {"redeem": {"points": 10, "value": "0.50"}}}
    platform.shop.publish(ONE_POINT_PER_EURO, wallets=redeem)
    platform.shop.adjust("points", 100)
    platform.shop.reserve("x1", points=40, cart={"lines": lines("20.00")})
    more = platform.paid(3, "20.00", "9.00", redemption_id="x1")
    told = [platform.paid(1, "20.00", redemption_id="x1"), Refunded(after(2), "901", beside_minor=1000), more]
    platform.tell(*[told[place] for place in arrivals])
    # 18.00 in money earned 18, half of which went back with half of the 40; 9.00 were added
    assert platform.points == 100 - 40 + 20 + 18 - 9 + 9
    assert all(platform.shop.explain(entry["entry_id"])["sentences"] for entry in platform.shop.statement())


def test_a_guests_order_is_kept_without_the_address_and_awarded_to_whoever_enrols_with_it(platform: Platform) -> None:
    bea = {"member_id": None, "email": "bea@example.com"}
    platform.shop.email_key = lambda email: f"{len(email)} letters"
    platform.tell(platform.paid(3, "10.00", "5.00", **bea), platform.paid(1, "10.00", **bea))
    assert "bea@" not in repr(platform.news.of("o1"))
    assert platform.shop.enrol("bea")["wallets"]["points"]["active"] == 15
    platform.tell(Refunded(after(9), "901", (GivenBack("1", 1),)), platform.paid(8, "10.00", "5.00", "2.00", **bea))
    assert platform.shop.wallet(member_id="bea")["active"] == 7
    platform.shop.prove()


def test_late_news_of_an_order_that_a_guest_had_placed_is_the_members(platform: Platform) -> None:
    bea = {"member_id": None, "email": "bea@example.com"}
    platform.tell(platform.paid(3, "10.00", "5.00", **bea))
    platform.shop.enrol("bea")
    platform.tell(platform.paid(1, "10.00", **bea))
    assert platform.shop.wallet(member_id="bea")["active"] == 15
    assert platform.shop.read_order("o1~3")["member_id"] == "bea"


def test_nothing_is_done_for_a_member_who_has_not_enrolled_yet_and_all_of_it_then(platform: Platform) -> None:
    told = [platform.paid(1, "10.00", member_id="carl"), Refunded(after(2), "901", beside_minor=300)]
    for each in told:
        with pytest.raises(UnknownMember):
            platform.tell(each)
    platform.shop.enrol("carl")
    platform.tell(told[0])
    assert platform.shop.wallet(member_id="carl")["active"] == 7


def test_an_order_in_another_currency_is_refused_and_nothing_of_it_kept(platform: Platform) -> None:
    with pytest.raises(CurrencyMismatch):
        platform.tell(platform.paid(1, "10.00", currency="USD"))
    assert platform.news.of("o1") == ()


def test_whoever_is_overtaken_between_looking_and_writing_looks_again(platform: Platform) -> None:
    first, second = platform.paid(1, "10.00"), platform.paid(3, "10.00", "5.00")
    till = interrupted(platform.shop, "order", lambda: platform.tell(first))
    platform.tell(second, by=till)
    assert platform.points == 15
    assert platform.shop.explanation("o1~2")["awards"][0]["amount"] in (5, 10)
    platform.shop.prove()


def test_of_one_order_so_many_things_are_heard_and_not_more(platform: Platform) -> None:
    platform.tell(platform.paid(0, "10.00"))
    for number in range(199):
        platform.news.keep("o1", Refunded(after(1), str(number), (GivenBack("9", 1),)))
    platform.tell(platform.paid(0, "10.00"))
    with pytest.raises(LimitReached):
        platform.tell(Cancelled(after(2)))
    assert platform.points == 10


def test_an_order_that_is_touched_over_and_over_can_still_be_refunded(platform: Platform) -> None:
    """WooCommerce tells all refunds again with each touch, as of that touch."""
    for minutes in range(1, 120):
        again = [Refunded(after(minutes), each, beside_minor=100) for each in ("901", "902")]
        platform.tell(platform.paid(minutes, "10.00"), *again[: minutes // 10])
    assert len(platform.news.of("o1")) <= 100
    platform.tell(Refunded(after(121), "903", beside_minor=500), Refunded(after(121), "901", beside_minor=100))
    assert platform.points == 3
    platform.tell(Cancelled(after(122)), platform.paid(123, "10.00"))
    assert platform.points == 10


@pytest.mark.parametrize("arrivals", list(permutations(range(3))))
def test_a_completion_is_of_all_that_the_order_has_become(platform: Platform, arrivals: tuple[int, ...]) -> None:
    platform.shop.publish(ONE_POINT_PER_EURO, earning={"hold": {"days": 0, "from": "completed"}})
    tell: list[Callable[[], object]] = [
        lambda: platform.tell(platform.paid(1, "10.00")),
        lambda: platform.tell(platform.paid(3, "10.00", "5.00")),
        lambda: platform.shop.complete("o1", completed_at=START.isoformat()),
    ]
    for place in arrivals:
        tell[place]()
    assert (platform.points, platform.shop.wallet()["pending"]) == (15, 0)


def test_what_was_kept_of_a_refund_and_is_given_back_later_counts_once(platform: Platform) -> None:
    """The unit comes back first, and its money in two parts a day later; what is beyond it is money beside."""
    told = [
        platform.paid(1, "30.00", "10.00"),
        Refunded(after(2), "901", (GivenBack("2", 1),), beside_minor=-1000),
        Refunded(after(3), "902", beside_minor=600),
        Refunded(after(4), "903", beside_minor=700),
    ]
    for order in permutations(told):
        fresh = Platform(Shop())
        fresh.shop.publish(ONE_POINT_PER_EURO)
        fresh.shop.enrol()
        for each in order:
            fresh.tell(each)
        assert fresh.points == 27
