"""Every explanation adds up to the entries it explains, to the unit, for any order and any refunds."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.domain.refusals import Refusal
from tessera.domain.wording import LANGUAGES
from tests.amounts import minor, money
from tests.operations.drawn import EXPIRIES, order_lines
from tests.operations.shop import FIVE_PERCENT_BACK, ONE_POINT_PER_EURO, Shop

WALLETS = ("points", "cashback")
CAPS: list[dict[str, Any]] = [
    {"wallet": "points", "per": "day", "amount": 90},
    {"wallet": "points", "per": "lifetime", "amount": 70},
    {"wallet": "cashback", "per": "month", "amount": "7.77", "overflow": "reject"},
]
LEVELS = [{"id": "bronze", "from": 0, "points_multiplier": "1.1"}, {"id": "silver", "from": 100, "discount": "3"}]
TIERS = {"metric": "spend", "window": {"mode": "lifetime"}, "levels": LEVELS}


programmes = st.fixed_dictionaries(
    {
        "expiry": st.sampled_from(EXPIRIES),
        "hold": st.integers(0, 10),
        "rounding": st.sampled_from(["floor", "half_up", "ceil"]),
        "shortage": st.sampled_from(["negative", "clamp"]),
        "automatic": st.sampled_from(
            [[], [{"id": "auto", "kind": "amount_off", "value": "1.00", "cost": 20, "automatic": True}]]
        ),
        "caps": st.lists(st.sampled_from(CAPS), max_size=3),
    }
)
refunds = st.lists(
    st.tuples(st.integers(0, 4), st.one_of(st.none(), st.integers(1, 4)), st.integers(1, 15_000), st.integers(0, 40)),
    max_size=5,
)


def open_shop(programme: dict[str, Any]) -> Shop:
    shop = Shop()
    bonus = {"id": "bonus", "wallet": "points", "bonus": 7, "per": "unit"}
    half_more = {"id": "half", "wallet": "points", "multiply": "1.5"}
    earning = {name: programme[name] for name in ("rounding", "caps")}
    shop.publish(
        ONE_POINT_PER_EURO,
        FIVE_PERCENT_BACK,
        bonus,
        half_more,
        earning={**earning, "hold": {"days": programme["hold"]}},
        tiers=TIERS,
        wallets={
            "points": {"expiry": programme["expiry"], "redeem": {"points": 10, "value": "0.50"}},
            "cashback": {"expiry": programme["expiry"]},
        },
        rewards=[
            {"id": "five", "kind": "amount_off", "value": "5.00", "cost": 30, "valid_days": 9},
            *programme["automatic"],
        ],
        bonuses={"welcome": {"points": 15}},
        refunds={"shortage": programme["shortage"], "floor": -50, "restore_grace_days": 5},
    )
    shop.enrol()
    return shop


def entered(shop: Shop, cause: str, kind: str, wallet: str) -> int:
    entries = (
        each for each in shop.statement() if (each["cause"], each["kind"], each["wallet"]) == (cause, kind, wallet)
    )
    return sum(minor(each["amount"]) for each in entries)


def summed(rows: list[dict[str, Any]], wallet: str, field: str) -> int:
    return sum(minor(row[field]) for row in rows if row["wallet"] == wallet)


@settings(max_examples=120, deadline=None)
@given(
    programme=programmes,
    lines=order_lines,
    refunds=refunds,
    paid=st.integers(0, 3),
    early=st.booleans(),
    spent=st.integers(0, 200),
)
def test_an_order_and_its_refunds_add_up_to_their_entries(
    programme: dict[str, Any], lines: list[dict[str, Any]], refunds: list[Any], paid: int, early: bool, spent: int
) -> None:
    shop = open_shop(programme)
    shop.adjust("points", 500, "g1")
    shop.adjust("cashback", "5.00", "g2")
    named = _reserved(shop, lines) if paid else None
    if early and refunds:
        _refund(shop, lines, refunds[0], "early")
    shop.order("o1", lines=lines, redemption_id=named if paid == 1 else None)
    _refund(shop, lines, (0, 1, 0, 0), "first")
    if named and paid == 2:
        attempt(shop.capture, named, order_id="o1")
    if spent:
        attempt(shop.adjust, "points", -spent, "g3")
    for number, refund in enumerate(refunds):
        _refund(shop, lines, refund, f"r{number}")
    if named and paid == 3:
        attempt(shop.capture, named, order_id="o1")
    _adds_up(shop, named)


def _reserved(shop: Shop, lines: list[dict[str, Any]]) -> str | None:
    told = attempt(shop.reserve, "x1", points=100, cashback="3.00", cart={"lines": lines})
    return "x1" if told else None


def _refund(shop: Shop, lines: list[dict[str, Any]], refund: tuple[int, int | None, int, int], refund_id: str) -> None:
    place, quantity, amount, days = refund
    shop.later(days=days)
    line_id = lines[place % len(lines)]["line_id"]
    part = {"quantity": quantity} if quantity else {"amount": money(amount)}
    attempt(shop.refund, "o1", refund_id, lines=[{"line_id": line_id, **part}])


def attempt(verb: Any, *args: Any, **kwargs: Any) -> Any:
    """Do what may be refused; gives None when it is."""
    try:
        return verb(*args, **kwargs)
    except Refusal:
        return None


def _adds_up(shop: Shop, redemption: str | None) -> None:
    told = shop.explanation("o1")
    for wallet in WALLETS:
        assert summed(told["awards"], wallet, "amount") == entered(shop, "order/o1", "accrual", wallet)
        for award in told["awards"]:
            assert _caps_lead_from_uncapped_to_the_award(award)
        for refund in told["refunds"]:
            _refund_adds_up(shop, refund, wallet)
        late = [each for capture in told["captured_late"] for each in capture["restored"]]
        assert summed(late, wallet, "amount") == entered(shop, f"redemption/{redemption}", "restoration", wallet)
    for language in LANGUAGES:
        assert len(shop.explanation("o1", locale=language)["sentences"]) == len(told["sentences"])


def _caps_lead_from_uncapped_to_the_award(award: dict[str, Any]) -> bool:
    cut = sum(minor(cap["cut"]) for cap in award["caps"])
    last = award["caps"][-1]["left"] if award["caps"] else award["uncapped"]
    return minor(award["uncapped"]) - cut == minor(award["amount"]) == minor(last)


def _refund_adds_up(shop: Shop, refund: dict[str, Any], wallet: str) -> None:
    cause = f"refund/o1/{refund['refund_id']}"
    reversed_units = entered(shop, cause, "reversal", wallet)
    assert summed(refund["reversed"], wallet, "amount") == reversed_units
    assert summed(refund["restored"], wallet, "amount") == entered(shop, cause, "restoration", wallet)
    assert summed(refund["written_off"], wallet, "amount") == entered(shop, cause, "shortage", wallet)
    for why in (each for each in refund["why_reversed"] if each["wallet"] == wallet):
        assert sum(minor(line["due"]) for line in why["lines"]) == minor(why["due"])
        assert minor(why["due"]) - minor(why["left_expired"]) == -reversed_units
        assert not reversed_units or sum(map(minor, why["taken_from"].values())) == -reversed_units
    for why in (each for each in refund["why_restored"] if each["wallet"] == wallet):
        assert sum(minor(lot["amount"]) for lot in why["lots"]) == minor(why["due"])
        assert minor(why["target"]) - minor(why["before"]) == minor(why["due"])
