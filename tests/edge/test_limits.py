"""What is beyond every limit is refused with words that say so, and never fails (docs/security.md)."""

import base64
import json
from typing import Any

import pytest

from tessera.domain.order import Body
from tessera.edge.callers import CHECKOUT, MEMBER, READ
from tessera.edge.http import Api, Reply
from tessera.edge.queries import Email, Instant, Limit
from tessera.edge.routes import Call, Query

TILL = {"kind": "shop", "subject": "t1", "scopes": "checkout read"}
IDS = {"member_id": "anna"}
DEEP, WIDE = 100_000, 10_000


class Note(Body):
    """What the test's own route takes."""

    text: str = ""
    number: int = 0
    more: tuple[dict[str, str], ...] = ()


class Window(Query):
    """What it may be asked."""

    limit: Limit = 20
    as_of: Instant | None = None
    email: Email | None = None
    cursor: str | None = None


@pytest.fixture
def api() -> Api:
    made = Api("test")

    @made.writes("PUT", "/members/{member_id}", who=(CHECKOUT, MEMBER), body=Note, answers={200: None}, summary="W")
    def write(call: Call[Note]) -> Reply:
        return Reply({"text": call.asked.text})

    @made.reads("/members/{member_id}", who=(READ,), query=Window, answers={200: None}, summary="R")
    def read(call: Call[Window]) -> Reply:
        return Reply({"limit": call.asked.limit})

    return made


@pytest.fixture
def put(api: Api, request_event: Any) -> Any:
    """The answer to a body, and to the same in base64 where it is given as bytes."""

    def sent(raw: str | bytes, **changed: Any) -> dict[str, Any]:
        text = base64.b64encode(raw).decode() if isinstance(raw, bytes) else raw
        route = {"caller": TILL, "ids": IDS, "raw": text, "is_base64": isinstance(raw, bytes)}
        answer: dict[str, Any] = api({**request_event("PUT", "/members/{member_id}", **route), **changed}, None)
        return answer

    return sent


@pytest.fixture
def get(api: Api, request_event: Any) -> Any:
    def asked(member_id: str = "anna", **query: list[str]) -> dict[str, Any]:
        route = {"caller": TILL, "ids": {"member_id": member_id}, "query": query}
        answer: dict[str, Any] = api(request_event("GET", "/members/{member_id}", **route), None)
        return answer

    return asked


def assert_refused(answer: dict[str, Any], status: int, words: str) -> None:
    problem = json.loads(answer["body"])
    assert (answer["statusCode"], answer["headers"]["Content-Type"]) == (status, "application/problem+json"), problem
    assert problem["code"] == "invalid_request"
    assert words in " ".join([problem["detail"], *(each["message"] for each in problem["errors"])]), problem


