"""Who may do what: every route, called with every kind of token, through the authorizer and the handler as they are.

What the gateway does between them is read from template.yaml; that the deployed one does it is tests/stack's to show.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import jwt
import pytest

from tessera.edge.callers import MEMBER, SCOPES
from tessera.edge.clock import Hands, MovedClock
from tessera.edge.http import Api
from tessera.edge.keychain import keychain
from tessera.edge.loading import apis_in
from tessera.edge.member_tokens import AUDIENCE, ISSUER, member_token
from tessera.edge.settings import settings
from tessera.edge.shops import standard
from tessera.edge.tokens import create_token, revoke_token
from tests.stack.templates import of_type

from .conftest import ROOT
from .story import STORY
from .test_routes import Noon

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
OPEN = ""

# Who may call each route: scopes of shop tokens, `member` for the member in question, nobody named for everybody.
MAY = {
    "GET /clock": "admin",
    "PUT /clock": "admin",
    "GET /figures": "read",
    "GET /members": "read",
    "PUT /members/{member_id}": "checkout",
    "GET /members/{member_id}": "read member",
    "POST /members/{member_id}/actions": "checkout",
    "POST /members/{member_id}/adjustments": "admin",
    "GET /members/{member_id}/balance": "read member",
    "PUT /members/{member_id}/block": "admin",
    "PUT /members/{member_id}/devices/{token}": "checkout member",
    "DELETE /members/{member_id}/devices/{token}": "checkout member",
    "GET /members/{member_id}/entries": "read member",
    "GET /members/{member_id}/entries/{entry_id}/explanation": "read member",
    "PUT /members/{member_id}/membership": "checkout",
    "DELETE /members/{member_id}/membership": "checkout",
    "GET /members/{member_id}/messages": "read",
    "PUT /members/{member_id}/referral": "admin",
    "POST /members/{member_id}/rewards": "checkout member",
    "GET /members/{member_id}/suppression": "admin",
    "DELETE /members/{member_id}/suppression": "admin",
    "POST /members/{member_id}/token": "checkout",
    "GET /members/{member_id}/export": "admin",
    "DELETE /members/{member_id}": "admin",
    "GET /messages/{kind}/{locale}": "read admin",
    "PUT /messages/{kind}/{locale}": "admin",
    "DELETE /messages/{kind}/{locale}": "admin",
    "POST /messages/{kind}/{locale}/preview": "admin",
    "GET /openapi.json": OPEN,
    "PUT /orders/{order_id}": "checkout",
    "GET /orders/{order_id}": "read",
    "POST /orders/{order_id}/completion": "checkout",
    "GET /orders/{order_id}/explanation": "read member",
    "POST /orders/{order_id}/refunds": "checkout",
    "GET /programme": "read",
    "PUT /programme": "admin",
    "POST /programme/check": "admin",
    "POST /quotes": "checkout member",
    "PUT /redemptions/{redemption_id}": "checkout",
    "GET /redemptions/{redemption_id}": "checkout",
    "POST /redemptions/{redemption_id}/capture": "checkout",
    "POST /redemptions/{redemption_id}/release": "checkout",
    "GET /referrals": "read",
    "GET /rewards": "read checkout member",
    "GET /unsubscribe/{token}": OPEN,
    "POST /unsubscribe/{token}": OPEN,
    "POST /vouchers/{code}/void": "admin",
    "POST /webhook_subscriptions": "admin",
    "GET /webhook_subscriptions": "admin",
    "GET /webhook_subscriptions/{subscription_id}": "admin",
    "PUT /webhook_subscriptions/{subscription_id}": "admin",
    "DELETE /webhook_subscriptions/{subscription_id}": "admin",
    "POST /webhook_subscriptions/{subscription_id}/rotate": "admin",
    "POST /webhook_subscriptions/{subscription_id}/resume": "admin",
    "GET /webhook_subscriptions/{subscription_id}/deliveries": "admin",
    "POST /webhook_subscriptions/{subscription_id}/deliveries/{delivery_id}/replay": "admin",
    "POST /webhooks/{shop}": OPEN,
}
# To another member somebody's order is none at all, and the catalogue is the same for all.
TO_ANOTHER_MEMBER = {"GET /orders/{order_id}/explanation": 404, "GET /rewards": 200}


@dataclass(frozen=True)
class Door:
    """API Gateway between a client, the authorizer and the function that serves the route."""

    authorizer: Any
    serving: dict[str, Api]

    def status(self, event: dict[str, Any], token: str | None) -> int:
        """What is answered to this event, brought with this token."""
        route, context = route_of(event), None
        if MAY[route] != OPEN:
            context = self._context(event, token)
            if context is None:
                return 401
        sent = {**event, "requestContext": {**event["requestContext"], "authorizer": context}}
        return int(self.serving[route](sent, None)["statusCode"])

    def _context(self, event: dict[str, Any], token: str | None) -> dict[str, str] | None:
        authorization = f"Bearer {token}" if token else ""
        if not re.fullmatch(token_expression(), authorization):
            return None
        arn = f"arn:aws:execute-api:eu-south-1:123456789012:a1b2c3d4e5/v1/{event['httpMethod']}{event['path']}"
        try:
            answer = self.authorizer.handler(
                {"type": "TOKEN", "authorizationToken": authorization, "methodArn": arn}, None
            )
        except self.authorizer.Unauthorized as refused:
            assert str(refused) == "Unauthorized"  # any other word is a 500
            return None
        (statement,) = answer["policyDocument"]["Statement"]
        assert fnmatchcase(arn, statement["Resource"])
        assert answer["usageIdentifierKey"] in settings().plans.values()
        context: dict[str, str] = answer["context"]
        return context


@pytest.fixture
def door(stack: Any, function: Any, monkeypatch: pytest.MonkeyPatch) -> Door:
    monkeypatch.setenv("TEST_CLOCK", "enabled")
    settings.cache_clear()
    MovedClock(stack.client("dynamodb"), "ledger").put(Hands(NOW, NOW))
    monkeypatch.setattr(standard, "clock", Noon)
    serving = {f"{route.verb} {route.path}": api for api in apis_in(ROOT / "functions") for route in api.declared}
    return Door(function("authorize"), serving)


@pytest.fixture
def shop_tokens(stack: Any) -> dict[str, str]:
    """A shop token for each scope, one of no scope, and one that is revoked."""
    client, now = stack.client("dynamodb"), datetime.now(UTC)
    made = {name: create_token(client, "ledger", name=name, scopes=[name], now=now)[0] for name in SCOPES}
    made["no scope"], _ = create_token(client, "ledger", name="none", scopes=[], now=now)
    made["revoked"], kept = create_token(client, "ledger", name="lost", scopes=SCOPES, now=now)
    assert revoke_token(client, "ledger", kept.id)
    return made


def test_every_route_has_an_entry_and_every_entry_a_route() -> None:
    declared = {
        f"{route.verb} {route.path}": set(route.who) for api in apis_in(ROOT / "functions") for route in api.declared
    }
    assert declared == {route: set(who.split()) for route, who in MAY.items()}


def test_whoever_calls_is_let_in_or_turned_away_as_the_table_says(
    door: Door, shop_tokens: dict[str, str], event: Any
) -> None:
    surprises = {}
    for name, status in STORY:
        found = door.status(event(name), right_tokens(route_of(event(name)), shop_tokens)[0])
        if found != status:
            surprises[name, "right"] = found
    for name in sorted({name for name, _ in STORY}):
        for case, token, expected in cases(route_of(event(name)), shop_tokens):
            found = door.status(event(name), token)
            if found != expected and not (expected == 0 and found < 500 and found not in (401, 403)):
                surprises[name, case] = found
    assert surprises == {}


def test_a_member_token_is_of_the_member_in_the_body_where_none_is_in_the_path(
    door: Door, shop_tokens: dict[str, str], event: Any
) -> None:
    quote, anna = event("quote"), right_tokens("GET /members/{member_id}", shop_tokens)[-1]
    assert door.status(event("publish_programme"), shop_tokens["admin"]) == 201
    assert door.status(event("put_member"), shop_tokens["checkout"]) == 201
    assert door.status(quote, anna) == 200
    for other in ("bruno", None, 7, ["anna"], {"anna": 1}, "anna ", "ANNA"):
        body = json.dumps({**json.loads(quote["body"]), "member_id": other})
        assert door.status({**quote, "body": body}, anna) == 403, other


def cases(route: str, shop_tokens: dict[str, str]) -> Iterator[tuple[str, str | None, int]]:
    """Every kind of caller, the token each brings, and what is answered: 0 for whatever a caller who may is told."""
    if MAY[route] == OPEN:
        yield from ((name, token, 0) for name, token in nobodies(shop_tokens).items())
        return
    yield from ((name, token, 401) for name, token in nobodies(shop_tokens).items())
    yield from (("right", token, 0) for token in right_tokens(route, shop_tokens))
    for scope in {*SCOPES, "no scope"} - set(MAY[route].split()):
        yield scope, shop_tokens[scope], 403
    may = MEMBER in MAY[route].split()
    yield "other member", of_member("bruno"), TO_ANOTHER_MEMBER.get(route, 403) if may else 403
    if not may:
        yield "the member", of_member("anna"), 403


def right_tokens(route: str, shop_tokens: dict[str, str]) -> list[str]:
    """The tokens of all who may call a route."""
    return [of_member("anna") if who == MEMBER else shop_tokens[who] for who in MAY[route].split()] or [""]


def nobodies(shop_tokens: dict[str, str]) -> dict[str, str | None]:
    """What lets nobody in."""
    good = of_member("anna")
    header, claims, signature = good.split(".")
    of_bruno = of_member("bruno").split(".")[1]
    return {
        "no token": None,
        "malformed": "x",
        "rubbish": "a.b.c" + "d" * 30,
        "endless": "x" * 3000,
        "a shop token that nobody made": "tsk_" + "x" * 43,
        "a shop token with a letter more": shop_tokens["admin"] + "x",
        "revoked": shop_tokens["revoked"],
        "expired": of_member("anna", now=datetime.now(UTC) - timedelta(hours=2)),
        "tampered claims": f"{header}.{of_bruno}.{signature}",
        "tampered signature": f"{header}.{claims}.{signature[:-4]}AAAA",
        "alg none": jwt.encode(claims_of_anna(), None, algorithm="none") + "c2lnbmVk",
        "alg none without a signature": jwt.encode(claims_of_anna(), None, algorithm="none"),
        "another stack's key": jwt.encode(claims_of_anna(), b"k" * 32, algorithm="HS256"),
        "another algorithm": jwt.encode(claims_of_anna(), keychain().member_tokens() * 2, algorithm="HS512"),
        "for somebody else": signed(claims_of_anna() | {"aud": "others"}),
        "by somebody else": signed(claims_of_anna() | {"iss": "others"}),
        "without an end": signed({name: value for name, value in claims_of_anna().items() if name != "exp"}),
    }


def of_member(member_id: str, now: datetime | None = None) -> str:
    return member_token(keychain().member_tokens(), member_id, now=now or datetime.now(UTC))


def claims_of_anna() -> dict[str, Any]:
    now = datetime.now(UTC)
    return {"iss": ISSUER, "aud": AUDIENCE, "sub": "anna", "iat": now, "exp": now + timedelta(hours=1)}


def signed(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, keychain().member_tokens(), algorithm="HS256")


def route_of(event: dict[str, Any]) -> str:
    return f"{event['httpMethod']} {event['resource']}"


@cache
def token_expression() -> str:
    token = of_type("AWS::Serverless::Api")["Api"]["Auth"]["Authorizers"]["Token"]
    return str(token["Identity"]["ValidationExpression"])
