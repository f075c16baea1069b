"""The frame around every route: what is read of a path and a query, how it is answered."""

import json
from typing import Any

import pytest

from tessera.edge.http import Api
from tests.edge.frame import READER, TILL, answered, refused


def test_an_answer_is_compact_utf_8_json_that_is_not_to_be_kept(api: Api, request_event: Any) -> None:
    answer = api(request_event("PUT", "/members/{member_id}", {}, caller=TILL, ids={"member_id": "anna"}), None)
    assert answer["statusCode"] == 201
    assert answer["body"] == '{"città":"Forlì"}'
    assert answer["headers"]["Content-Type"] == "application/json"
    assert answer["headers"]["Cache-Control"] == "no-store"
    assert answer["headers"]["X-Content-Type-Options"] == "nosniff"


def test_a_replay_says_so(api: Api, request_event: Any) -> None:
    sent = request_event("PUT", "/members/{member_id}", {"kind": "replayed"}, caller=TILL, ids={"member_id": "anna"})
    answer = api(sent, None)
    assert (answer["statusCode"], answer["headers"]["Idempotent-Replayed"]) == (201, "true")


def test_a_view_may_answer_with_another_of_its_statuses(api: Api, request_event: Any) -> None:
    sent = request_event("PUT", "/members/{member_id}", {"kind": "parked"}, caller=TILL, ids={"member_id": "anna"})
    assert api(sent, None)["statusCode"] == 202


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [("refused", 404, "unknown_member"), ("busy", 409, "busy"), ("conflict", 409, "conflict")],
)
def test_a_refusal_is_a_problem(api: Api, request_event: Any, kind: str, status: int, code: str) -> None:
    sent = request_event("PUT", "/members/{member_id}", {"kind": kind}, caller=TILL, ids={"member_id": "anna"})
    answer = api(sent, None)
    refused(answer, status, code)
    assert ("Retry-After" in answer["headers"]) == (code == "busy")


def test_the_unexpected_is_a_500_that_tells_nothing_but_where_to_look(
    api: Api, request_event: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = request_event("PUT", "/members/{member_id}", {"kind": "unexpected"}, caller=TILL, ids={"member_id": "anna"})
    problem = refused(api(sent, None), 500, "internal_error")
    assert "secret" not in json.dumps(problem)
    assert "req-1" in problem["detail"]


@pytest.mark.parametrize("wrong", ["a b", "a/b", "", "x" * 65, "città", "a%00", "a\n"])
def test_an_id_in_the_path_is_an_id(api: Api, request_event: Any, wrong: str) -> None:
    sent = request_event("GET", "/members/{member_id}", caller=READER, ids={"member_id": wrong})
    assert refused(api(sent, None), 400, "invalid_request")["errors"][0]["path"] == "member_id"


def test_an_id_in_the_path_may_be_percent_encoded(api: Api, request_event: Any) -> None:
    sent = request_event("GET", "/members/{member_id}", caller=READER, ids={"member_id": "shop%3A7"})
    assert answered(api(sent, None))[1]["id"] == "shop:7"


def test_a_query_is_converted_and_bounded_and_has_no_parameter_but_its_own(api: Api, request_event: Any) -> None:
    def ask(**query: list[str]) -> dict[str, Any]:
        sent = request_event("GET", "/members/{member_id}", caller=READER, ids={"member_id": "anna"}, query=query)
        answer: dict[str, Any] = api(sent, None)
        return answer

    assert answered(ask(limit=["7"]))[1]["limit"] == 7
    for wrong in ({"limit": ["0"]}, {"limit": ["101"]}, {"limit": ["ten"]}, {"limit": ["1", "2"]}, {"limits": ["1"]}):
        problem = refused(ask(**wrong), 400, "invalid_request")
        assert problem["errors"][0]["path"] in wrong
    sent = request_event("PUT", "/members/{member_id}", {}, caller=TILL, ids={"member_id": "a"}, query={"x": ["1"]})
    refused(api(sent, None), 400, "invalid_request")