BODIES: dict[str, tuple[str | bytes, int, str]] = {
    "lists in lists": ("[" * DEEP + "]" * DEEP, 400, "nests"),
    "lists in lists without an end": ("[" * DEEP, 400, "nests"),
    "objects in objects": ('{"a":' * 30_000 + "1" + "}" * 30_000, 400, "nests"),
    "a list in a field": ('{"more":' + "[" * DEEP + "]" * DEEP + "}", 400, "nests"),
    "41 levels": ('{"more":' + "[" * 40 + "]" * 40 + "}", 400, "more than 40 deep"),
    "a number of 10,000 digits": ('{"number":' + "9" * WIDE + "}", 400, "thousands of digits"),
    "a number of 10,000 digits below zero": ('{"number":-' + "9" * WIDE + "}", 400, "thousands of digits"),
    "a number beyond all": ('{"number":1e999999999}', 400, "beyond every number"),
    "not a number": ('{"number":NaN}', 400, "NaN is not JSON"),
    "no end of numbers": ('{"number":Infinity}', 400, "Infinity is not JSON"),
    "no beginning of numbers": ('{"number":-Infinity}', 400, "-Infinity is not JSON"),
    "a key twice": ('{"text":"a","text":"b"}', 400, "stands twice"),
    "a key twice, once escaped": ('{"text":"a","\\u0074ext":"b"}', 400, "stands twice"),
    "half a character": ('{"text":"\\ud800"}', 400, "half a character"),
    "half a character in a key": ('{"\\udfff":1}', 400, "half a character"),
    "a zero character": ('{"text":"a\\u0000b"}', 400, "zero character"),
    "a zero character in a key": ('{"more":[{"\\u0000":""}]}', 400, "zero character"),
    "a zero byte": (b'{"text":"\0"}', 400, "not JSON"),
    "another encoding": ('{"text":"è"}'.encode("latin-1"), 400, "not UTF-8"),
    "UTF-16": ('{"text":"e"}'.encode("utf-16"), 400, "not UTF-8"),
    "half a character in bytes": (b'{"text":"\xed\xa0\x80"}', 400, "not UTF-8"),
    "longer than it need be": (b'{"text":"\xc0\xaf"}', 400, "not UTF-8"),
    "gzip": (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", 400, "not UTF-8"),
    "two bodies": ("{}{}", 400, "not JSON"),
    "a comment": ("{} // text", 400, "not JSON"),
    "a megabyte": (b'{"text":"' + b"x" * (1 << 20) + b'"}', 413, "over 256 KB"),
    "a megabyte that is no text": (b"\xff" * (1 << 20), 413, "over 256 KB"),
}


@pytest.mark.parametrize(("raw", "status", "words"), BODIES.values(), ids=BODIES.keys())
def test_a_body_of(raw: str | bytes, status: int, words: str, put: Any) -> None:
    assert_refused(put(raw), status, words)


def test_a_body_that_says_base64_and_is_none_is_refused(put: Any) -> None:
    for text in ("è", "abc"):
        assert_refused(put(text, isBase64Encoded=True), 400, "not UTF-8")


def test_a_backslash_before_a_zero_is_no_zero_character(put: Any) -> None:
    assert json.loads(put('{"text":"\\\\u0000"}')["body"]) == {"text": "\\u0000"}


def test_what_begins_with_a_byte_order_mark_is_read(put: Any) -> None:
    assert put(b'\xef\xbb\xbf{"text":"a"}')["statusCode"] == 200


@pytest.mark.parametrize("told", ["gzip", "br", "identity", "\0", "x" * 9000])
def test_what_a_client_says_of_its_body_changes_nothing(told: str, put: Any) -> None:
    headers = {"Content-Encoding": told, "Content-Type": told}
    assert put('{"text":"a"}', headers=headers)["statusCode"] == 200
    assert_refused(put(b"\x1f\x8b\x08", headers=headers), 400, "not UTF-8")


@pytest.mark.parametrize(
    "member_id", ["%00", "\0", "a%00", "%", "%ff", "\ud800", "%ed%a0%80", "a" * 9000, "%2e%2f", "a\n"]
)
def test_an_id_that_is_none_is_refused(member_id: str, get: Any) -> None:
    assert_refused(get(member_id), 400, "1 to 64 letters")


QUERIES: dict[str, tuple[dict[str, list[str]], str]] = {
    "a parameter twice": ({"limit": ["1", "1"]}, "twice"),
    "a parameter 500 times": ({"limit": ["1"] * 500}, "twice"),
    "a parameter that nobody knows": ({"x" * 2000: ["1"]}, "no such field"),
    "a parameter without a name": ({"": [""]}, "no such field"),
    "a limit of 10,000 digits": ({"limit": ["9" * WIDE]}, "limit"),
    "a limit in other figures": ({"limit": ["1e1"]}, "whole number"),
    "an instant of 9,000 letters": ({"as_of": ["9" * 9000]}, "offset"),
    "an instant that is half a character": ({"as_of": ["\ud800"]}, "offset"),
    "an e-mail of 300 letters": ({"email": ["a" * 300]}, "at most 254"),
}


@pytest.mark.parametrize(("query", "words"), QUERIES.values(), ids=QUERIES.keys())
def test_a_query_with(query: dict[str, list[str]], words: str, get: Any) -> None:
    assert_refused(get(**query), 400, words)
