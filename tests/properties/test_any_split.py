"""An order refunded in full leaves nothing, by any programme and in any split of its refunds."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.domain.activity import Deeds
from tests.amounts import money
from tests.operations.drawn import EXPIRIES, order_lines
from tests.operations.shop import FIVE_PERCENT_BACK, ONE_POINT_PER_EURO, Shop

REWARDS = [{"id": "five", "kind": "amount_off", "value": "5.00", "cost": 30}]
REDEEM = {"redeem": {"points": 10, "value": "0.50"}}
CAPS: list[dict[str, Any]] = [
    {"wallet": "points", "per": "day", "amount": 90},
    {"wallet": "cashback", "per": "month", "amount": "7.77", "overflow": "reject"},
]
LEVELS = [{"id": "bronze", "from": 0}, {"id": "silver", "from": 100, "points_multiplier": "1.25", "discount": "3"}]
TIERS = {
    "metric": "spend",
    "window": {"mode": "rolling", "months": 1},
    "downgrade": {"mode": "reassess", "grace_days": 3},
    "levels": LEVELS,
}
programmes = st.fixed_dictionaries(
    {
        "expiry": st.sampled_from(EXPIRIES),
        "hold": st.integers(0, 10),
        "rounding": st.sampled_from(["floor", "half_up", "ceil"]),
        "shortage": st.sampled_from(["negative", "clamp"]),
        "cap": st.sampled_from(CAPS),
    }
)


def open_shop(programme: dict[str, Any]) -> Shop:
    shop = Shop()
    bonus = {"id": "bonus", "wallet": "points", "bonus": 7, "per": "unit"}
    half_more = {"id": "half", "wallet": "points", "multiply": "1.5", "scope": {"sku": ["A"]}}
    shop.publish(
        ONE_POINT_PER_EURO,
        FIVE_PERCENT_BACK,
        bonus,
        half_more,
        earning={"hold": {"days": programme["hold"]}, "rounding": programme["rounding"], "caps": [programme["cap"]]},
        tiers=TIERS,
        wallets={"points": {"expiry": programme["expiry"], **REDEEM}, "cashback": {"expiry": programme["expiry"]}},
        rewards=REWARDS,
        refunds={"shortage": programme["shortage"], "floor": -500},
    )
    shop.enrol()
    return shop


@settings(max_examples=150, deadline=None)
@given(programme=programmes, lines=order_lines, data=st.data())
def test_an_order_refunded_in_full_in_any_split_leaves_nothing(
    programme: dict[str, Any], lines: list[dict[str, Any]], data: st.DataObject
) -> None:
    shop = open_shop(programme)
    total = sum(int(line["unit_price"].replace(".", "")) * line["quantity"] for line in lines)
    shop.order("o1", lines=lines)
    cuts = sorted(data.draw(st.lists(st.integers(0, total), max_size=5)))
    parts = [after - before for before, after in zip([0, *cuts], [*cuts, total], strict=True)]
    for number, part in enumerate(data.draw(st.permutations(parts))):
        shop.later(hours=1).refund("o1", f"r{number}", amount=money(part))
    for name in ("points", "cashback"):
        wallet = shop.wallet(name)
        assert (wallet["active"], wallet["pending"]) in ((0, 0), ("0.00", "0.00"))
    account = shop.ledger.account("anna")
    assert account
    assert (account.activity.days, account.activity.lifetime) == ((), Deeds())
    shop.prove()
