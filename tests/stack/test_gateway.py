"""What the deployed gateway says by itself: a problem that says what to do, never a bare word (docs/rules.md §10)."""

import json
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from tessera.commands.local_stack import LocalStack
from tessera.edge.keychain import Keychain
from tessera.edge.member_tokens import member_token

NOBODY = ""
A_STRANGER = "tsk_" + "x" * 43
A_FORGER = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm5hIn0.c2lnbmF0dXJl"

SAID = {
    "no token": ("GET", "/members/anna", NOBODY, 401, "unauthorized"),
    "what cannot be a token": ("GET", "/members/anna", "x", 401, "unauthorized"),
    "a token that nobody made": ("GET", "/members/anna", A_STRANGER, 401, "unauthorized"),
    "a member token that nobody signed": ("GET", "/members/anna", A_FORGER, 401, "unauthorized"),
    "a verb that the route has not": ("PATCH", "/members/anna", A_STRANGER, 404, "unknown_route"),
    "a route that is none": ("GET", "/nowhere", A_STRANGER, 404, "unknown_route"),
}


@pytest.mark.parametrize("verb, path, token, status, code", SAID.values(), ids=SAID.keys())
def test_the_gateway_refuses_with_a_problem(
    verb: str, path: str, token: str, status: int, code: str, local_stack: LocalStack
) -> None:
    found, media_type, problem = _ask(local_stack, verb, path, token)
    assert (found, media_type) == (status, "application/problem+json")
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["detail"].endswith(".")


def test_a_member_token_that_is_over_changed_or_unsigned_lets_nobody_in(local_stack: LocalStack) -> None:
    good, over = _of_anna(local_stack, hours=0), _of_anna(local_stack, hours=-2)
    header, claims, signature = good.split(".")
    changed = f"{header}.{claims[:-1]}{'A' if claims[-1] != 'A' else 'B'}.{signature}"
    for token in (over, changed, f"{header}.{claims}.{'A' * len(signature)}", f"{header}.{claims}."):
        found, media_type, problem = _ask(local_stack, "GET", "/members/anna", token)
        assert (found, media_type, problem["code"]) == (401, "application/problem+json", "unauthorized")
    assert (
        _ask(local_stack, "GET", "/members/bruno", good)[2]["code"] == "forbidden"
    )  # let in, and told what it is not for


def test_the_description_is_open(local_stack: LocalStack) -> None:
    status, _, description = _ask(local_stack, "GET", "/openapi.json", NOBODY)
    assert status == 200
    assert description["openapi"].startswith("3.1")


def _of_anna(stack: LocalStack, *, hours: int) -> str:
    """A token of anna's, signed with the stack's own key, as made so many hours from now."""
    session = boto3.Session("test", "test", region_name=stack.region)
    secret = session.client("secretsmanager", endpoint_url=stack.endpoint).get_secret_value(SecretId=stack.secret)
    key = Keychain(secret["SecretString"].encode()).member_tokens()
    return member_token(key, "anna", now=datetime.now(UTC) + timedelta(hours=hours))


def _ask(stack: LocalStack, verb: str, path: str, token: str) -> tuple[int, str, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(stack.api_url + path, method=verb, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers["Content-Type"], json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers["Content-Type"], json.load(refused)
