"""The agenda in DynamoDB: small rows beside the ledger, none of them in a transaction."""

from datetime import date
from typing import Any

from tessera.domain.agenda import Item, Job, shard_of
from tessera.storage import keys
from tessera.storage.keys import Place
from tessera.storage.table import Table

AGENDA, MARK, BEGINS = "agenda", "agenda_mark", "agenda_begins"
LAST_ID = "~"
"""Sorts after every id."""


class DynamoAgenda:
    """The `Agenda` of domain/agenda_port.py over one table, whose promises are written there."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def put(self, item: Item) -> None:
        """One PutItem."""
        self._client.put_item(TableName=self._table.name, Item=_row(_place(item), AGENDA))

    def remove(self, item: Item) -> None:
        """One DeleteItem."""
        self._client.delete_item(TableName=self._table.name, Key=_key(_place(item)))

    def members(self, job: Job, shard: int, day: date, *, limit: int, after: str = "") -> tuple[str, ...]:
        """One consistent Query."""
        pk, begin = keys.agenda(day.isoformat(), shard, job, after)
        bounds = {":pk": {"S": pk}, ":begin": {"S": begin}, ":end": {"S": f"{job}#{LAST_ID}"}}
        found = self._client.query(
            TableName=self._table.name,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :begin AND :end",
            ExpressionAttributeValues=bounds,
            ConsistentRead=True,
            Limit=limit + 1,  # the one it begins after is among them
        )
        ids = (keys.tail(row["sk"]["S"]) for row in found["Items"])
        return tuple(each for each in ids if each != after)[:limit]

    def mark(self, job: Job, member_id: str) -> date | None:
        """One consistent GetItem."""
        return self._day_in(keys.agenda_mark(job, member_id))

    def move_mark(self, job: Job, member_id: str, was: date | None, day: date | None) -> bool:
        """One conditional PutItem or DeleteItem."""
        return self._exchange(keys.agenda_mark(job, member_id), MARK, was, day)

    def begins_on(self, job: Job, shard: int) -> date | None:
        """One consistent GetItem."""
        return self._day_in(keys.agenda_begins(job, shard))

    def move_on(self, job: Job, shard: int, was: date | None, day: date) -> bool:
        """One conditional PutItem."""
        return self._exchange(keys.agenda_begins(job, shard), BEGINS, was, day)

    @property
    def _client(self) -> Any:
        return self._table.client

    def _day_in(self, place: Place) -> date | None:
        found = self._client.get_item(TableName=self._table.name, Key=_key(place), ConsistentRead=True)
        return date.fromisoformat(found["Item"]["day"]["S"]) if "Item" in found else None

    def _exchange(self, place: Place, kind: str, was: date | None, day: date | None) -> bool:
        where: dict[str, Any] = {"TableName": self._table.name, **_unless_changed(was)}
        try:
            if day is None:
                self._client.delete_item(Key=_key(place), **where)
            else:
                self._client.put_item(Item={**_row(place, kind), "day": {"S": day.isoformat()}}, **where)
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True


def _unless_changed(was: date | None) -> dict[str, Any]:
    if was is None:
        return {"ConditionExpression": "attribute_not_exists(pk)"}
    return {
        "ConditionExpression": "#day = :was",
        "ExpressionAttributeNames": {"#day": "day"},
        "ExpressionAttributeValues": {":was": {"S": was.isoformat()}},
    }


def _place(item: Item) -> Place:
    return keys.agenda(item.day.isoformat(), shard_of(item.member_id), item.job, item.member_id)


def _key(place: Place) -> dict[str, Any]:
    return {"pk": {"S": place.pk}, "sk": {"S": place.sk}}


def _row(place: Place, kind: str) -> dict[str, Any]:
    return {**_key(place), "kind": {"S": kind}, "schema": {"N": "1"}}
