"""What vouchers do to a cart: free products, percentages, amounts and free shipping, in that sequence."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.domain.account import Account
from tessera.domain.memberships import MembershipState
from tessera.domain.order import Cart, Reading
from tessera.domain.privileges import perks_of, standing_discount
from tessera.domain.programme import Programme, check
from tessera.domain.tiers import TierState
from tessera.domain.voucher import Voucher
from tessera.domain.voucher_uses import NO_SHIPPING, NOTHING_FREE, NOTHING_LEFT, Redeemable, VoucherUse, voucher_uses

TODAY = date(2026, 3, 2)
TEA = {"kind": "free_product", "product": {"category": ["tea"]}, "cost": 1}
REWARDS = [
    {"id": "tea", **TEA},
    {"id": "tea-again", **TEA},
    {"id": "small-tea", **TEA, "max_discount": "3.00", "min_order": "10.00"},
    {"id": "mug", "kind": "free_product", "product": {"sku": ["MUG"]}, "cost": 1},
    {"id": "any-label", "kind": "free_product", "product": {"label": ["gift"]}, "cost": 1},
    {"id": "tenth", "kind": "percent_off", "value": "10", "cost": 1},
    {"id": "five", "kind": "amount_off", "value": "5.00", "cost": 1},
    {"id": "ship", "kind": "free_shipping", "cost": 1},
    {"id": "ship-again", "kind": "free_shipping", "cost": 1},
    {"id": "ship-some", "kind": "free_shipping", "cost": 1, "max_discount": "2.00"},
]
FREE = {"free_product_up_to": "cheapest"}
CARDS = [
    {"id": "coffee", "scope": {"category": ["coffee"], "except": {"sku": ["GOLD"]}}, "stamps": 2, "reward": FREE},
    {"id": "all", "stamps": 2, "reward": FREE},
]
LEVELS = [{"id": "basic", "from": 0, "discount": "10", "perks": ["early", "wrap"]}]
TIERS = {"metric": "orders", "window": {"mode": "lifetime"}, "levels": LEVELS}
PLUS = {"id": "plus", "fee": "9.00", "period_months": 1, "discount": "20", "perks": ["free_returns", "wrap"]}
ANNA = Account("anna", TODAY, datetime(2026, 3, 2, 9, tzinfo=UTC))


def programme(**sections: Any) -> Programme:
    small = {"id": "p", "name": "P", "currency": "EUR", "timezone": "Europe/Rome"}
    return check({**small, "rewards": REWARDS, "stamp_cards": CARDS, **sections})


def line(sku: str, price: str, quantity: int = 1, **fields: Any) -> dict[str, Any]:
    return {"line_id": sku, "sku": sku, "quantity": quantity, "unit_price": price, **fields}


def tea(sku: str, price: str, quantity: int = 1, **fields: Any) -> dict[str, Any]:
    return line(sku, price, quantity, categories=["tea"], **fields)


def shipping(price: str, sku: str = "SHIP") -> dict[str, Any]:
    return line(sku, price, kind="shipping")


def cart(*lines: dict[str, Any], **fields: Any) -> Cart:
    return Cart.model_validate({"lines": lines, **fields}, context=Reading(2))


def voucher(reward_id: str, **fields: Any) -> Voucher:
    return replace(Voucher(f"CODE-{reward_id}", reward_id, 1, TODAY, None), **fields)


def used(
    seen: Cart, *held: str | Voucher, account: Account = ANNA, made: Programme | None = None
) -> tuple[VoucherUse, ...]:
    made = made or programme()
    known: dict[str, Any] = {each.id: each for each in (*made.rewards, *made.stamp_cards)}
    vouchers = [each if isinstance(each, Voucher) else voucher(each) for each in held]

    def reward_of(each: Voucher) -> Redeemable:
        found: Redeemable = known[each.reward_id]
        return found

    return voucher_uses(account, vouchers, made, seen, TODAY, reward_of)


def off(*uses: VoucherUse) -> list[int | str | None]:
    """What each takes off, or why nothing."""
    return [use.reason or use.discount_minor for use in uses]


def test_a_free_product_is_the_dearest_unit_of_its_scope_and_no_more_than_one() -> None:
    seen = cart(tea("GREEN", "4.00", 3), tea("WHITE", "9.00"), line("MUG", "12.00"))
    assert off(*used(seen, "tea")) == [900]


def test_a_unit_is_worth_what_is_left_of_its_line_after_the_shop_s_discounts_rounded_down() -> None:
    assert off(*used(cart(tea("GREEN", "4.00", 3, discount="2.00")), "tea")) == [333]
    assert off(*used(cart(tea("GREEN", "10.00"), line("MUG", "10.00"), discount="5.00"), "tea")) == [750]


def test_two_free_products_never_take_the_same_unit() -> None:
    assert off(*used(cart(tea("GREEN", "4.00"), tea("WHITE", "9.00")), "tea", "tea-again")) == [900, 400]
    assert off(*used(cart(tea("GREEN", "4.00", 2)), "tea", "tea-again")) == [400, 400]
    assert off(*used(cart(tea("GREEN", "4.00"), line("MUG", "9.00")), "tea", "tea-again")) == [400, NOTHING_FREE]


def test_the_free_product_with_fewer_units_to_choose_from_chooses_first() -> None:
    seen = cart(line("MUG", "12.00", labels=["gift"]), line("CUP", "6.00", labels=["gift"]))
    assert off(*used(seen, "any-label", "mug")) == [600, 1200]


def test_of_two_free_products_the_one_that_may_cost_more_takes_the_dearer_unit() -> None:
    assert off(*used(cart(tea("GREEN", "4.00"), tea("WHITE", "9.00")), "small-tea", "tea")) == [300, 900]


def test_a_free_product_is_capped_by_its_max_discount_and_needs_its_min_order() -> None:
    assert off(*used(cart(tea("WHITE", "10.00")), "small-tea")) == [300]
    assert off(*used(cart(tea("WHITE", "9.99")), "small-tea")) == ["the goods are below its min_order"]


def test_what_is_not_in_scope_is_not_goods_or_costs_nothing_is_not_given_free() -> None:
    stored = tea("CARD", "20.00", kind="gift_card")
    assert off(*used(cart(line("MUG", "12.00"), stored, tea("SAMPLE", "0.00")), "tea")) == [NOTHING_FREE]


def test_free_products_come_before_percentages_and_percentages_before_amounts() -> None:
    seen = cart(tea("WHITE", "10.00"), line("MUG", "20.00"))
    assert off(*used(seen, "five", "tenth", "tea")) == [500, 200, 1000]
    assert off(*used(cart(tea("WHITE", "10.00")), "tea", "tenth")) == [1000, NOTHING_LEFT]


def test_a_free_product_takes_no_more_than_the_standing_discount_left() -> None:
    assert off(*used(cart(tea("WHITE", "10.00")), "tea", made=programme(tiers=TIERS))) == [900]


def test_a_full_stamp_card_is_a_product_of_its_scope_up_to_what_the_voucher_says() -> None:
    coffee = {"categories": ["coffee"]}
    seen = cart(line("GOLD", "9.00", **coffee), line("MOKA", "4.00", **coffee), line("MUG", "12.00"))
    assert off(*used(seen, voucher("coffee", most_minor=300))) == [300]
    assert off(*used(seen, voucher("coffee", most_minor=500))) == [400]
    assert off(*used(seen, voucher("all", most_minor=5000))) == [1200]
    assert off(*used(cart(line("MUG", "12.00")), voucher("coffee", most_minor=300))) == [NOTHING_FREE]
    assert off(*used(seen, voucher("all", most_minor=0))) == [NOTHING_LEFT]


def test_free_shipping_takes_off_all_shipping_and_none_of_the_goods() -> None:
    seen = cart(line("MUG", "5.00"), shipping("4.90"), shipping("2.00", "EXPRESS"))
    uses = used(seen, "ship", "five", "ship-again")
    assert off(*uses) == [690, 500, NO_SHIPPING]
    assert [use.on_shipping for use in uses] == [True, False, False]
    assert off(*used(seen, "ship-some")) == [200]
    assert off(*used(cart(line("MUG", "5.00")), "ship")) == [NO_SHIPPING]


def test_a_blocked_member_s_vouchers_do_not_apply() -> None:
    uses = used(cart(line("MUG", "50.00")), "five", account=replace(ANNA, is_blocked=True))
    assert off(*uses) == ["the member is blocked"]


@pytest.mark.parametrize(
    ("tier", "membership", "expected"),
    [("10", "20", [("plus", 2000)]), ("20", "20", [("basic", 2000)]), ("30", "20", [("basic", 3000)]), ("0", "0", [])],
)
def test_the_highest_discount_of_tier_and_membership_counts_alone(tier: str, membership: str, expected: Any) -> None:
    made = programme(
        tiers={**TIERS, "levels": [{**LEVELS[0], "discount": tier}]}, memberships=[{**PLUS, "discount": membership}]
    )
    member = replace(ANNA, membership=MembershipState("plus", "paid", TODAY, date(2026, 4, 2)))
    applied = standing_discount(member, made, cart(line("MUG", "100.00"), shipping("5.00")))
    assert [(each.tier or each.membership, each.value_minor) for each in applied] == expected


def test_perks_are_those_of_the_tier_and_then_of_the_membership_each_once() -> None:
    made = programme(tiers=TIERS, memberships=[PLUS])
    member = replace(ANNA, tier=TierState("basic", TODAY))
    assert perks_of(member, made) == ("early", "wrap")
    subscribed = replace(member, membership=MembershipState("plus", "trial", TODAY, date(2026, 4, 2)))
    assert perks_of(subscribed, made) == ("early", "wrap", "free_returns")
    gone = replace(member, membership=MembershipState("gone", "paid", TODAY, date(2026, 4, 2)))
    assert perks_of(gone, programme()) == ()


carts = st.lists(
    st.builds(
        line,
        st.sampled_from(["TEA", "MUG", "GOLD", "SHIP"]),
        st.integers(0, 3000).map(lambda minor: f"{minor // 100}.{minor % 100:02d}"),
        st.integers(1, 3),
        kind=st.sampled_from(["product", "product", "shipping", "gift_card"]),
        categories=st.sampled_from([["tea"], ["coffee"], []]),
        labels=st.sampled_from([["gift"], []]),
    ),
    min_size=1,
    max_size=4,
).map(lambda lines: cart(*({**each, "line_id": str(place)} for place, each in enumerate(lines))))
PRIVILEGED = programme(tiers=TIERS)
NAMES = [str(each["id"]) for each in (*REWARDS, *CARDS)]


@given(seen=carts, held=st.lists(st.sampled_from(NAMES), unique=True), data=st.data())
def test_whatever_is_held_no_more_comes_off_than_there_is_and_the_sequence_of_the_codes_says_nothing(
    seen: Cart, held: list[str], data: st.DataObject
) -> None:
    uses = used(seen, *held, made=PRIVILEGED)
    again = used(seen, *data.draw(st.permutations(held)), made=PRIVILEGED)
    assert {use.voucher.code: use for use in uses} == {use.voucher.code: use for use in again}
    standing = sum(each.value_minor for each in standing_discount(ANNA, PRIVILEGED, seen))
    assert sum(use.discount_minor for use in uses if not use.on_shipping) <= seen.goods_amount - standing
    shipping_minor = sum(each.gross for each in seen.lines if each.kind == "shipping")
    assert sum(use.discount_minor for use in uses if use.on_shipping) <= shipping_minor
    assert all((use.discount_minor > 0) == (use.reason is None) for use in uses)
