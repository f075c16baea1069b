"""Shop tokens and member tokens: what is kept of them, and who they let in."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import jwt
import pytest
from moto import mock_aws

from tessera.edge.keychain import Keychain
from tessera.edge.member_tokens import AUDIENCE, ISSUER, member_in, member_token
from tessera.edge.tokens import create_token, list_tokens, recognised, revoke_token

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEY = Keychain(b"a secret of 64 letters").member_tokens()


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        client = boto3.client("dynamodb", region_name="eu-south-1")
        client.create_table(
            TableName="ledger",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
            BillingMode="PAY_PER_REQUEST",
        )
        yield client


def test_a_token_is_recognised_and_kept_nowhere(table: Any) -> None:
    token, kept = create_token(table, "ledger", name="till", scopes=["read", "checkout"], now=NOW)
    assert len(token) == 47 and token.startswith("tsk_")
    assert recognised(table, "ledger", token) == kept
    assert (kept.name, kept.scopes, kept.last_four, kept.revoked) == ("till", ("checkout", "read"), token[-4:], False)
    assert token not in str(table.scan(TableName="ledger")["Items"])


def test_what_is_no_token_is_not_looked_up() -> None:
    nowhere: Any = None
    for wrong in ("", "tsk_", "tsk_" + "x" * 42, "xsk_" + "x" * 43, "tsk_" + "x" * 4000):
        assert recognised(nowhere, "ledger", wrong) is None


def test_a_revoked_token_is_out_and_still_listed(table: Any) -> None:
    token, kept = create_token(table, "ledger", name="till", scopes=["checkout"], now=NOW)
    other, _ = create_token(table, "ledger", name="reports", scopes=["read"], now=NOW)
    assert revoke_token(table, "ledger", kept.id)
    assert recognised(table, "ledger", token) is None
    assert recognised(table, "ledger", other) is not None
    assert {each.name: each.revoked for each in list_tokens(table, "ledger")} == {"till": True, "reports": False}
    assert not revoke_token(table, "ledger", "unknown")


def test_an_unknown_token_is_not_recognised(table: Any) -> None:
    assert recognised(table, "ledger", "tsk_" + "x" * 43) is None


def test_a_member_token_says_who_and_for_how_long() -> None:
    now = datetime.now(UTC)
    token = member_token(KEY, "anna", now=now, ttl_seconds=600)
    assert member_in(KEY, token) == "anna"
    claims = jwt.decode(token, KEY, algorithms=["HS256"], audience=AUDIENCE)
    assert claims["exp"] - claims["iat"] == 600


def claims(**changed: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    whole = {"iss": ISSUER, "sub": "anna", "aud": AUDIENCE, "iat": now, "exp": now + timedelta(hours=1), **changed}
    return {name: value for name, value in whole.items() if value is not None}


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": datetime.now(UTC) - timedelta(minutes=1)},
        {"exp": None},
        {"aud": None},
        {"aud": "others"},
        {"iss": None},
        {"iss": "others"},
        {"sub": None},
        {"iat": None},
    ],
)
def test_a_member_token_with_anything_missing_or_foreign_lets_nobody_in(changed: dict[str, Any]) -> None:
    assert member_in(KEY, jwt.encode(claims(), KEY, algorithm="HS256")) == "anna"
    assert member_in(KEY, jwt.encode(claims(**changed), KEY, algorithm="HS256")) is None


def test_only_this_stacks_key_and_this_algorithm_count() -> None:
    assert member_in(KEY, jwt.encode(claims(), Keychain(b"another").member_tokens(), algorithm="HS256")) is None
    assert member_in(KEY, jwt.encode(claims(), None, algorithm="none")) is None
    assert member_in(KEY, jwt.encode(claims(), KEY * 2, algorithm="HS512")) is None
    assert member_in(KEY, "rubbish") is None


def test_keys_of_one_secret_have_one_use_each() -> None:
    keychain = Keychain(b"a secret of 64 letters")
    assert keychain.email_key(" Anna@Example.com ") == keychain.email_key("anna@example.com")
    assert keychain.email_key("anna@example.com") != keychain.email_key("bruno@example.com")
    assert keychain.email_key("anna@example.com") != Keychain(b"another").email_key("anna@example.com")


def test_a_line_added_to_the_secret_ends_all_signatures_and_no_look_up() -> None:
    before, after = Keychain(b"a secret of 64 letters"), Keychain(b"a secret of 64 letters\nanother")
    assert after.email_key("anna@example.com") == before.email_key("anna@example.com")
    assert after.member_tokens() != before.member_tokens()
    assert after.page_links() != before.page_links()
    assert after.webhook_key("shop-1", 1) != before.webhook_key("shop-1", 1)
