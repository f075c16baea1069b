"""Who may call which route, and whom a member reaches."""

from typing import Any

import pytest

from tessera.edge.callers import ADMIN
from tessera.edge.http import Api, Reply
from tessera.edge.routes import Call
from tests.edge.frame import ANNA, READER, TILL, Gift, answered, refused


@pytest.mark.parametrize(
    ("verb", "path", "caller", "allowed"),
    [
        ("PUT", "/members/{member_id}", TILL, True),
        ("PUT", "/members/{member_id}", READER, False),
        ("PUT", "/members/{member_id}", ANNA, False),
        ("PUT", "/members/{member_id}", {"kind": "shop", "subject": "t3", "scopes": "admin read"}, False),
        ("GET", "/members/{member_id}", READER, True),
        ("GET", "/members/{member_id}", TILL, False),
        ("GET", "/members/{member_id}", ANNA, True),
        ("GET", "/members/{member_id}", {"kind": "member", "subject": "bruno"}, False),
        ("GET", "/members/{member_id}", {"kind": "member", "subject": "anna", "scopes": "read"}, True),
        ("GET", "/members/{member_id}", {"kind": "operator", "subject": "o1", "scopes": "read"}, False),
    ],
)
def test_scopes_are_literal_and_a_member_reaches_that_member_alone(
    api: Api, request_event: Any, verb: str, path: str, caller: dict[str, str], allowed: bool
) -> None:
    answer = api(request_event(verb, path, caller=caller, ids={"member_id": "anna"}), None)
    if allowed:
        assert answer["statusCode"] in (200, 201)
    else:
        refused(answer, 403, "forbidden")


def test_a_members_quote_is_for_that_member(api: Api, request_event: Any) -> None:
    assert api(request_event("POST", "/quotes", {"member_id": "anna"}, caller=ANNA), None)["statusCode"] == 200
    for other in ({"member_id": "bruno"}, {}, {"member_id": ["anna"]}):
        refused(api(request_event("POST", "/quotes", other, caller=ANNA), None), 403, "forbidden")


def test_without_a_caller_only_what_is_open_answers(api: Api, request_event: Any) -> None:
    refused(api(request_event("GET", "/members/{member_id}", ids={"member_id": "anna"}), None), 401, "unauthorized")
    assert answered(api(request_event("GET", "/openapi.json"), None)) == (200, {"by": "anybody"})


def test_a_route_for_admins_alone_says_so(request_event: Any) -> None:
    api = Api("other")

    @api.writes("POST", "/members/{member_id}/adjustments", who=(ADMIN,), body=Gift, answers={201: None}, summary="A")
    def adjust(call: Call[Gift]) -> Reply:
        return Reply({})

    sent = request_event("POST", "/members/{member_id}/adjustments", {}, caller=TILL, ids={"member_id": "anna"})
    assert "a shop token with the scope admin" in refused(api(sent, None), 403, "forbidden")["detail"]
