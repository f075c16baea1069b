"""Who calls: a shop token or a member token becomes a caller, for every route of the stage.

It is the first thing every request waits for, so it imports next to nothing.
"""

from typing import Any

from tessera.edge import aws
from tessera.edge.failures import tellable
from tessera.edge.keychain import keychain
from tessera.edge.settings import PLANS, need, settings
from tessera.edge.tokens import PREFIX, recognised


class Unauthorized(Exception):
    """API Gateway answers 401 to an authorizer that fails with exactly this word."""


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Let in whoever the bearer token is made for: the routes say what they may. Raises Unauthorized."""
    scheme, _, token = event["authorizationToken"].partition(" ")
    caller = _caller(token.strip()) if scheme.lower() == "bearer" else None
    if caller is None:
        raise Unauthorized("Unauthorized")
    return {
        "principalId": f"{caller['kind']}/{caller['subject']}",
        "policyDocument": _stage_policy(event["methodArn"]),
        "context": caller,
        "usageIdentifierKey": _plan_of(caller["kind"]),
    }


def _caller(token: str) -> dict[str, str] | None:
    try:
        return _shop(token) if token.startswith(PREFIX) else _member(token)
    except Exception as failure:  # noqa: BLE001 - whatever it is, it leaves again, as something that may be written
        raise tellable(failure) from None


def _shop(token: str) -> dict[str, str] | None:
    found = recognised(aws.dynamodb(), settings().table_name, token)
    if found is None:
        return None
    return {"kind": "shop", "subject": found.id, "name": found.name, "scopes": " ".join(found.scopes)}


def _member(token: str) -> dict[str, str] | None:
    from tessera.edge.member_tokens import member_in  # most calls are a shop's and need none of it

    member_id = member_in(keychain().member_tokens(), token)
    return {"kind": "member", "subject": member_id} if member_id else None


def _plan_of(kind: str) -> str:
    """What API Gateway counts these calls under: the shop's own servers apart from all browsers."""
    return need(settings().plans.get(kind), PLANS[kind])


def _stage_policy(method_arn: str) -> dict[str, Any]:
    """The answer is cached for all routes, so it has to hold for the whole stage: arn:…:api-id/stage/VERB/path."""
    stage = "/".join(method_arn.split("/", 2)[:2])
    allow = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": f"{stage}/*"}
    return {"Version": "2012-10-17", "Statement": [allow]}
