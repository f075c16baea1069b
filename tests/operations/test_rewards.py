"""Rewards of every kind: stock, donations, free shipping, and what a quote tells of them."""

from typing import Any

import pytest

from tessera.domain.book import Counting
from tessera.domain.counting import stock_of
from tessera.domain.filing import Filing, Key
from tessera.domain.refusals import InsufficientBalance, LimitReached, UnknownReward, VoucherNotApplicable
from tessera.domain.write import Write
from tessera.operations.list_rewards import list_rewards
from tessera.storage.memory.ledger import MemoryLedger
from tests.operations.rewards import REDEEM, SHIPPED, VOUCHERS, claimed, enriched
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines

CHARITY = "Un albero / #1 è qui"
REWARDS = [
    *VOUCHERS,
    {"id": "trees", "kind": "donation", "charity": CHARITY, "value": "2.00", "cost": 50, "limit_per_member": 3},
    {"id": "forest", "kind": "donation", "charity": CHARITY, "value": "3.00", "cost": 60, "stock": 1},
]


@pytest.fixture
def rich(shop: Shop) -> Shop:
    """A shop whose members anna and bea have 200 points each."""
    return enriched(shop, REWARDS)


def test_a_reward_runs_out_for_all_members_together(rich: Shop) -> None:
    assert rich.rewards()["tea"]["stock"] == {"of": 2, "left": 2}
    rich.claim("tea", "c1")
    rich.claim("tea", "c1", "bea")
    assert rich.rewards()["tea"]["stock"] == {"of": 2, "left": 0}
    with pytest.raises(LimitReached, match="None of the 2"):
        rich.claim("tea", "c2")
    assert rich.claim("tea", "c1").replayed
    assert (rich.wallet()["active"], len(rich.account()["vouchers"])) == (190, 1)


def test_the_stock_that_counts_is_that_of_the_version_in_force(rich: Shop) -> None:
    rich.claim("tea", "c1")
    rich.claim("tea", "c2")
    rich.publish(ONE_POINT_PER_EURO, rewards=[{**REWARDS[1], "stock": 3}])
    rich.claim("tea", "c3")
    rich.publish(ONE_POINT_PER_EURO, rewards=[{**REWARDS[1], "stock": 1}])
    assert rich.rewards()["tea"]["stock"] == {"of": 1, "left": 0}
    with pytest.raises(LimitReached):
        rich.claim("tea", "c4")


def test_a_claim_without_the_points_takes_nothing_from_the_stock(rich: Shop) -> None:
    rich.adjust("points", -195, "g2")
    with pytest.raises(InsufficientBalance):
        rich.claim("tea")
    assert rich.rewards()["tea"]["stock"]["left"] == 2


def test_a_donation_takes_points_and_issues_no_voucher(rich: Shop) -> None:
    answer = rich.claim("trees").body
    assert answer["donation"] == {"reward_id": "trees", "charity": CHARITY, "value": "2.00"}
    assert (answer["account"]["vouchers"], answer["account"]["wallets"]["points"]["active"]) == ([], 150)
    assert rich.claim("trees") == (answer, True)
    assert [entry["cause"] for entry in rich.statement()] == ["claim/c1", "adjustment/g1"]


def test_a_charity_is_told_what_it_was_given_by_whichever_reward_and_member(rich: Shop) -> None:
    assert rich.rewards()["trees"]["donated"] == {"value": "0.00", "times": 0}
    rich.claim("trees", "c1")
    rich.claim("forest", "c2")
    rich.claim("trees", "c1", "bea")
    rich.claim("trees", "c1", "bea")
    for reward_id in ("trees", "forest"):
        assert rich.rewards()[reward_id]["donated"] == {"value": "7.00", "times": 3}
    with pytest.raises(LimitReached):
        rich.claim("forest", "c2", "bea")
    assert rich.rewards()["forest"]["donated"]["times"] == 3


def test_a_member_donates_as_often_as_the_limit_says(rich: Shop) -> None:
    for number in range(3):
        rich.claim("trees", f"c{number}")
    with pytest.raises(LimitReached):
        rich.claim("trees", "c3")


def test_the_catalogue_says_what_points_buy(rich: Shop) -> None:
    rewards = rich.rewards()
    assert rewards["five-off"] == {
        "id": "five-off",
        "kind": "amount_off",
        "cost": 10,
        "limit_per_member": 2,
        "stock": None,
        "min_order": "0.00",
        "max_discount": None,
        "valid_days": None,
        "automatic": False,
        "value": "5.00",
    }
    assert rewards["tea"]["product"] == {"sku": ["TEA-1"]}
    assert list(rewards) == [each["id"] for each in REWARDS]


