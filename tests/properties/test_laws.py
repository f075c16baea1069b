"""The laws of the ledger, for any order, any split of its refunds, and any sequence of what a shop does."""

from datetime import timedelta
from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tessera.domain.activity import Deeds
from tessera.domain.refusals import Refusal
from tests.operations.shop import FIVE_PERCENT_BACK, ONE_POINT_PER_EURO, Shop

REWARDS = [{"id": "five", "kind": "amount_off", "value": "5.00", "cost": 30}]
REDEEM = {"redeem": {"points": 10, "value": "0.50"}}
EXPIRIES: list[dict[str, Any]] = [
    {"mode": "never"},
    {"mode": "rolling", "months": 1, "restarts_on": ["order", "redeem"]},
    {"mode": "fixed", "days": 20},
    {"mode": "calendar", "dates": ["01-31", "02-28"]},
]


def money(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


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
cents = st.integers(0, 20_000)
order_lines = st.lists(
    st.fixed_dictionaries({"unit_price": cents.map(money), "quantity": st.integers(1, 4)}), min_size=1, max_size=5
).map(lambda all_: [{"line_id": str(place), "sku": "A", **line} for place, line in enumerate(all_)])
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


@settings(max_examples=100, deadline=None)
@given(programme=programmes, lines=order_lines, data=st.data())
def test_deliveries_about_one_order_end_in_one_state_in_whatever_order_they_arrive(
    programme: dict[str, Any], lines: list[dict[str, Any]], data: st.DataObject
) -> None:
    refunds = {f"r{place}": [{"line_id": line["line_id"], "quantity": 1}] for place, line in enumerate(lines)}
    deliveries = ["order", *refunds]
    arrived = data.draw(st.permutations(deliveries * 2))
    ends = []
    for sequence in (deliveries, arrived):
        shop = open_shop(programme)
        for delivery in sequence:
            if delivery == "order":
                shop.order("o1", lines=lines)
            else:
                shop.refund("o1", delivery, lines=refunds[delivery])
        ends.append([shop.wallet(name) for name in ("points", "cashback")])
        shop.prove()
    assert ends[0] == ends[1]


class AnyShop(RuleBasedStateMachine):
    """A shop in which anything may happen; whatever does, the books agree."""

    @initialize(programme=programmes)
    def open(self, programme: dict[str, Any]) -> None:
        self.shop = open_shop(programme)
        self.orders: list[str] = []
        self.redemptions: list[str] = []
        self.numbers = count(1)

    def _try(self, verb: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return verb(*args, **kwargs)
        except Refusal as refusal:
            assert refusal.detail
            return None

    @rule(lines=order_lines, days_ago=st.integers(0, 40))
    def order(self, lines: list[dict[str, Any]], days_ago: int) -> None:
        order_id = f"o{next(self.numbers)}"
        redemption = self.redemptions[-1] if self.redemptions and days_ago == 0 else None
        self.shop.order(order_id, at=self.shop.now - timedelta(days=days_ago), lines=lines, redemption_id=redemption)
        self.orders.append(order_id)

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), amount=cents)
    def refund(self, data: st.DataObject, amount: int) -> None:
        order_id = data.draw(st.sampled_from(self.orders))
        self._try(self.shop.refund, order_id, f"r{next(self.numbers)}", amount=money(amount))

    @rule(points=st.integers(0, 300), cashback=cents, lines=order_lines)
    def reserve(self, points: int, cashback: int, lines: list[dict[str, Any]]) -> None:
        redemption_id = f"x{next(self.numbers)}"
        vouchers = [each["code"] for each in self.shop.account()["vouchers"][:1] if each["state"] == "issued"]
        cart = {"lines": lines}
        if self._try(
            self.shop.reserve, redemption_id, points=points, cashback=money(cashback), vouchers=vouchers, cart=cart
        ):
            self.redemptions.append(redemption_id)

    @precondition(lambda self: self.redemptions)
    @rule(data=st.data())
    def capture(self, data: st.DataObject) -> None:
        self._try(self.shop.capture, data.draw(st.sampled_from(self.redemptions)), order_id=f"o{len(self.orders)}")

    @precondition(lambda self: self.redemptions)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        self._try(self.shop.release, data.draw(st.sampled_from(self.redemptions)))

    @rule()
    def claim(self) -> None:
        self._try(self.shop.claim, "five", f"c{next(self.numbers)}")

    @rule(units=st.integers(-200, 200).filter(bool))
    def adjust(self, units: int) -> None:
        self._try(self.shop.adjust, "points", units, f"g{next(self.numbers)}")

    @rule(minutes=st.sampled_from([1, 30, 60 * 24, 60 * 24 * 9, 60 * 24 * 40]))
    def wait(self, minutes: int) -> None:
        self.shop.later(minutes=minutes)

    @invariant()
    def every_balance_is_the_sum_of_its_entries_and_of_its_lots(self) -> None:
        self.shop.prove()

    @invariant()
    def nothing_is_spendable_below_zero_or_after_its_last_day(self) -> None:
        today = self.shop.now.date().isoformat()
        for name in ("points", "cashback"):
            wallet = self.shop.wallet(name)
            assert not str(wallet["available"]).startswith("-")
            assert all(each["last_day"] >= today for each in wallet["expires"])

    @invariant()
    def orders_are_explained_to_the_unit(self) -> None:
        for order_id in self.orders[-1:]:
            told = self.shop.explanation(order_id)
            for award in told["awards"]:
                shares = [
                    each for line in told["lines"] for each in line["earned"] if each["wallet"] == award["wallet"]
                ]
                assert _sum(shares) == _sum([award]) == _sum(award["rules"])


def _sum(rows: list[dict[str, Any]]) -> int:
    return sum(int(str(row["amount"]).replace(".", "")) for row in rows)


TestAnyShop = AnyShop.TestCase
TestAnyShop.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
