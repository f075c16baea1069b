"""All accounts, page by page: what only a plan of the whole agenda reads (docs/rules.md §7)."""

from typing import Any, NamedTuple

from tessera.domain.account import Account
from tessera.storage.keys import Place
from tessera.storage.rows import ACCOUNT, AccountRow
from tessera.storage.table import Table

ROWS_MAX = 2000
"""So many rows are gone through for a page, a few of which are accounts."""


class AccountPage(NamedTuple):
    """The accounts among some rows of a segment, and where the next page begins (None: this was the last)."""

    accounts: tuple[Account, ...]
    after: Place | None


def account_page(table: Table, *, segment: int, segments: int, after: Place | None) -> AccountPage:
    """One Scan, eventually consistent: what was written just now, the stream brings as well."""
    begin = {"ExclusiveStartKey": {name: {"S": part} for name, part in after._asdict().items()}} if after else {}
    found: dict[str, Any] = table.client.scan(
        TableName=table.name,
        Segment=segment,
        TotalSegments=segments,
        Limit=ROWS_MAX,
        FilterExpression="#kind = :account",
        ProjectionExpression="pk, sk, #kind, version, account",
        ExpressionAttributeNames={"#kind": "kind"},
        ExpressionAttributeValues={":account": {"S": ACCOUNT}},
        **begin,
    )
    last = found.get("LastEvaluatedKey")
    accounts = tuple(AccountRow.from_raw_data(item).read() for item in found["Items"])
    return AccountPage(accounts, Place(last["pk"]["S"], last["sk"]["S"]) if last else None)
