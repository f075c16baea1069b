"""Any programme and any cart: strategies for documents as merchants write them and bodies as shops send them."""

from typing import Any

from hypothesis import strategies as st

from tessera.domain.entries import WALLETS
from tessera.domain.programme.earning import ScopeKind
from tessera.domain.standing import EarnedBefore, Standing
from tests.amounts import money
from tests.domain.reference_engine import Paid

SKUS, CATEGORIES, BRANDS, LABELS = ("A", "B", "C"), ("tea", "mugs", "books"), ("Aurora", "Bora"), ("sale", "new")
NAMES: dict[ScopeKind, tuple[str, ...]] = {"sku": SKUS, "category": CATEGORIES, "brand": BRANDS, "label": LABELS}
LEVELS = [{"id": "bronze", "from": 0}, {"id": "silver", "from": 9, "points_multiplier": "1.25"}]
PLUS = {"id": "plus", "fee": "49.00", "period_months": 12, "points_multiplier": "1.1"}
FREE = {"id": "free", "fee": "0.00", "period_months": 12}
SEGMENTS = ("vip", "local")


def some_of(names: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)


rates = st.integers(0, 30_000).map(lambda thousandths: f"{thousandths // 1000}.{thousandths % 1000:03d}")
products = st.sampled_from(list(NAMES)).flatmap(lambda kind: some_of(NAMES[kind]).map(lambda names: {kind: names}))
scopes = st.one_of(
    st.none(),
    products,
    st.builds(lambda scope, but: {**scope, "except": but}, products, products),
    products.map(lambda but: {"except": but}),
)
whens = st.fixed_dictionaries(
    {},
    optional={
        "from": st.sampled_from(["2026-01-09", "2026-01-10"]),
        "until": st.sampled_from(["2026-01-10", "2026-01-11"]),
        "weekdays": some_of(("friday", "saturday", "sunday")),
        "hours": st.sampled_from([("08:00", "12:00"), ("22:00", "09:30"), ("10:00", "24:00")]).map(
            lambda hours: {"from": hours[0], "until": hours[1]}
        ),
        "tiers": some_of(("bronze", "silver")),
        "segments": some_of(SEGMENTS),
        "memberships": some_of(("plus", "free")),
        "channels": some_of(("web", "app")),
        "min_order": st.integers(1, 9_000).map(money),
        "first_order": st.just(True),
        "birthday": st.sampled_from(["day", "week", "month"]),
        "order": some_of(("gift", "staff")).map(lambda tags: {"tagged": tags}),
    },
)
effects = st.one_of(
    st.builds(
        lambda n, per: {"wallet": "points", "earn": {"points": n, "per": money(per)}}, *[st.integers(1, 300)] * 2
    ),
    rates.map(lambda percent: {"wallet": "cashback", "earn": {"percent": percent}}),
    st.builds(lambda wallet, rate: {"wallet": wallet, "multiply": rate}, st.sampled_from(WALLETS), rates),
    st.builds(
        lambda units, per: {"wallet": "points", "bonus": units, "per": per},
        st.integers(1, 99),
        st.sampled_from(["order", "unit"]),
    ),
    st.integers(1, 999).map(lambda minor: {"wallet": "cashback", "bonus": money(minor)}),
)
rules = st.lists(
    st.builds(
        lambda effect, scope, rest: {**effect, **({"scope": scope} if scope else {}), **rest},
        effects,
        scopes,
        st.fixed_dictionaries(
            {"when": st.one_of(st.just({}), whens)},
            optional={
                "stackable": st.booleans(),
                "priority": st.integers(-1, 2),
                "state": st.sampled_from(["live", "live", "shadow", "paused"]),
            },
        ),
    ),
    min_size=1,
    max_size=8,
).map(lambda drawn: [{"id": f"rule-{place}", **rule} for place, rule in enumerate(drawn)])
caps = st.lists(
    st.builds(
        lambda wallet, per, amount, overflow: {
            "wallet": wallet,
            "per": per,
            "amount": amount if wallet == "points" else money(amount),
            "overflow": overflow,
        },
        st.sampled_from(WALLETS),
        st.sampled_from(["order", "day", "month", "lifetime"]),
        st.integers(1, 300),
        st.sampled_from(["trim", "reject"]),
    ),
    max_size=2,
)
basis = st.fixed_dictionaries(
    {
        "tax": st.sampled_from(["included", "excluded"]),
        "shipping": st.sampled_from(["included", "excluded"]),
        "paid_with_wallets": st.sampled_from(["cash_part", "full", "none"]),
    }
)
documents = st.builds(
    lambda rules, caps, basis, rounding: {
        "id": "any",
        "name": "Any",
        "currency": "EUR",
        "timezone": "Europe/Rome",
        "earning": {"rules": rules, "caps": caps, "basis": basis, "rounding": rounding},
        "tiers": {"metric": "orders", "window": {"mode": "lifetime"}, "levels": LEVELS},
        "memberships": [PLUS, FREE],
        "segments": [{"id": each, "all": [{"metric": "orders_lifetime", "at_least": 1}]} for each in SEGMENTS],
    },
    rules,
    caps,
    basis,
    st.sampled_from(["floor", "half_up", "ceil"]),
)


def _line(quantity: int, price: int, off: int, tax: int, **rest: Any) -> dict[str, Any]:
    discount = quantity * price * off // 100
    taxed = (quantity * price - discount) * tax // 100
    return {"quantity": quantity, "unit_price": money(price), "discount": money(discount), "tax": money(taxed), **rest}


line_bodies = st.builds(
    _line,
    st.integers(1, 3),
    st.integers(0, 9_999),
    st.sampled_from([0, 0, 10, 100]),
    st.sampled_from([0, 0, 4, 18]),
    kind=st.sampled_from(["product"] * 4 + ["shipping", "gift_card", "tip"]),
    sku=st.sampled_from((*SKUS, "D")),
    categories=st.lists(st.sampled_from(CATEGORIES), max_size=2, unique=True),
    brand=st.sampled_from((*BRANDS, None)),
    labels=st.lists(st.sampled_from(LABELS), max_size=2, unique=True),
)


def _cart(lines: list[dict[str, Any]], off: int) -> dict[str, Any]:
    goods = [line for line in lines if line["kind"] == "product"]
    worth = sum(line["quantity"] * _minor(line["unit_price"]) - _minor(line["discount"]) for line in goods)
    numbered = [{"line_id": str(place), **line} for place, line in enumerate(lines)]
    return {"lines": numbered, "discount": money(worth * off // 100)}


def _minor(text: str) -> int:
    return int(text.replace(".", ""))


carts = st.builds(_cart, st.lists(line_bodies, min_size=1, max_size=5), st.sampled_from([0, 0, 7, 100]))
paid = st.builds(Paid, *[st.sampled_from([0, 0, 1, 333, 99_999])] * 3)
standings = st.builds(
    Standing,
    st.integers(0, 1),
    st.lists(
        st.builds(EarnedBefore, st.sampled_from(WALLETS), *[st.integers(0, 200)] * 3),
        max_size=2,
        unique_by=lambda each: each.wallet,
    ).map(tuple),
    st.sampled_from(["bronze", "silver", "of-another-version", None]),
    st.lists(st.sampled_from(SEGMENTS), max_size=2, unique=True).map(tuple),
    st.sampled_from(["plus", "free", None]),
    st.sampled_from([(), ("month",), ("week", "month"), ("day", "week", "month")]),
)
