"""Pages of the shop's own sites reach the deployed API with member tokens, and no other pages do (docs/security.md)."""

import urllib.error
import urllib.request
from typing import Any

import pytest

from tests.stack.calling import Shop
from tests.stack.problems import assert_refused

OWN, ALSO_OWN = "https://shop.example", "https://m.shop.example"
OTHERS = ("https://evil.example", "https://shop.example.evil.example", "http://shop.example", "null", "*")
ASKED = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}


def preflight(shop: Shop, path: str, origin: str) -> tuple[int, Any]:
    """What a browser is told before it calls."""
    request = urllib.request.Request(shop.stack.api_url + path, method="OPTIONS", headers={"Origin": origin, **ASKED})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers


@pytest.mark.parametrize("path", ["/members/anna", "/quotes", "/rewards", "/members/anna/entries/1-0/explanation"])
def test_a_page_of_the_shop_may_ask_with_its_token(path: str, shop: Shop) -> None:
    for origin in (OWN, ALSO_OWN):
        status, headers = preflight(shop, path, origin)
        assert (status, headers["Access-Control-Allow-Origin"], headers["Vary"]) == (204, origin, "Origin")
        assert headers["Access-Control-Allow-Headers"] == "Authorization, Content-Type"
        assert headers["Access-Control-Allow-Credentials"] is None


@pytest.mark.parametrize("origin", OTHERS)
def test_another_page_may_not(origin: str, shop: Shop) -> None:
    status, headers = preflight(shop, "/members/anna", origin)
    assert (status, headers["Access-Control-Allow-Origin"], headers["Vary"]) == (403, None, "Origin")
    answered = shop.ask("GET", "/members/anna", "anna", headers={"Origin": origin})
    assert (answered.status, answered.headers["Access-Control-Allow-Origin"]) == (200, None)


def test_what_members_never_call_takes_no_preflight(shop: Shop) -> None:
    assert preflight(shop, "/programme", OWN)[0] == 404
    published = shop.ask("GET", "/programme", "read", headers={"Origin": OWN})
    assert (published.status, published.headers["Access-Control-Allow-Origin"]) == (200, None)


def test_a_page_reads_answers_and_refusals_alike(shop: Shop) -> None:
    for path, status in (("/members/anna", 200), ("/members/bruno", 403)):
        said = shop.ask("GET", path, "anna", headers={"Origin": OWN})
        assert (said.status, said.headers["Access-Control-Allow-Origin"]) == (status, OWN)
        assert said.headers["Access-Control-Expose-Headers"] == "Retry-After, Idempotent-Replayed"


def test_a_page_sees_that_its_token_is_over(shop: Shop) -> None:
    said = shop.ask("GET", "/members/anna", "x" * 30, headers={"Origin": OWN})
    assert_refused(said, 401, "unauthorized", "Authorization: Bearer")
    assert said.headers["Access-Control-Allow-Origin"] == "*"
