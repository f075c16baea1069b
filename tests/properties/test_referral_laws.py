"""The laws of referral: whatever comes in whatever order, what orders brought goes back with them."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.amounts import money
from tests.operations.drawn import cents
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines

FRIENDS = ("bea", "cleo")
amounts = st.lists(cents.map(money), min_size=1, max_size=3)
orders = st.lists(st.tuples(st.sampled_from(FRIENDS), amounts), min_size=1, max_size=5)
policies = st.fixed_dictionaries(
    {"friend": st.just({"points": 100}), "advocate": st.just({"points": 200})},
    optional={
        "every_order": st.fixed_dictionaries(
            {"percent": st.sampled_from(["2", "3.3", "100"])}, optional={"max_orders": st.integers(1, 3)}
        ),
        "qualify": st.fixed_dictionaries({"min_order": cents.map(money)}),
        "limit": st.fixed_dictionaries({"rewards": st.integers(1, 2), "per_days": st.integers(1, 3)}),
    },
)


def open_shop(policy: dict[str, Any], expiry: dict[str, Any], *, held: bool) -> Shop:
    shop = Shop()
    wallets = {"points": {"expiry": expiry}, "cashback": {"expiry": expiry}}
    shop.publish(ONE_POINT_PER_EURO, wallets=wallets, referral=policy, refunds={"after_expiry": "take"})
    shop.enrol("ada")
    for friend in FRIENDS:
        alias = {"email": "ada+1@example.com"} if held else {}
        shop.enrol(friend, referred_by="ada", **alias)
    shop.credits_later = True
    return shop


@settings(max_examples=150, deadline=None)
@given(
    policy=policies,
    expiry=st.sampled_from([{"mode": "never"}, {"mode": "rolling", "months": 1}]),
    held=st.booleans(),
    orders=orders,
    data=st.data(),
)
def test_once_all_orders_are_refunded_nobody_has_anything_of_a_referral(
    policy: dict[str, Any], expiry: dict[str, Any], held: bool, orders: list[tuple[str, list[str]]], data: st.DataObject
) -> None:
    shop = open_shop(policy, expiry, held=held)
    known = {f"o{number}": order for number, order in enumerate(orders)}
    steps = data.draw(st.permutations([(verb, each) for each in known for verb in ("order", "refund", "credit")]))
    decided_after = data.draw(st.integers(0, len(steps)))
    for number, (verb, order_id) in enumerate(steps):
        if held and number == decided_after:
            _decide(shop)
        _happen(shop, verb, order_id, known[order_id])
    if held and decided_after == len(steps):
        _decide(shop)
    for order_id in data.draw(st.permutations(list(known))):
        shop.credit_referral(order_id)
    _nothing_is_left(shop)


def _decide(shop: Shop) -> None:
    for friend in FRIENDS:
        shop.decide_referral(friend, "approve")


def _happen(shop: Shop, verb: str, order_id: str, order: tuple[str, list[str]]) -> None:
    friend, prices = order
    if verb == "order":
        shop.order(order_id, friend, lines=lines(*prices))
    elif verb == "credit":
        shop.credit_referral(order_id)
    else:
        whole = [{"line_id": str(number), "quantity": 1} for number in range(1, len(prices) + 1)]
        shop.refund(order_id, lines=whole)


def _nothing_is_left(shop: Shop) -> None:
    shop.prove()
    for member_id in ("ada", *FRIENDS):
        wallets = [shop.wallet(name, member_id)["active"] for name in ("points", "cashback")]
        assert wallets == [0, "0.00"], member_id
        account = shop.ledger.account(member_id)
        assert account
        assert (account.referral.rewarded, account.referral.recent) == (0, ())
        friendship = account.referral.friendship
        assert friendship is None or (friendship.order_id, friendship.lot, friendship.shared) == (None, None, 0)


@settings(max_examples=100, deadline=None)
@given(policy=policies, prices=amounts, data=st.data())
def test_deliveries_and_credits_of_one_order_end_in_one_state(
    policy: dict[str, Any], prices: list[str], data: st.DataObject
) -> None:
    refunds = [f"r{number}" for number in range(1, 1 + data.draw(st.integers(0, len(prices))))]
    deliveries = ["order", *refunds]
    arrived = data.draw(st.permutations([*deliveries, *deliveries, "credit", "credit"]))
    ends = []
    for sequence in (deliveries, arrived):
        shop = open_shop(policy, {"mode": "never"}, held=False)
        for delivery in (*sequence, "credit"):
            if delivery == "credit":
                shop.credit_referral("o1")
            elif delivery == "order":
                shop.order("o1", "bea", lines=lines(*prices))
            else:
                shop.refund("o1", delivery, lines=[{"line_id": delivery.removeprefix("r"), "quantity": 1}])
        shop.prove()
        ends.append([shop.account(member_id)["wallets"] for member_id in ("ada", "bea")])
        ends[-1].append(shop.account("ada")["referral"]["rewarded"])
    assert ends[0] == ends[1]
