"""What every answer tells browsers: pages of the shop may read what members may call, and nobody keeps or frames it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tessera.edge.callers import MEMBER, READ
from tessera.edge.http import Api, Reply
from tessera.edge.routes import Call, Query
from tessera.edge.security_headers import SECURITY_HEADERS
from tessera.edge.settings import settings

ANNA = {"kind": "member", "subject": "anna"}
READER = {"kind": "shop", "subject": "t1", "scopes": "read"}
OWN, EVIL = "https://shop.example", "https://evil.example"
OF_MEMBERS, OF_SHOPS = "/members/{member_id}", "/referrals"


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """A route that members may call, and one that only shops may, at a shop with one site."""
    monkeypatch.setenv("TABLE_NAME", "ledger")
    monkeypatch.setenv("SHOP_ORIGINS", OWN)
    settings.cache_clear()
    made = Api("test")
    for path, who in ((OF_MEMBERS, (READ, MEMBER)), (OF_SHOPS, (READ,))):
        made.reads(path, who=who, query=Query, answers={200: None}, summary="R")(_nothing)
    yield made
    settings.cache_clear()


@pytest.fixture
def headers(api: Api, request_event: Any) -> Any:
    def asked(path: str, caller: dict[str, str] | None, origin: str | None = None) -> dict[str, str]:
        sent = request_event("GET", path, caller=caller, ids={"member_id": "anna"} if path == OF_MEMBERS else None)
        answer: dict[str, str] = api({**sent, "headers": {"Origin": origin} if origin else {}}, None)["headers"]
        return answer

    return asked


def _nothing(call: Call[Query]) -> Reply:
    return Reply({})


def test_a_page_of_the_shop_reads_what_members_may_call_refusals_too(headers: Any) -> None:
    for caller in (ANNA, ANNA | {"subject": "bruno"}):
        told = headers(OF_MEMBERS, caller, OWN)
        assert (told["Access-Control-Allow-Origin"], told["Vary"]) == (OWN, "Origin")
        assert told["Access-Control-Expose-Headers"] == "Retry-After, Idempotent-Replayed"


def test_another_page_and_no_page_are_told_that_it_depends(headers: Any) -> None:
    for origin in (EVIL, "null", "*", "https://SHOP.example", None):
        told = headers(OF_MEMBERS, ANNA, origin)
        assert ("Access-Control-Allow-Origin" in told, told["Vary"]) == (False, "Origin")


def test_what_no_member_may_call_is_for_no_page(headers: Any) -> None:
    assert "Access-Control-Allow-Origin" not in headers(OF_SHOPS, READER, OWN)


def test_every_answer_is_kept_by_nobody_and_framed_by_nobody(headers: Any) -> None:
    for caller in (ANNA, READER, None):
        assert headers(OF_MEMBERS, caller).items() >= SECURITY_HEADERS.items()
