"""Shop tokens: made once, shown once, kept only as a hash (docs/rules.md §10).

A token has two rows: one under its hash, which the authorizer reads, and one in the list that operators see.
"""

import hashlib
import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

PREFIX = "tsk_"
TOKEN_LENGTH = len(PREFIX) + 43
LIST = "TOKENS"
PAGE = 100


@dataclass(frozen=True, slots=True)
class ShopToken:
    """What is known of a shop token: all but itself."""

    id: str
    name: str
    scopes: tuple[str, ...]
    last_four: str
    created_at: str
    revoked: bool


def create_token(
    client: "DynamoDBClient", table: str, *, name: str, scopes: Collection[str], now: datetime
) -> tuple[str, ShopToken]:
    """Make a token with these scopes and keep its hash. Gives the token itself (the only time) and what is kept."""
    token = PREFIX + secrets.token_urlsafe(32)
    kept = ShopToken(_id(token), name, tuple(sorted(scopes)), token[-4:], now.isoformat(), False)
    puts: list[TransactWriteItemTypeDef] = [{"Put": {"TableName": table, "Item": row}} for row in _rows(token, kept)]
    client.transact_write_items(TransactItems=puts)
    return token, kept


def revoke_token(client: "DynamoDBClient", table: str, token_id: str) -> bool:
    """Revoke a token: out within a minute, for ever. False when there is none of this id."""
    row = client.get_item(TableName=table, Key=_listed(token_id), ConsistentRead=True).get("Item")
    if row is None:
        return False
    client.transact_write_items(
        TransactItems=[
            {
                "Update": {
                    "TableName": table,
                    "Key": key,
                    "UpdateExpression": "SET revoked = :true",
                    "ConditionExpression": "attribute_exists(pk)",
                    "ExpressionAttributeValues": {":true": {"BOOL": True}},
                }
            }
            for key in (_listed(token_id), _under_hash(row["hash"]["S"]))
        ]
    )
    return True


def list_tokens(client: "DynamoDBClient", table: str) -> Iterator[ShopToken]:
    """Every token ever made, the revoked ones too."""
    start: dict[str, Any] = {}
    while True:
        page = client.query(
            TableName=table,
            KeyConditionExpression="pk = :list",
            ExpressionAttributeValues={":list": {"S": LIST}},
            Limit=PAGE,
            **start,
        )
        yield from map(_shop_token, page["Items"])
        if "LastEvaluatedKey" not in page:
            return
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def recognised(client: "DynamoDBClient", table: str, token: str) -> ShopToken | None:
    """The token that was presented, None when it is none of ours or has been revoked."""
    if len(token) != TOKEN_LENGTH or not token.startswith(PREFIX):
        return None
    row = client.get_item(TableName=table, Key=_under_hash(_hash(token))).get("Item")
    found = _shop_token(row) if row else None
    return found if found and not found.revoked else None


def _rows(token: str, kept: ShopToken) -> tuple[dict[str, Any], dict[str, Any]]:
    shown = {
        "id": {"S": kept.id},
        "name": {"S": kept.name},
        "scopes": {"L": [{"S": scope} for scope in kept.scopes]},
        "last_four": {"S": kept.last_four},
        "created_at": {"S": kept.created_at},
        "revoked": {"BOOL": kept.revoked},
        "schema": {"N": "1"},
    }
    by_hash = {**_under_hash(_hash(token)), "kind": {"S": "token"}, **shown}
    return by_hash, {**_listed(kept.id), "kind": {"S": "listed_token"}, "hash": {"S": _hash(token)}, **shown}


def _shop_token(row: Any) -> ShopToken:
    return ShopToken(
        id=row["id"]["S"],
        name=row["name"]["S"],
        scopes=tuple(scope["S"] for scope in row["scopes"]["L"]),
        last_four=row["last_four"]["S"],
        created_at=row["created_at"]["S"],
        revoked=row["revoked"]["BOOL"],
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _id(token: str) -> str:
    """A token's id in the list: the start of its hash, too little of it to be looked up by."""
    return _hash(token)[:12]


def _under_hash(token_hash: str) -> dict[str, Any]:
    return {"pk": {"S": f"T#{token_hash}"}, "sk": {"S": "TOKEN"}}


def _listed(token_id: str) -> dict[str, Any]:
    return {"pk": {"S": LIST}, "sk": {"S": token_id}}
