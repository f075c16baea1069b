"""The authorizer: a known token becomes a caller for the whole stage; anything else is turned away."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tessera.edge.keychain import keychain
from tessera.edge.member_tokens import member_token
from tessera.edge.tokens import create_token, revoke_token


@pytest.fixture
def authorize(function: Any, stack: Any, event: Any) -> Any:
    module = function("authorize")

    def ask(authorization: str) -> dict[str, Any]:
        answer: dict[str, Any] = module.handler({**event("authorize"), "authorizationToken": authorization}, None)
        return answer

    return ask


def test_a_shop_token_is_let_into_the_whole_stage_with_its_scopes(authorize: Any, stack: Any) -> None:
    token, kept = create_token(
        stack.client("dynamodb"), "ledger", name="till", scopes=["checkout", "read"], now=datetime.now(UTC)
    )
    answer = authorize(f"Bearer {token}")
    assert answer["context"] == {"kind": "shop", "subject": kept.id, "name": "till", "scopes": "checkout read"}
    (statement,) = answer["policyDocument"]["Statement"]
    assert statement["Effect"] == "Allow"
    assert statement["Resource"] == "arn:aws:execute-api:eu-south-1:123456789012:a1b2c3d4e5/v1/*"
    assert token not in str(answer)
    assert answer["usageIdentifierKey"] == "shop1a2b3c4d5e6f7a8b9c0d"


def test_the_example_gets_in_once_its_token_is_made(
    function: Any, stack: Any, event: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler, example = function("authorize").handler, event("authorize")
    with pytest.raises(Exception, match=r"^Unauthorized$"):
        handler(example, None)
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _: example["authorizationToken"].partition("tsk_")[2])
    create_token(stack.client("dynamodb"), "ledger", name="till", scopes=["checkout"], now=datetime.now(UTC))
    assert handler(example, None)["context"]["scopes"] == "checkout"


def test_a_member_token_is_that_member(authorize: Any) -> None:
    token = member_token(keychain().member_tokens(), "anna", now=datetime.now(UTC))
    answer = authorize(f"bearer {token}")
    assert answer["context"] == {"kind": "member", "subject": "anna"}
    assert answer["usageIdentifierKey"] == "member1a2b3c4d5e6f7a8b9c"


def test_a_revoked_token_is_turned_away(authorize: Any, stack: Any) -> None:
    client = stack.client("dynamodb")
    token, kept = create_token(client, "ledger", name="till", scopes=["admin"], now=datetime.now(UTC))
    revoke_token(client, "ledger", kept.id)
    with pytest.raises(Exception, match=r"^Unauthorized$"):
        authorize(f"Bearer {token}")


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer tsk_" + "x" * 43, "Bearer a.b.c", "tsk_" + "x" * 43],
)
def test_anything_else_is_turned_away(authorize: Any, authorization: str) -> None:
    with pytest.raises(Exception, match=r"^Unauthorized$"):
        authorize(authorization)


def test_a_member_token_that_is_over_is_turned_away(authorize: Any) -> None:
    token = member_token(keychain().member_tokens(), "anna", now=datetime.now(UTC) - timedelta(hours=2))
    with pytest.raises(Exception, match=r"^Unauthorized$"):
        authorize(f"Bearer {token}")