def test_free_shipping_is_no_part_of_what_goods_are_paid_with_or_earn_from(rich: Shop) -> None:
    code = claimed(rich, "ship")
    quote = rich.quote(use={"vouchers": [code]}, cart={"lines": SHIPPED})
    assert (quote["to_pay"], quote["applied"]) == ("20.00", [{"voucher": code, "value": "4.90"}])
    assert quote["wallets"]["points"]["value"] == "9.50"
    assert quote["earns"] == [{"wallet": "points", "amount": 20}]
    rich.reserve("x1", vouchers=[code], points=100, cart={"lines": SHIPPED})
    answer = rich.order("o1", redemption_id="x1", lines=SHIPPED).body
    assert [each["value"] for each in answer["redemption"]["applied"]] == ["4.90", "5.00"]
    assert answer["awards"][0]["amount"] == 15


def test_what_pays_shipping_leaves_the_goods_to_the_wallets(rich: Shop) -> None:
    """An order of 3.00 and its shipping, 4.90 of it free: the goods still take 60 of the 100 points reserved."""
    code = claimed(rich, "ship")
    rich.reserve("x1", vouchers=[code], points=100, cart={"lines": SHIPPED})
    rich.order("o1", redemption_id="x1", lines=[*lines("3.00"), SHIPPED[1]])
    assert rich.wallet()["active"] == 190 - 60


def test_free_shipping_comes_back_once_all_goods_are_refunded(rich: Shop) -> None:
    code = claimed(rich, "ship")
    rich.reserve("x1", vouchers=[code], cart={"lines": SHIPPED})
    rich.order("o1", redemption_id="x1", lines=SHIPPED)
    rich.refund("o1", "r1", lines=[{"line_id": "s", "amount": "4.90"}])
    assert rich.account()["vouchers"] == []
    rich.refund("o1", "r2", lines=[{"line_id": "1", "amount": "20.00"}])
    assert [each["code"] for each in rich.account()["vouchers"]] == [code]


def test_a_lapsed_reservation_of_free_shipping_is_captured_as_what_it_was(rich: Shop) -> None:
    code = claimed(rich, "ship")
    rich.reserve("x1", vouchers=[code], cart={"lines": SHIPPED})
    rich.later(minutes=31).order("o1", redemption_id="x1", lines=SHIPPED)
    filed = rich.ledger.filed(Key("closing", "x1"))
    assert filed
    assert filed.content["burn"]["tenders"][0]["on_shipping"] is True


def test_a_quote_and_a_reservation_tell_the_perks(shop: Shop) -> None:
    level: dict[str, Any] = {"id": "only", "from": 0, "perks": ["early_access"], "discount": "10"}
    tiers = {"metric": "orders", "window": {"mode": "lifetime"}, "levels": [level]}
    shop.publish(ONE_POINT_PER_EURO, wallets=REDEEM, tiers=tiers)
    shop.enrol()
    shop.adjust("points", 200)
    assert shop.quote(cart={"lines": SHIPPED})["perks"] == ["early_access"]
    assert shop.reserve("x1", points=10, cart={"lines": SHIPPED}).body["perks"] == ["early_access"]
    with pytest.raises(InsufficientBalance):
        shop.reserve("x2", cart={"lines": SHIPPED})


def test_a_stamp_card_is_listed_and_not_for_sale(shop: Shop) -> None:
    card = {"id": "coffee", "stamps": 10, "reward": {"free_product_up_to": "cheapest"}}
    shop.publish(stamp_cards=[card])
    shop.enrol()
    assert list_rewards(**shop.world) == {"rewards": [], "stamp_cards": [card]}
    with pytest.raises(UnknownReward):
        shop.claim("coffee")


def test_a_free_product_that_the_cart_does_not_have_is_refused_with_the_reason(rich: Shop) -> None:
    code = claimed(rich, "tea")
    with pytest.raises(VoucherNotApplicable) as refused:
        rich.reserve("x1", vouchers=[code], cart={"lines": lines("9.00")})
    assert [fault.message for fault in refused.value.faults] == ["the cart has nothing that it is free for"]


class TheLastOneIsGone(MemoryLedger):
    """Somebody else takes what is left of a stock just before the first claim is recorded."""

    def record(self, write: Write) -> Any:
        if any(each.counter == stock_of("tea") for each in write.counts) and not self.counted(stock_of("tea")):
            super().record(
                Write(filings=(Filing(Key("closing", "other"), {}, {}),), counts=(Counting(stock_of("tea"), 2),))
            )
        return super().record(write)


def test_of_two_at_once_the_last_one_goes_to_one() -> None:
    shop = Shop(TheLastOneIsGone())
    shop.publish(ONE_POINT_PER_EURO, rewards=REWARDS)
    shop.enrol()
    shop.adjust("points", 200)
    with pytest.raises(LimitReached):
        shop.claim("tea")
    assert (shop.wallet()["active"], shop.ledger.counted(stock_of("tea"))) == (200, 2)
