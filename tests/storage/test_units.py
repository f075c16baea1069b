"""The calculator of units agrees with DynamoDB Local wherever that counts rightly."""

from typing import Any

import pytest

from bench.units import counted, item_bytes, read_units, write_units
from tessera.domain.filing import Key
from tessera.storage.ledger import DynamoLedger
from tessera.storage.table import Table
from tests.storage.samples import newcomer, order_write

KEY = {"pk": {"S": "M#anna"}, "sk": {"S": "X"}}
SIZES = (1, 900, 1024, 1025, 4000, 5000, 20_000)


def item(size: int, **more: Any) -> dict[str, Any]:
    """An item that weighs so many bytes, where that is more than its key."""
    rest = max(0, size - item_bytes({**KEY, **more}) - len("papers"))
    return {**KEY, **more, "papers": {"B": b"x" * rest}}


def indexed(size: int, *, moment: str = "2026", entries: str = "[]") -> dict[str, Any]:
    """An item in the index."""
    return item(size, member={"S": "anna"}, moment={"S": moment}, entries={"S": entries})


def put(table: Table, after: dict[str, Any]) -> float:
    """Put an item; gives what DynamoDB Local says it cost."""
    answer = table.client.put_item(TableName=table.name, Item=after, ReturnConsumedCapacity="TOTAL")
    cost: float = answer["ConsumedCapacity"]["CapacityUnits"]
    return cost


@pytest.mark.parametrize("size", SIZES)
def test_a_put_costs_a_unit_a_kilobyte(table: Table, size: int) -> None:
    with counted(table.client) as count:
        told = put(table, item(size))
    assert (count.write_units, count.round_trips) == (told, 1)


@pytest.mark.parametrize(("before", "after"), [(900, 3000), (3000, 900), (3000, 3000)])
def test_a_replacement_costs_the_larger_of_both(table: Table, before: int, after: int) -> None:
    put(table, item(before))
    with counted(table.client) as count:
        told = put(table, item(after))
    assert count.write_units == told == 3


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, indexed(900)),
        (None, indexed(3000)),
        (None, indexed(3000, entries="e" * 2000)),
        (indexed(900), item(900)),
        (indexed(900), indexed(950)),
        (indexed(900), indexed(900, entries="[1]")),
        (indexed(900), indexed(900, moment="2027")),
        (indexed(3000, entries="e" * 2000), indexed(3000, entries="f" * 2000)),
    ],
)
def test_the_index_costs_what_it_projects(table: Table, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
    if before:
        put(table, before)
    with counted(table.client) as count:
        told = put(table, after)
    assert count.write_units == told


@pytest.mark.parametrize("before", [item(2500), indexed(2500)])
def test_a_delete_costs_what_was_there(table: Table, before: dict[str, Any]) -> None:
    put(table, before)
    with counted(table.client) as count:
        answer = table.client.delete_item(TableName=table.name, Key=KEY, ReturnConsumedCapacity="TOTAL")
    assert count.write_units == answer["ConsumedCapacity"]["CapacityUnits"]


@pytest.mark.parametrize("size", SIZES)
def test_a_transaction_costs_double_for_the_table_and_once_for_the_index(table: Table, size: int) -> None:
    """By DynamoDB's own page on transactions; DynamoDB Local says 4 for two small puts, and 4 for three."""
    writes = [{"Put": {"TableName": table.name, "Item": indexed(size)}}]
    with counted(table.client) as count:
        table.client.transact_write_items(TransactItems=writes)
    assert count.write_units == 2 * write_units(None, item(size), in_transaction=False) + 1


@pytest.mark.parametrize("consistent", [True, False])
@pytest.mark.parametrize("size", SIZES)
def test_a_read_costs_by_four_kilobytes(table: Table, size: int, consistent: bool) -> None:
    put(table, item(size))
    ask = {"TableName": table.name, "ConsistentRead": consistent, "ReturnConsumedCapacity": "TOTAL"}
    for call, what in ((table.client.get_item, {"Key": KEY}), (table.client.query, _partition())):
        with counted(table.client) as count:
            answer = call(**ask, **what)
        assert count.read_units == answer["ConsumedCapacity"]["CapacityUnits"]


@pytest.mark.parametrize("consistent", [True, False])
def test_to_find_nothing_costs_the_least_there_is(table: Table, consistent: bool) -> None:
    ask = {"TableName": table.name, "ConsistentRead": consistent, "ReturnConsumedCapacity": "TOTAL"}
    with counted(table.client) as count:
        answer = table.client.get_item(**ask, Key=KEY)
    assert count.read_units == answer["ConsumedCapacity"]["CapacityUnits"]


def _partition() -> dict[str, Any]:
    return {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": KEY["pk"]}}


VALUES: list[dict[str, Any]] = [
    {"N": "0"},
    {"N": "-12345"},
    {"N": "1000"},
    {"NS": ["1", "22"]},
    {"BOOL": True},
    {"NULL": True},
    {"S": "è"},
    {"SS": ["a", "bc"]},
    {"L": [{"S": "a"}, {"N": "12"}]},
    {"M": {"a": {"S": "b"}, "c": {"L": []}}},
]


@pytest.mark.parametrize("value", VALUES)
def test_an_item_weighs_what_dynamodb_says_it_does(table: Table, value: dict[str, Any]) -> None:
    """The last byte before the next unit: one more and the item costs two."""
    rest = 1024 - item_bytes({**KEY, "value": value}) - len("papers")
    exact = {**KEY, "value": value, "papers": {"B": b"x" * rest}}
    assert put(table, exact) == 1
    assert put(table, {**exact, "papers": {"B": b"x" * (rest + 1)}}) == 2


def test_an_order_is_one_read_and_one_transaction_of_two_items(table: Table) -> None:
    ledger = DynamoLedger(table)
    first = order_write(newcomer())
    ledger.record(first)
    with counted(table.client) as count:
        account = ledger.account("anna")
        assert account
        ledger.record(order_write(account, "o2"))
    assert count.requests == {"GetItem": 1, "TransactWriteItems": 1}
    assert (count.round_trips, count.write_units, count.read_units) == (2, 5, read_units(1, consistent=False))


def test_a_refused_transaction_costs_as_much_and_a_replay_is_one_request(table: Table) -> None:
    ledger = DynamoLedger(table)
    write = order_write(newcomer())
    ledger.record(write)
    with counted(table.client) as count:
        ledger.record(write)
    assert (count.round_trips, count.write_units) == (1, 4)


def test_a_statement_is_one_query(table: Table) -> None:
    ledger = DynamoLedger(table)
    ledger.record(order_write(newcomer()))
    with counted(table.client) as count:
        ledger.records("anna", limit=20)
        ledger.filed(Key("order", "o1"))
    assert count.requests == {"Query": 1, "GetItem": 1}
    assert count.read_units == read_units(1, consistent=False) + read_units(1, consistent=True)


def test_an_update_in_place_cannot_be_counted(table: Table) -> None:
    with counted(table.client), pytest.raises(ValueError, match="Update"):
        table.client.update_item(TableName=table.name, Key=KEY)


def test_nothing_is_counted_after_the_block(table: Table) -> None:
    with counted(table.client) as count:
        pass
    put(table, item(1))
    assert (count.round_trips, count.write_units) == (0, 0)
