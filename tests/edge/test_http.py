"""The frame around every route: who may, what is read, how it is answered."""

import base64
import json
from typing import Any

import pytest

from tessera.domain.order import Body, Id, Order, Reading
from tessera.domain.redeeming import QuoteRequest
from tessera.domain.refusals import Busy, Conflict, Fault, UnknownMember
from tessera.edge.callers import ADMIN, CHECKOUT, MEMBER, READ
from tessera.edge.http import Api, Reply
from tessera.edge.queries import Limit
from tessera.edge.routes import Call, Query
from tessera.operations.carrying_out import Answer

TILL = {"kind": "shop", "subject": "t1", "scopes": "checkout"}
READER = {"kind": "shop", "subject": "t2", "scopes": "read"}
ANNA = {"kind": "member", "subject": "anna"}


class Gift(Body):
    """What the test's own route takes."""

    member_id: Id | None = None
    kind: str = "given"


class Window(Query):
    """The query of the test's own read."""

    limit: Limit = 20


class ARefusal(Exception):
    """Not a refusal: something unexpected."""


@pytest.fixture
def api() -> Api:
    made = Api("test", reading=lambda: Reading(2))

    @made.reads("/members/{member_id}", who=(READ, MEMBER), query=Window, answers={200: None}, summary="Read")
    def read_one(call: Call[Window]) -> Reply:
        return Reply({"id": call.path["member_id"], "limit": call.asked.limit, "by": call.caller.kind})

    @made.writes("PUT", "/members/{member_id}", who=(CHECKOUT,), body=Gift, answers={201: None}, summary="Write")
    def write_one(call: Call[Gift]) -> Answer | Reply:
        match call.asked.kind:
            case "refused":
                raise UnknownMember("There is no such member.")
            case "busy":
                raise Busy("Later.")
            case "conflict":
                raise Conflict("Other content.", (Fault("kind", "differs"),))
            case "unexpected":
                raise ARefusal("a secret of the house")
            case "replayed":
                return Answer({"ok": True}, replayed=True)
            case "parked":
                return Reply({"ok": True}, 202)
        return Answer({"città": "Forlì"})

    @made.writes("POST", "/quotes", who=(CHECKOUT, MEMBER), body=Gift, answers={200: None}, summary="Quote")
    def quote(call: Call[Gift]) -> Reply:
        return Reply({"for": call.asked.member_id})

    @made.writes(
        "PUT", "/orders/{order_id}", who=(CHECKOUT,), body=Order, answers={201: None}, summary="O", is_priced=True
    )
    def award(call: Call[Order]) -> Reply:
        return Reply({"total": call.asked.total})

    @made.reads("/openapi.json", who=(), query=Query, answers={200: None}, summary="Open")
    def opened(call: Call[Query]) -> Reply:
        return Reply({"by": call.caller.kind})

    return made


