"""What a body must be, and what is said of one that is not."""

import base64
from typing import Any

import pytest

from tessera.domain.order import Reading
from tessera.domain.redeeming import QuoteRequest
from tessera.edge.callers import CHECKOUT
from tessera.edge.http import Api, Reply
from tessera.edge.routes import Call
from tests.edge.frame import TILL, refused


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
