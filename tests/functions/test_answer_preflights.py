"""Whether a page may call with a member token: its browser asks first, and is answered by the page's exact origin."""

from typing import Any

import pytest

from tessera.edge.settings import settings

OWN = "https://shop.example,https://m.shop.example"


@pytest.fixture
def ask(function: Any, event: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Ask as a page of this origin, at a shop with these origins."""

    def asked(origin: str | None, own: str = OWN) -> dict[str, Any]:
        monkeypatch.setenv("TABLE_NAME", "ledger")
        monkeypatch.setenv("SHOP_ORIGINS", own)
        settings.cache_clear()
        headers = {} if origin is None else {"origin": origin}
        answer: dict[str, Any] = function("answer_preflights").handler({**event("preflight"), "headers": headers}, None)
        settings.cache_clear()
        return answer

    return asked


@pytest.mark.parametrize("origin", OWN.split(","))
def test_a_page_of_the_shop_may_send_its_token(ask: Any, origin: str) -> None:
    answer = ask(origin)
    assert (answer["statusCode"], answer["body"]) == (204, "")
    assert answer["headers"]["Access-Control-Allow-Origin"] == origin
    assert answer["headers"]["Vary"] == "Origin"
    assert "Access-Control-Allow-Credentials" not in answer["headers"]


@pytest.mark.parametrize(
    "origin",
    [None, "", "null", "*", "https://evil.example", "https://shop.example.evil.example", "http://shop.example"],
)
def test_no_other_page_may(ask: Any, origin: str | None) -> None:
    answer = ask(origin)
    assert answer["statusCode"] == 403
    assert "Access-Control-Allow-Origin" not in answer["headers"]


def test_where_the_shop_names_no_site_no_page_may(ask: Any) -> None:
    for origin in ("", "https://shop.example"):
        assert ask(origin, own="")["statusCode"] == 403


def test_the_example_is_a_page_of_the_shop(function: Any, event: Any, stack: Any) -> None:
    assert function("answer_preflights").handler(event("preflight"), None)["statusCode"] == 204
