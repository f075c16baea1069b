"""The deployed API plays the story of events/: every route, over HTTP, through the authorizer and the gateway."""

from typing import Any
from urllib.parse import urlencode

import pytest
from pydantic import TypeAdapter

from tessera.commands.emulators import ROOT
from tessera.edge.answers.problems import Problem
from tessera.edge.callers import MEMBER
from tessera.edge.loading import apis_in
from tessera.edge.routes import Route
from tests.functions.story import DELIVERIES, PAGES, STORY
from tests.stack.calling import NOW, Said, Shop, event

REACHES_NO_PHONES = {"put_device": 409}
"""A stack without a platform application says so; letting go of a phone is the same with one and without."""
WITH_A_KEY = ("adjust", "award_order", "claim_reward", "reserve", "capture", "refund_order")


@pytest.fixture(scope="module")
def played(shop: Shop) -> dict[str, Said]:
    """The last answer to each event, once the story has been played from its beginning."""
    shop.ask("PUT", "/clock", "admin", {"now": NOW, "fresh": True})
    answers = {}
    for name, status in STORY:
        if name in (*PAGES, *DELIVERIES):
            continue  # their links, and they themselves, are signed for another stack
        answers[name] = send(shop, name)
        assert answers[name].status == REACHES_NO_PHONES.get(name, status), (name, answers[name].body)
    return answers


def test_every_answer_has_its_declared_shape(played: dict[str, Said]) -> None:
    for name, said in played.items():
        shape = route_of(name).answers[said.status] if said.status < 400 else Problem
        assert TypeAdapter(shape).validate_python(said.body, strict=True) == said.body, name


def test_every_answer_is_json_that_nobody_keeps(played: dict[str, Said]) -> None:
    for name, said in played.items():
        expected = "application/json" if said.status < 400 else "application/problem+json"
        assert (said.media_type, said.headers["Cache-Control"]) == (expected, "no-store"), name


def test_a_write_that_comes_again_is_answered_as_the_first_time(played: dict[str, Said], shop: Shop) -> None:
    for name in WITH_A_KEY:
        again = send(shop, name)
        assert again.headers["Idempotent-Replayed"] == "true", name
        assert again.body == played[name].body


def test_a_refund_that_comes_before_its_order_is_taken_back_with_it(played: dict[str, Said], shop: Shop) -> None:
    shop.ask("PUT", "/members/lea", "checkout", {"email": "lea@example.com"})
    placed = {"member_id": "lea", "placed_at": NOW, "lines": [line("10.00")]}
    assert shop.ask("POST", "/orders/late/refunds", "checkout", {"refund_id": "r1", "amount": "4.00"}).status == 202
    awarded = shop.ask("PUT", "/orders/late", "checkout", placed)
    assert (awarded.status, awarded.body["awards"][0]["amount"]) == (201, 10)
    (only,) = shop.ask("GET", "/orders/late", "read").body["lines"]
    assert only["refunded"] == "4.00"


def line(price: str) -> dict[str, Any]:
    return {"line_id": "1", "sku": "MUG-1", "quantity": 1, "unit_price": price}


def send(shop: Shop, name: str) -> Said:
    """An event as a request, by the member where one may, else by the shop."""
    sent, route = event(name), route_of(name)
    query = sent["queryStringParameters"]
    path = sent["path"] + (f"?{urlencode(query)}" if query else "")
    token = "anna" if MEMBER in route.who else next(iter(route.who), None)
    raw = sent["body"].encode() if sent["body"] else None
    return shop.ask(route.verb, path, token, raw=raw)


def route_of(name: str) -> Route[Any]:
    return ROUTES[event(name)["httpMethod"], event(name)["resource"]]


ROUTES = {(route.verb, route.path): route for api in apis_in(ROOT / "functions") for route in api.declared}
