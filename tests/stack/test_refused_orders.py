"""An order that cannot be one is answered with a problem that says what to do, never with a failure of ours."""

import secrets
from typing import Any

import pytest

from tests.stack.calling import NOW, Shop
from tests.stack.problems import assert_refused

LINE = {"line_id": "1", "sku": "MUG-1", "quantity": 1, "unit_price": "10.00"}
ORDER = {"member_id": "anna", "placed_at": NOW, "lines": [LINE]}
LINES_501 = [{**LINE, "line_id": str(number)} for number in range(501)]
A_MEGABYTE = 1 << 20

# What stands otherwise in the order, and words of what is said to it: 400 invalid_request.
FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "a key that nobody knows": ({"colour": "red"}, "there is no such field here"),
    "501 lines": ({"lines": LINES_501}, "at most 500"),
    "no lines": ({"lines": []}, "at least 1"),
    "a line twice": ({"lines": [LINE, LINE]}, "two lines have the line_id"),
    "no currency at all": ({"currency": "euro"}, "three letters"),
    "an id that is none": ({"member_id": "ännä"}, "1 to 64 letters"),
    "tomorrow's date": ({"placed_at": "2026-03-03T12:00:00Z"}, "more than five minutes ahead"),
    "the end of time": ({"placed_at": "9999-12-31T23:59:59Z"}, "between the years"),
    "the beginning of time": ({"placed_at": "0001-01-01T00:00:00Z"}, "between the years"),
    "no time zone": ({"placed_at": "2026-03-02T12:00:00"}, "has no offset"),
    "a discount in a float": ({"discount": 0.5}, "write it as a string"),
    "a discount beyond the goods": ({"discount": "10.01"}, "more than its goods"),
}

# What stands otherwise in its one line.
LINE_FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "a float for money": ({"unit_price": 10.5}, "write it as a string"),
    "more decimals than the currency": ({"unit_price": "1.234"}, "which has 2"),
    "less than nothing": ({"unit_price": "-1.00"}, "may not be negative"),
    "money beyond counting": ({"unit_price": "9" * 40}, "is not a decimal number"),
    "a number in quotes": ({"quantity": "2"}, "write a whole number"),
    "half a unit": ({"quantity": 0.5}, "whole number"),
    "a key that nobody knows": ({"size": "L"}, "there is no such field here"),
    "a key nearly right": ({"quantty": 1}, 'did you mean "quantity"?'),
    "a kind that is none": ({"kind": "gift"}, "write product"),
}

RAW: dict[str, tuple[bytes, int, str]] = {
    "nothing at all": (b"", 400, "it is missing"),
    "an empty object": (b"{}", 400, "it is missing"),
    "a list": (b"[]", 400, "must be a JSON object"),
    "what is no JSON": (b'{"lines":', 400, "not JSON"),
    "a form": (b"member_id=anna&lines=1", 400, "not JSON"),
    "YAML": (b"lines: []", 400, "not JSON"),
    "a key twice": (b'{"lines":[],"lines":[]}', 400, "stands twice"),
    "a number that is none": (b'{"discount":NaN}', 400, "NaN is not JSON"),
    "a number beyond all": (b'{"discount":1e999}', 400, "beyond every number"),
    "thousands of digits": (b'{"discount":' + b"9" * 5000 + b"}", 400, "thousands of digits"),
    "half a letter": (b'{"member_id":"\\ud800"}', 400, "half a character"),
    "an abyss": (b"[" * 100_000, 400, "nests"),
    "1 MB of rubbish": (secrets.token_bytes(A_MEGABYTE), 413, "over 256 KB"),
    "1 MB of JSON": (b'{"a":"' + b"x" * A_MEGABYTE + b'"}', 413, "over 256 KB"),
}


@pytest.mark.parametrize("changed, words", FAULTS.values(), ids=FAULTS.keys())
def test_an_order_with(changed: dict[str, Any], words: str, shop: Shop) -> None:
    assert_refused(shop.ask("PUT", "/orders/o7", "checkout", ORDER | changed), 400, "invalid_request", words)


@pytest.mark.parametrize("changed, words", LINE_FAULTS.values(), ids=LINE_FAULTS.keys())
def test_a_line_with(changed: dict[str, Any], words: str, shop: Shop) -> None:
    order = {**ORDER, "lines": [LINE | changed]}
    assert_refused(shop.ask("PUT", "/orders/o7", "checkout", order), 400, "invalid_request", words)


@pytest.mark.parametrize("raw, status, words", RAW.values(), ids=RAW.keys())
@pytest.mark.parametrize("media_type", ["application/json", "text/plain", "application/x-www-form-urlencoded"])
def test_a_body_of(raw: bytes, status: int, words: str, media_type: str, shop: Shop) -> None:
    said = shop.ask("PUT", "/orders/o7", "checkout", raw=raw, headers={"Content-Type": media_type})
    assert_refused(said, status, "invalid_request", words)


def test_every_fault_is_told_at_once_with_its_place(shop: Shop) -> None:
    order = {**ORDER, "colour": "red", "lines": [LINE | {"unit_price": 10.5}, LINE | {"quantity": "2"}]}
    faults = shop.ask("PUT", "/orders/o7", "checkout", order).body["errors"]
    assert sorted(fault["path"] for fault in faults) == ["colour", "lines[0].unit_price", "lines[1].quantity"]


def test_an_order_in_other_money(shop: Shop) -> None:
    said = shop.ask("PUT", "/orders/o7", "checkout", ORDER | {"currency": "USD"})
    assert_refused(said, 422, "currency_mismatch", "the programme is in EUR")


def test_an_order_of_somebody_unknown(shop: Shop) -> None:
    said = shop.ask("PUT", "/orders/o7", "checkout", ORDER | {"member_id": "nobody"})
    assert_refused(said, 404, "unknown_member", "enrol first")


def test_the_same_key_with_other_content_names_what_differs(shop: Shop) -> None:
    assert shop.ask("PUT", "/orders/o8", "checkout", ORDER).status == 201
    said = shop.ask("PUT", "/orders/o8", "checkout", {**ORDER, "lines": [LINE | {"unit_price": "11.00"}]})
    assert_refused(said, 409, "conflict", "differs")
    assert [fault["path"] for fault in said.body["errors"]] == ["lines[0].unit_price"]


def test_more_than_the_order_cannot_be_refunded(shop: Shop) -> None:
    shop.ask("PUT", "/orders/o9", "checkout", ORDER)
    said = shop.ask("POST", "/orders/o9/refunds", "checkout", {"refund_id": "r1", "amount": "10.01"})
    assert_refused(said, 409, "over_refund", "than is left")
