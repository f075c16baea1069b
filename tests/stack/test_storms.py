"""Storms through HTTP: many clients at once, through the gateway and many functions, and exact afterwards."""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from typing import Any

from tests.stack.calling import NOW, Said, Shop

GIFT, EACH = 170, 50
CART = {"lines": [{"line_id": "1", "sku": "MUG-1", "quantity": 1, "unit_price": "20.00"}]}
REPLAYED = "Idempotent-Replayed"


WARMED_AT_ONCE = 4
"""So many functions start at the same time without keeping each other from it for half a minute."""


def at_once(calls: Iterable[Callable[[], Said]]) -> list[Said]:
    """The answers to calls of which each has a client of its own. None of them is an error of ours."""
    waiting = list(calls)
    with ThreadPoolExecutor(len(waiting)) as clients:
        said = list(clients.map(_until_it_is_free, waiting))
    assert all(each.status < HTTPStatus.INTERNAL_SERVER_ERROR for each in said)
    return said


def warmed(look: Callable[[], Said], clients: int) -> None:
    """Let so many environments of a function start before the storm, by something harmless: it is to be a storm at the
    ledger, not at the processors of this machine."""
    for started in range(WARMED_AT_ONCE, clients + 1, WARMED_AT_ONCE):
        with ThreadPoolExecutor(started) as pool:
            list(pool.map(lambda _: look(), range(started)))


def _until_it_is_free(call: Callable[[], Said]) -> Said:
    """What is busy says when to come again, and nothing else keeps anybody waiting."""
    said = call()
    while said.status == HTTPStatus.CONFLICT and said.body["code"] == "busy":
        assert int(said.headers["Retry-After"]) > 0
        said = call()
    return said


def assert_one_answer(said: list[Said], usual: int) -> None:
    """All the same, of which one was given for the first time."""
    assert Counter(each.status for each in said) == {usual: len(said)}
    assert all(each.body == said[0].body for each in said)
    assert sum(REPLAYED not in each.headers for each in said) == 1


def test_of_32_clients_who_redeem_one_balance_those_get_it_for_whom_there_is_some(shop: Shop) -> None:
    warmed(partial(shop.ask, "GET", "/redemptions/none", "checkout"), 32)
    enrol(shop, "storm")
    give(shop, "storm", GIFT)
    reserve = {"member_id": "storm", "points": EACH, "cart": CART}
    had = points_of(shop, "storm")
    said = at_once(partial(shop.ask, "PUT", f"/redemptions/storm-{n}", "checkout", reserve) for n in range(32))
    affordable = had["available"] // EACH
    assert Counter(each.status for each in said) == {201: affordable, 409: 32 - affordable}
    assert {each.body["code"] for each in said if each.status == 409} == {"insufficient_balance"}
    left = points_of(shop, "storm")
    assert (left["reserved"], left["available"]) == (EACH * affordable, had["available"] - EACH * affordable)
    assert sum(cause.startswith("redemption/") for cause in causes_of(shop, "storm").elements()) == affordable


def test_an_order_from_16_clients_is_one_award_and_one_answer_and_so_is_its_refund(shop: Shop) -> None:
    warmed(partial(shop.ask, "GET", "/orders/none", "read"), 16)
    warmed(partial(shop.ask, "POST", "/orders/none/refunds", "checkout", {}), 4)
    enrol(shop, "crowd")
    had = points_of(shop, "crowd")
    order = {"member_id": "crowd", "placed_at": NOW, **CART}
    said = at_once([partial(shop.ask, "PUT", "/orders/crowd-1", "checkout", order)] * 16)
    assert_one_answer(said, 201)
    earned = said[0].body["awards"][0]["amount"]
    assert points_of(shop, "crowd")["pending"] == had["pending"] + earned
    refund = {"refund_id": "r1", "amount": "20.00"}
    assert_one_answer(at_once([partial(shop.ask, "POST", "/orders/crowd-1/refunds", "checkout", refund)] * 4), 201)
    assert points_of(shop, "crowd") == had
    assert causes_of(shop, "crowd") == {"enrolment": 1, "order/crowd-1": 2, "refund/crowd-1/r1": 2}


def test_of_4_clients_who_enrol_one_member_one_does(shop: Shop) -> None:
    warmed(partial(shop.ask, "GET", "/members/none", "read"), 4)
    body = {"email": "once@example.com"}
    said = at_once([partial(shop.ask, "PUT", "/members/once", "checkout", body)] * 4)
    assert Counter(each.status for each in said) == {201: 1, 200: 3}
    assert all(each.body == said[0].body for each in said)
    assert causes_of(shop, "once") == {"enrolment": 1}


def enrol(shop: Shop, member_id: str) -> None:
    assert shop.ask("PUT", f"/members/{member_id}", "checkout", {"email": f"{member_id}@example.com"}).status == 201


def give(shop: Shop, member_id: str, points: int) -> None:
    gift = {"wallet": "points", "amount": points, "reason": "goodwill", "reference": f"storm-{member_id}"}
    assert shop.ask("POST", f"/members/{member_id}/adjustments", "admin", gift).status == 201


def points_of(shop: Shop, member_id: str) -> dict[str, Any]:
    found: dict[str, Any] = shop.ask("GET", f"/members/{member_id}", "read").body["wallets"]["points"]
    return found


def causes_of(shop: Shop, member_id: str) -> Counter[str]:
    """How many entries each cause has: of an order, one in each of two wallets."""
    entries = shop.ask("GET", f"/members/{member_id}/entries?limit=100", "read").body["entries"]
    return Counter(each["cause"] for each in entries)