def answered(answer: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    return answer["statusCode"], json.loads(answer["body"])


def refused(answer: dict[str, Any], status: int, code: str) -> dict[str, Any]:
    """The problem in an answer, which must have this form, status and code."""
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    found, problem = answered(answer)
    assert set(problem) == {"type", "title", "status", "detail", "code", "errors"}
    assert (found, problem["status"], problem["code"]) == (status, status, code), problem
    return problem


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


@pytest.mark.parametrize(
    "raw",
    [
        "nonsense",
        "[]",
        '"anna"',
        "{",
        '{"a": 1, "a": 2}',
        '{"a": NaN}',
        '{"a": -Infinity}',
        '{"a": 1e999}',
        '{"a": "\\ud800"}',
        '{"\\ud800": 1, "\\ud800": 2}',
        '{"a": ' + "[" * 60 + "]" * 60 + "}",
        "[" * 200_000,
        '{"a": ' * 30_000,
        '{"a": 1' + "0" * 5_000 + "}",
        '{"kind": "x"}\ud800',
        "ÿþ",
    ],
)
def test_rubbish_is_a_problem_that_says_what_is_wrong(api: Api, request_event: Any, raw: str) -> None:
    sent = request_event("PUT", "/members/{member_id}", caller=TILL, ids={"member_id": "anna"}, raw=raw)
    problem = refused(api(sent, None), 400, "invalid_request")
    assert problem["detail"].endswith((".", "?"))


def test_a_body_over_256_kb_is_too_large(api: Api, request_event: Any) -> None:
    sent = request_event("PUT", "/members/{member_id}", caller=TILL, ids={"member_id": "anna"}, raw="è" * 140_000)
    refused(api(sent, None), 413, "invalid_request")


def test_a_body_may_come_in_base64_and_with_a_byte_order_mark(api: Api, request_event: Any) -> None:
    def put(raw: bytes) -> dict[str, Any]:
        text = base64.b64encode(raw).decode()
        ids = {"member_id": "anna"}
        sent = request_event("PUT", "/members/{member_id}", caller=TILL, ids=ids, raw=text, is_base64=True)
        answer: dict[str, Any] = api(sent, None)
        return answer

    assert put(b"\xef\xbb\xbf{}")["statusCode"] == 201
    refused(put(b"\xff\xfe{"), 400, "invalid_request")


def test_money_as_a_float_is_refused_with_the_reason(api: Api, request_event: Any) -> None:
    line = {"line_id": "1", "sku": "TEE-1", "quantity": 1, "unit_price": 12.5}
    body = {"placed_at": "2026-01-10T10:00:00+01:00", "lines": [line]}
    sent = request_event("PUT", "/orders/{order_id}", body, caller=TILL, ids={"order_id": "o1"})
    problem = refused(api(sent, None), 400, "invalid_request")
    assert problem["errors"][0]["path"] == "lines[0].unit_price"
    assert 'a JSON float cannot hold money exactly; write it as a string, "12.34"' in problem["errors"][0]["message"]


def test_every_fault_of_a_body_is_told_at_once_in_plain_words(api: Api, request_event: Any) -> None:
    line = {"line_id": "no spaces", "sku": "", "quantity": 0, "unit_price": "1,50", "colour": "red"}
    body = {"placed_at": "yesterday", "lines": [line, 7], "currency": "euro", "tag": []}
    sent = request_event("PUT", "/orders/{order_id}", body, caller=TILL, ids={"order_id": "o1"})
    errors = {each["path"]: each["message"] for each in refused(api(sent, None), 400, "invalid_request")["errors"]}
    assert errors == {
        "lines[0].line_id": '"line_id": write 1 to 64 letters, digits, dots, colons, dashes or underscores; '
        'this is "no spaces".',
        "lines[0].sku": '"sku": write at least 1 letters.',
        "lines[0].quantity": '"quantity": must be 1 or more.',
        "lines[0].unit_price": '"unit_price": "1,50" has a comma; decimals follow a point, as in "12.34".',
        "lines[0].colour": '"colour": there is no such field here; the fields are line_id, sku, quantity, unit_price, '
        "name, discount, tax, kind, categories, brand, labels.",
        "lines[1]": '"lines": write a JSON object.',
        "placed_at": '"placed_at": write an instant with its offset, such as 2026-01-10T10:00:00+01:00.',
        "currency": '"currency": write the three letters of ISO 4217, such as EUR; this is "euro".',
        "tag": '"tag": there is no such field here; did you mean "tags"?',
    }


def test_501_lines_are_refused_with_the_number_that_is_possible(api: Api, request_event: Any) -> None:
    lines = [{"line_id": str(n), "sku": "A", "quantity": 1, "unit_price": "1.00"} for n in range(501)]
    body = {"placed_at": "2026-01-10T10:00:00+01:00", "lines": lines}
    sent = request_event("PUT", "/orders/{order_id}", body, caller=TILL, ids={"order_id": "o1"})
    problem = refused(api(sent, None), 400, "invalid_request")
    assert problem["errors"] == [{"path": "lines", "message": '"lines": at most 500 are possible, these are 501.'}]


def test_a_route_for_admins_alone_says_so(request_event: Any) -> None:
    api = Api("other")

    @api.writes("POST", "/members/{member_id}/adjustments", who=(ADMIN,), body=Gift, answers={201: None}, summary="A")
    def adjust(call: Call[Gift]) -> Reply:
        return Reply({})

    sent = request_event("POST", "/members/{member_id}/adjustments", {}, caller=TILL, ids={"member_id": "anna"})
    assert "a shop token with the scope admin" in refused(api(sent, None), 403, "forbidden")["detail"]


def test_a_choice_of_shapes_is_refused_without_naming_shapes(request_event: Any) -> None:
    api = Api("other", reading=lambda: Reading(2))

    @api.writes("POST", "/quotes", who=(CHECKOUT,), body=QuoteRequest, answers={200: None}, summary="Q", is_priced=True)
    def quote(call: Call[QuoteRequest]) -> Reply:
        return Reply({})

    def paths(use: object) -> set[str]:
        body = {"member_id": "anna", "cart": {"lines": []}, "use": use}
        errors = refused(api(request_event("POST", "/quotes", body, caller=TILL), None), 400, "invalid_request")
        return {each["path"] for each in errors["errors"]}

    assert paths("best") == {"cart.lines"}
    assert {"use.points", "use.point", "use.Use"} <= paths({"points": "7", "point": 7, "Use": {}})
    assert paths(7) == {"cart.lines", "use"}
