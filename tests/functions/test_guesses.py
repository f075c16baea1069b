"""Somebody who types one code after the other is told to wait, within what template.yaml allows the function."""

import json
from typing import Any

import pytest

from tests.functions.test_routes import Send, send

__all__ = ["send"]
BEFORE = ("publish_programme", "put_member", "adjust")


@pytest.fixture
def opened(send: Send) -> Send:
    """A shop whose member has points to spend."""
    for name in BEFORE:
        assert send(name)["statusCode"] < 300
    return send


def test_the_eleventh_wrong_voucher_is_answered_with_when_to_come_again(opened: Send, event: Any) -> None:
    asked = json.loads(event("reserve")["body"])
    answers = [opened("reserve", body=json.dumps({**asked, "vouchers": [f"WRONG-{number}"]})) for number in range(11)]
    assert [each["statusCode"] for each in answers] == [409] * 10 + [429]
    refused = json.loads(answers[-1]["body"])
    assert (refused["code"], refused["status"]) == ("too_many_requests", 429)
    assert answers[-1]["headers"]["Retry-After"] == "3600"  # time stands still here
    quoted = json.loads(event("quote")["body"]) | {"use": {"vouchers": ["WRONG-12"]}}
    assert opened("quote", body=json.dumps(quoted))["statusCode"] == 429
    assert opened("quote")["statusCode"] == 200


def test_the_eleventh_wrong_code_of_referral_is_answered_with_when_to_come_again(opened: Send, event: Any) -> None:
    bea = {"resource": "/members/{member_id}", "path": "/members/bea", "pathParameters": {"member_id": "bea"}}
    bodies = [json.dumps({"email": "bea@example.com", "referral_code": f"WRONG{number:02d}"}) for number in range(11)]
    answers = [opened("put_member", **bea, body=body) for body in bodies]
    assert [each["statusCode"] for each in answers] == [404] * 10 + [429]
    assert answers[-1]["headers"]["Retry-After"] == "3600"
