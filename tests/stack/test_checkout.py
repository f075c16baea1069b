"""The checkout as docs/checkout.md shows it, in both languages, on the deployed stack and on a bad way to it."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from tests.stack.calling import Shop, example
from tests.stack.mishaps import Mishap, way_to
from tests.stack.selling import InPython, InTypeScript, Purchase, Sale, Seller, missing_for_typescript

PROGRAMME = example("publish_programme") | {
    "tiers": {
        "metric": "spend",
        "window": {"mode": "lifetime"},
        "levels": [{"id": "bronze", "from": 0, "discount": "10"}],
    },
    "checkout": {"auto_apply": ["voucher", "cashback", "points"]},
}
TEES = {"line_id": "1", "sku": "TEE-1", "quantity": 2, "unit_price": "30.00"}
SHIPPING = {"line_id": "2", "sku": "SHIP", "quantity": 1, "unit_price": "4.90", "kind": "shipping"}
GIFT_CARD = {"line_id": "1", "sku": "CARD", "quantity": 1, "unit_price": "25.00", "kind": "gift_card"}
CART = {"lines": [TEES, SHIPPING], "discount": "0.50"}
TO_PAY = "40.95"
"""59.50 of goods less 5.95 for bronze and a voucher of 5.00 are 48.55: 10.00 of it in cashback and 2.50 in points."""


@pytest.fixture(scope="module", params=["python", "typescript"])
def seller(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Seller:
    if request.param == "python":
        return InPython()
    if missing := missing_for_typescript():
        pytest.skip(missing)
    return InTypeScript(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="module")
def open_shop(shop: Shop) -> Shop:
    """Its clock stands at the present: the snippets look at their own."""
    assert shop.ask("PUT", "/clock", "admin", {"now": datetime.now(UTC).isoformat(), "fresh": True}).status == 202
    assert shop.ask("PUT", "/programme", "admin", PROGRAMME).status == 201
    return shop


@pytest.fixture
def member_id(open_shop: Shop, seller: Seller) -> str:
    """A member of each test's own, with 50 points, 10.00 of cashback and a voucher of 5.00."""
    name = f"{type(seller).__name__}-{uuid4()}"
    assert open_shop.ask("PUT", f"/members/{name}", "checkout", {"email": f"{name}@example.com"}).status == 201
    for wallet, amount in (("points", 100), ("cashback", "10.00")):
        gift = {"wallet": wallet, "amount": amount, "reason": "goodwill", "reference": wallet}
        assert open_shop.ask("POST", f"/members/{name}/adjustments", "admin", gift).status == 201
    claim = {"reward_id": "five-off", "reference": "c1"}
    assert open_shop.ask("POST", f"/members/{name}/rewards", "checkout", claim).status == 201
    return name


def test_a_member_pays_what_wallets_and_vouchers_leave(open_shop: Shop, seller: Seller, member_id: str) -> None:
    sale = sell(open_shop, seller, Purchase(member_id, CART))
    assert (sale.ended, sale.charged) == ("sold", [TO_PAY])
    assert sale.order and sale.order["discount"] == "6.45"
    assert sale.awarded and sale.awarded["redemption"]["not_covered"] == "0.00"
    assert sale.awarded["awards"][0]["amount"] == 36
    assert left_of(open_shop, member_id) == (0, "0.00", 0)


def test_what_a_failed_payment_had_put_aside_is_back(open_shop: Shop, seller: Seller, member_id: str) -> None:
    sale = sell(open_shop, seller, Purchase(member_id, CART, card_is_good=False))
    assert (sale.ended, sale.charged, sale.order) == ("declined", [TO_PAY], None)
    assert left_of(open_shop, member_id) == (50, "10.00", 1)


def test_whatever_goes_wrong_on_the_way_counts_once(open_shop: Shop, seller: Seller, member_id: str) -> None:
    mishaps: dict[str, list[Mishap]] = {
        "POST quotes": ["failed"],
        "PUT redemptions": ["late", "busy"],
        "PUT orders": ["lost", "busy", "failed"],
    }
    sale = sell(open_shop, seller, Purchase(member_id, CART), mishaps)
    assert (sale.ended, sale.charged) == ("sold", [TO_PAY])
    assert sale.waited_seconds.count(1) == 2, "as long as Retry-After says"
    assert left_of(open_shop, member_id) == (0, "0.00", 0)
    statement = open_shop.ask("GET", f"/members/{member_id}/entries?limit=100", "read").body["entries"]
    assert [each["cause"] for each in statement].count(f"order/{member_id}-1") == 2, "points and cashback, once"


def test_a_release_whose_answer_is_lost_is_sent_again(open_shop: Shop, seller: Seller, member_id: str) -> None:
    lost: dict[str, list[Mishap]] = {"POST redemptions": ["lost", "busy"]}
    assert sell(open_shop, seller, Purchase(member_id, CART, card_is_good=False), lost).ended == "declined"
    assert left_of(open_shop, member_id) == (50, "10.00", 1)


def test_a_cart_that_nothing_can_pay_is_sold_without(open_shop: Shop, seller: Seller, member_id: str) -> None:
    sale = sell(open_shop, seller, Purchase(member_id, {"lines": [GIFT_CARD]}))
    assert (sale.ended, sale.charged) == ("sold", ["25.00"])
    assert sale.order and "redemption_id" not in sale.order


def test_a_refusal_says_its_code_and_is_not_asked_again(open_shop: Shop, seller: Seller) -> None:
    with way_to(open_shop.stack.api_url, {}) as way:
        sale = seller.sell(way, open_shop.stack.tokens["checkout"], Purchase("nobody", CART))
    assert (sale.ended, sale.charged, way.asked) == ("unknown_member", [], ["POST quotes"])


def test_where_nobody_answers_nothing_is_charged(open_shop: Shop, seller: Seller, member_id: str) -> None:
    sale = sell(open_shop, seller, Purchase(member_id, CART), {"PUT redemptions": ["failed"] * 5})
    assert (sale.ended, sale.charged) == ("unreachable", [])


def sell(shop: Shop, seller: Seller, purchase: Purchase, mishaps: dict[str, list[Mishap]] | None = None) -> Sale:
    """One sale, on a way on which this goes wrong."""
    with way_to(shop.stack.api_url, mishaps or {}) as way:
        return seller.sell(way, shop.stack.tokens["checkout"], purchase)


def left_of(shop: Shop, member_id: str) -> tuple[Any, ...]:
    """The member's available points and cashback, and how many vouchers are unused."""
    account = shop.ask("GET", f"/members/{member_id}", "read").body
    wallets, issued = account["wallets"], [each for each in account["vouchers"] if each["state"] == "issued"]
    assert {wallet["reserved"] for wallet in wallets.values()} == {0, "0.00"}
    return wallets["points"]["available"], wallets["cashback"]["available"], len(issued)
