"""Whatever a shop does, each entry of the statement is explained, and its explanation adds up to it."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.amounts import minor, money
from tests.operations.drawn import order_lines
from tests.operations.shop import Shop
from tests.operations.test_explanations_add_up import attempt, open_shop, programmes

steps = st.lists(
    st.tuples(
        st.sampled_from(["order", "order", "late", "refund", "reserve", "capture", "release", "claim", "give", "take"]),
        st.integers(0, 12_000),
        st.sampled_from([0, 0, 1, 3, 9, 25]),
        order_lines,
    ),
    min_size=3,
    max_size=14,
)


MOVED_BY_REFUNDS = {"reversal": "reversed", "restoration": "restored", "shortage": "written_off"}


@settings(max_examples=120, deadline=None)
@given(programme=programmes, steps=steps)
def test_every_entry_is_explained_and_adds_up(programme: dict[str, Any], steps: list[Any]) -> None:
    shop = open_shop(programme)
    for number, (verb, amount, days, lines) in enumerate(steps):
        shop.later(days=days, minutes=1)
        _step(shop, verb, number, amount, lines)
    shop.later(days=70).adjust("points", 1, "last")
    entries = shop.statement()
    for entry in entries:
        told = shop.explain(entry["entry_id"])
        assert told["entry"] == entry
        assert told["sentences"], entry
        ADDS_UP.get(told["why"]["about"], _anything)(told["why"], _with_its_like(entry, entries))


def _with_its_like(entry: dict[str, Any], entries: list[dict[str, Any]]) -> dict[str, Any]:
    """A refund's entry with what all its entries of that kind and wallet sum up to: what is restored of a burn and the
    cost of a voucher that goes with it are two."""
    if entry["kind"] not in MOVED_BY_REFUNDS:
        return entry
    like = [each for each in entries if all(each[name] == entry[name] for name in ("kind", "cause", "wallet"))]
    return {**entry, "sum": sum(minor(each["amount"]) for each in like)}


def _step(shop: Shop, verb: str, number: int, amount: int, lines: list[Any]) -> None:
    """One thing that a shop does; what is refused changes nothing."""
    last = number // 2
    match verb:
        case "order":
            redemption = f"x{number - 1}" if amount % 2 else None
            shop.order(f"o{number}", lines=lines, redemption_id=redemption)
        case "late":
            placed_at = shop.now
            shop.later(days=amount % 40).order(f"o{number}", at=placed_at, lines=lines)
        case "refund":
            for order in range(number):
                attempt(shop.refund, f"o{order}", f"r{number}", amount=money(amount // 3 + 1))
        case "reserve":
            attempt(shop.reserve, f"x{number}", points=amount % 200, cashback="1.00", cart={"lines": lines})
        case "capture":
            attempt(shop.capture, f"x{number - 1}", order_id=f"o{last}")
        case "release":
            attempt(shop.release, f"x{number - 1}")
        case "claim":
            attempt(shop.claim, "five", f"c{number}")
        case _:
            units = amount % 150 + 1
            attempt(shop.adjust, "points", units if verb == "give" else -units, f"g{number}")


def _order(why: dict[str, Any], entry: dict[str, Any]) -> None:
    (award,) = why["awards"]
    assert award["amount"] == entry["amount"]
    assert award["wallet"] == entry["wallet"]


def _refund(why: dict[str, Any], entry: dict[str, Any]) -> None:
    told = why["refund"][MOVED_BY_REFUNDS[entry["kind"]]]
    assert entry["sum"] == sum(minor(each["amount"]) for each in told if each["wallet"] == entry["wallet"])


def _expiry(why: dict[str, Any], entry: dict[str, Any]) -> None:
    assert why["expired"] == entry["units"]
    assert minor(why["not_found"]) == 0, why
    assert minor(why["credited"]) - minor(why["gone_before"]) == minor(entry["units"])
    assert all(each["active_from"] <= why["last_day"] for each in why["credits"])


def _hold(why: dict[str, Any], entry: dict[str, Any]) -> None:
    assert sum(minor(each["amount"]) for each in why["orders"]) - minor(why["taken_back"]) == minor(entry["units"])


def _redemption(why: dict[str, Any], entry: dict[str, Any]) -> None:
    if entry["kind"] in ("reservation", "lapse"):
        assert why["reserved"] == entry["units"]
    if entry["kind"] == "redemption":
        assert why["captured"] == entry["units"]
    if entry["kind"] == "restoration":
        assert sum(minor(each["due"]) for each in why["why_restored"]) == minor(entry["units"])


def _reward(why: dict[str, Any], entry: dict[str, Any]) -> None:
    assert why["cost"] == entry["units"]
    assert why["balance_before"] - why["cost"] == entry["active"]


def _anything(why: dict[str, Any], entry: dict[str, Any]) -> None:
    assert why["about"] in ("adjustment", "rule")


ADDS_UP = {
    "order": _order,
    "refund": _refund,
    "expiry": _expiry,
    "hold": _hold,
    "redemption": _redemption,
    "reward": _reward,
}
