"""Nobody gains by splitting a cart, or by giving back and buying again.

What a merchant may promise on purpose is left out where a cart is split: a bonus or a cap per order, an award that is
rounded up, a cap that rejects, a level that is reached between the two orders.
"""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.amounts import minor, money
from tests.operations.shop import Shop
from tests.properties.carts import a_cart
from tests.properties.choosing import Chooser
from tests.properties.member_verbs import ANNA
from tests.properties.programmes import BACK, BASE, EACH, HALF_MORE, POOL, SHOP, Json

CAPS: list[list[Json]] = [
    [],
    [{"wallet": "points", "per": "day", "amount": 90}, {"wallet": "cashback", "per": "month", "amount": "7.77"}],
    [{"wallet": "points", "per": "lifetime", "amount": 41}],
]
STEADY: list[Json] = [
    {**SHOP, "earning": {"rules": [BASE, BACK, EACH, HALF_MORE], "caps": caps, "basis": basis}}
    for caps in CAPS
    for basis in ({}, {"tax": "excluded", "shipping": "included"})
]
LEVELLESS = [{name: part for name, part in programme.items() if name != "tiers"} for programme in POOL]


@st.composite
def carts(draw: Any) -> Json:
    """A cart, as a shop sends it."""
    return a_cart(Chooser(draw))


def _shop(programme: Json) -> Shop:
    shop = Shop()
    shop.publish_document(programme)
    shop.enrol()
    return shop


def _earned(shop: Shop) -> dict[str, int]:
    """Units of each wallet, active and pending."""
    account = shop.ledger.account(ANNA)
    assert account is not None
    return {name: wallet.total for name, wallet in account.wallets.items()}


@settings(max_examples=150, deadline=None)
@given(programme=st.sampled_from(STEADY), cart=carts(), data=st.data())
def test_a_cart_that_is_split_earns_no_more(programme: Json, cart: Json, data: st.DataObject) -> None:
    lines = cart["lines"]
    whole, split = _shop(programme), _shop(programme)
    whole.order("o1", lines=lines)
    parts = data.draw(st.permutations([part for line in lines for part in _halves(line)]))
    for number, part in enumerate(parts):
        split.order(f"o{number}", lines=[part])
    assert all(_earned(split)[name] <= units for name, units in _earned(whole).items())


def _halves(line: Json) -> list[Json]:
    """The units of a line in two parts, where its discount and tax can be told apart."""
    first = line["quantity"] // 2
    if not first or "discount" in line or "tax" in line:
        return [line]
    return [{**line, "quantity": units} for units in (first, line["quantity"] - first)]


@settings(max_examples=100, deadline=None)
@given(programme=st.sampled_from(LEVELLESS), cart=carts(), data=st.data())
def test_who_gives_all_back_and_buys_again_has_what_they_had(programme: Json, cart: Json, data: st.DataObject) -> None:
    once, again = _shop(programme), _shop(programme)
    once.order("o1", **cart)
    again.order("o1", **cart)
    lines = [{"line_id": line["line_id"], "quantity": line["quantity"]} for line in cart["lines"]]
    for line in data.draw(st.permutations(lines)):
        again.refund("o1", f"r{line['line_id']}", lines=[line])
    again.order("o2", **cart)
    assert again.account()["wallets"] == once.account()["wallets"]


@settings(max_examples=150, deadline=None)
@given(programme=st.sampled_from(STEADY), cart=carts(), data=st.data())
def test_who_gives_some_back_and_buys_it_again_gains_no_more_than_a_rounding(
    programme: Json, cart: Json, data: st.DataObject
) -> None:
    """Of each line half a unit at most: what a part of a line earned is taken back rounded half up."""
    once, again = _shop(programme), _shop(programme)
    once.order("o1", lines=cart["lines"])
    again.order("o1", lines=cart["lines"])
    back = [_some_units(line, data) for line in cart["lines"]]
    again.refund("o1", lines=[{"line_id": line["line_id"], "quantity": line["quantity"]} for line in back])
    again.order("o2", lines=back)
    for name, units in _earned(once).items():
        assert 2 * (_earned(again)[name] - units) <= len(back)


def _some_units(line: Json, data: st.DataObject) -> Json:
    """Some of the units of a line, with their part of its discount and tax."""
    units = data.draw(st.integers(1, line["quantity"]))
    parts: Json = {
        name: money(minor(line[name]) * units // line["quantity"]) for name in ("discount", "tax") if name in line
    }
    return {**line, "quantity": units, **parts}
