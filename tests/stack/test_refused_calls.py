"""Whoever calls what they may not, or what is not there, is told so by a problem that says what to do."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tessera.edge.tokens import create_token, revoke_token
from tests.stack.calling import NOW, Shop, example
from tests.stack.problems import assert_refused

CART = {"lines": [{"line_id": "1", "sku": "MUG-1", "quantity": 1, "unit_price": "10.00"}]}
ORDER = {"member_id": "anna", "placed_at": NOW, **CART}
QUOTE = {"member_id": "anna", "cart": CART}
GIFT = {"wallet": "points", "amount": 5, "reason": "goodwill", "reference": "g9"}
PRAISE = {"action": "dance", "reference": "d9"}
CLAIM = {"reward_id": "five-off", "reference": "c9"}
PROGRAMME = example("publish_programme")
STRANGER = "tsk_" + "x" * 43

NOBODY = (401, "unauthorized", "Authorization: Bearer")
SELLERS_ONLY = (403, "forbidden", "the scope checkout")
READERS_ONLY = (403, "forbidden", "the scope read")
OPERATORS_ONLY = (403, "forbidden", "the scope admin")
ANNA_ONLY = (403, "forbidden", "that member alone")
NO_ROUTE = (404, "unknown_route", "openapi.json")
NO_ACTION = (404, "unknown_action", "no action")
NO_ID = (400, "invalid_request", "1 to 64 letters")

Sent = tuple[Any, ...]
Refused = tuple[int, str, str]

# Verb, path, token and body of a call, and what is said to it: status, code and some words.
CALLS: dict[str, tuple[Sent, Refused]] = {
    "no token": (("GET", "/members/anna"), NOBODY),
    "half a token": (("GET", "/members/anna", STRANGER[:20]), NOBODY),
    "a token that nobody made": (("GET", "/members/anna", STRANGER), NOBODY),
    "an endless token": (("GET", "/members/anna", "x" * 3000), NOBODY),
    "a reader who sells": (("PUT", "/orders/o7", "read", ORDER), SELLERS_ONLY),
    "a seller who publishes": (("PUT", "/programme", "checkout", PROGRAMME), OPERATORS_ONLY),
    "a seller who moves time": (("PUT", "/clock", "checkout", {"now": NOW}), OPERATORS_ONLY),
    "a seller who reads": (("GET", "/members/anna", "checkout"), READERS_ONLY),
    "an operator who reads": (("GET", "/members/anna", "admin"), READERS_ONLY),
    "a member who sells": (("PUT", "/orders/o7", "anna", ORDER), SELLERS_ONLY),
    "a member who reserves": (("PUT", "/redemptions/x7", "anna", QUOTE), SELLERS_ONLY),
    "a member who makes tokens": (("POST", "/members/anna/token", "anna", {}), SELLERS_ONLY),
    "a member who praises": (("POST", "/members/anna/actions", "anna", PRAISE), SELLERS_ONLY),
    "an action that earns nothing": (("POST", "/members/anna/actions", "checkout", PRAISE), NO_ACTION),
    "a member who gives": (("POST", "/members/anna/adjustments", "anna", GIFT), OPERATORS_ONLY),
    "a member who looks for others": (("GET", "/members?email=b@example.com", "anna"), READERS_ONLY),
    "a member who reads another": (("GET", "/members/bruno", "anna"), ANNA_ONLY),
    "a member at another's statement": (("GET", "/members/bruno/entries", "anna"), ANNA_ONLY),
    "a member who claims for another": (("POST", "/members/bruno/rewards", "anna", CLAIM), ANNA_ONLY),
    "a member with another's cart": (("POST", "/quotes", "anna", QUOTE | {"member_id": "bruno"}), ANNA_ONLY),
    "a member with nobody's cart": (("POST", "/quotes", "anna", {"cart": CART}), ANNA_ONLY),
    "a member with a number for a name": (("POST", "/quotes", "anna", QUOTE | {"member_id": 7}), ANNA_ONLY),
    "a member at an order": (("GET", "/orders/none/explanation", "anna"), (404, "unknown_order", "no order")),
    "a wrong verb": (("PATCH", "/members/anna", "read"), NO_ROUTE),
    "a post where a put is": (("POST", "/orders/o7", "checkout", ORDER), NO_ROUTE),
    "a route that is none": (("GET", "/nowhere", "read"), NO_ROUTE),
    "nothing of a member's": (("GET", "/members/anna/secrets", "read"), NO_ROUTE),
    "no route at all": (("GET", "/", "read"), NO_ROUTE),
    "a blank in an id": (("GET", "/members/a%20b", "read"), NO_ID),
    "another alphabet in an id": (("GET", "/members/%C3%A4", "read"), NO_ID),
    "half a letter in an id": (("GET", "/members/%ff", "read"), NO_ID),
    "a zero byte in an id": (("GET", "/members/%00", "read"), NO_ID),
    "a mark of keys in an id": (("GET", "/members/a%23b", "read"), NO_ID),
    "a bad escape in an id": (("GET", "/members/%ZZ", "read"), NO_ID),
    "an escaped escape in an id": (("GET", "/members/a%252Fb", "read"), NO_ID),
    "an id too long": (("GET", f"/members/{'a' * 65}", "read"), NO_ID),
    "a reward that is none": (
        ("POST", "/members/anna/rewards", "checkout", CLAIM | {"reward_id": "none"}),
        (404, "unknown_reward", "no reward"),
    ),
    "a reservation of nothing": (
        ("PUT", "/redemptions/x7", "checkout", QUOTE),
        (409, "insufficient_balance", "ask for a quote"),
    ),
    "a voucher that is none": (
        ("PUT", "/redemptions/x7", "checkout", QUOTE | {"vouchers": ["NONE"]}),
        (409, "voucher_not_applicable", "no unused voucher"),
    ),
    "a capture of nothing": (
        ("POST", "/redemptions/x7/capture", "checkout", {"order_id": "o7"}),
        (404, "unknown_redemption", "reserve it first"),
    ),
    "taking more than there is": (
        ("POST", "/members/anna/adjustments", "admin", GIFT | {"amount": -999}),
        (409, "insufficient_balance", "more than is available"),
    ),
    "a clock that goes back": (
        ("PUT", "/clock", "admin", {"now": "2026-01-01T00:00:00Z"}),
        (409, "conflict", "moves forward only"),
    ),
}

# Calls and words of what is said to them: 400 invalid_request.
FAULTS: dict[str, tuple[Sent, str]] = {
    "a parameter that nobody knows": (("GET", "/members/anna?x=1", "read"), "no such field"),
    "a parameter twice": (("GET", "/members/anna/entries?limit=1&limit=2", "read"), "twice"),
    "too many at once": (("GET", "/members/anna/entries?limit=101", "read"), "100 or less"),
    "a cursor that is none": (("GET", "/members/anna/entries?cursor=%C3%A9", "read"), "next_cursor"),
    "a wallet that is none": (("GET", "/members/anna/entries?wallet=gold", "read"), "points or cashback"),
    "an instant that is none": (("GET", "/members/anna/balance?as_of=now", "read"), "offset"),
    "the end of time": (("GET", "/members/anna/balance?as_of=9999-12-31T23:59:59Z", "read"), "between the years"),
    "nobody's e-mail": (("GET", "/members", "read"), "missing"),
    "an enrolment without e-mail": (("PUT", "/members/bruno", "checkout", {}), "e-mail"),
    "no e-mail at all": (("PUT", "/members/bruno", "checkout", {"email": "bruno"}), "not an e-mail"),
    "a country that is none": (("PUT", "/members/anna", "checkout", {"country": "Italy"}), "two letters"),
    "a day that never was": (("PUT", "/members/anna", "checkout", {"birthday": "2026-02-30"}), "there is no day"),
    "a float for cashback": (
        ("POST", "/members/anna/adjustments", "admin", GIFT | {"wallet": "cashback", "amount": 1.5}),
        "write it as a string",
    ),
    "half a point": (("POST", "/members/anna/adjustments", "admin", GIFT | {"amount": 1.5}), "whole number"),
    "a token for a second": (("POST", "/members/anna/token", "checkout", {"ttl_seconds": 1}), "60 or more"),
    "a refund of two kinds": (
        ("POST", "/orders/o7/refunds", "checkout", {"refund_id": "r", "amount": "1.00", "lines": [{"line_id": "1"}]}),
        "either an amount or a quantity",
    ),
    "a programme of nothing": (("PUT", "/programme", "admin", {}), "it is missing"),
    "a programme in other money": (("PUT", "/programme", "admin", PROGRAMME | {"currency": "USD"}), "cannot change"),
    "a check of a programme with faults": (
        ("POST", "/programme/check", "admin", PROGRAMME | {"timezone": "Mars/Olympus"}),
        "is not a time zone",
    ),
}


@pytest.mark.parametrize("sent, said", CALLS.values(), ids=CALLS.keys())
def test_a_call_of(sent: Sent, said: Refused, shop: Shop) -> None:
    assert_refused(shop.ask(*sent), *said)


@pytest.mark.parametrize("sent, words", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_of(sent: Sent, words: str, shop: Shop) -> None:
    assert_refused(shop.ask(*sent), 400, "invalid_request", words)


def test_a_revoked_token_is_out(shop: Shop) -> None:
    client, table = shop.client("dynamodb"), shop.stack.table
    token, kept = create_token(client, table, name="lost", scopes=["read"], now=datetime.now(UTC))
    assert revoke_token(client, table, kept.id)
    assert_refused(shop.ask("GET", "/members/anna", token), *NOBODY)


def test_a_slash_in_an_id_is_no_way_round(shop: Shop) -> None:
    said = shop.ask("GET", "/members/bruno%2F..%2Fanna", "anna")
    assert said.status in (400, 403, 404), said.body
    assert said.media_type == "application/problem+json"
