"""The table as rows: the seam to PynamoDB and botocore, and all that is loosely typed about them.

Nothing is read from the environment and no client is made before the first call.
"""

from collections.abc import Iterable, Iterator, Sequence
from threading import Lock
from typing import Any, NamedTuple

from botocore.exceptions import ClientError
from pynamodb.connection.base import Connection, MetaTable
from pynamodb.constants import ITEM, KEY
from pynamodb.exceptions import DeleteError, PutError, PynamoDBConnectionError, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.pagination import ResultIterator

from tessera.domain.ports import Patience
from tessera.storage.columns import Row
from tessera.storage.keys import INDEX, PROJECTED, Place
from tessera.storage.resending import ONCE, resend
from tessera.storage.shapes import row_of

# A shop waits for the answer: a call that hangs is given up soon and sent again, under the same request token.
CONNECT_SECONDS_MAX = 1.0
READ_SECONDS_MAX = 2.0
UNHURRIED_SECONDS_MAX = 5.0
CONNECTIONS_MAX = 64
PAGE_SIZE = 100

ABSENT = Row.pk.does_not_exist()

SCHEMA: dict[str, Any] = {
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    "AttributeDefinitions": [
        {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "member", "moment")
    ],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": INDEX,
            "KeySchema": [
                {"AttributeName": "member", "KeyType": "HASH"},
                {"AttributeName": "moment", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": list(PROJECTED)},
        }
    ],
}
"""The keys of the table and of its index, as template.yaml has them."""


class Put(NamedTuple):
    """A row to be put if the condition holds; `old` asks for the row that stands in its way."""

    row: Row
    condition: Condition | None
    old: bool = False


class Drop(NamedTuple):
    """A row to be taken away if the condition holds."""

    row: Row
    condition: Condition


class Add(NamedTuple):
    """Something added to numbers of a row, which is made where there is none, if the condition holds; where it does
    not, the row as it is comes with the reason."""

    row: Row
    actions: Sequence[Action]
    condition: Condition | None = None


class Table:
    """One table. `endpoint` None is AWS itself; region and credentials are botocore's to find when not given.

    With `patience`, a call that fails in passing is sent again until that ends, and then Busy; without, for whom nobody
    waits, botocore sends it again in its own time, and what fails is what failed.
    """

    def __init__(
        self, name: str, *, region: str | None = None, endpoint: str | None = None, patience: Patience | None = None
    ) -> None:
        self.name = name
        self._region = region
        self._endpoint = endpoint
        self._patience = patience
        self._lock = Lock()
        self._made: tuple[Connection, Any] | None = None

    @property
    def connection(self) -> Connection:
        """PynamoDB's connection."""
        return self._connected()[0]

    @property
    def client(self) -> Any:
        """The botocore client under the connection."""
        return self._connected()[1]

    def _connected(self) -> tuple[Connection, Any]:
        """Making a client is not safe from two threads at once, so it is made with the connection, under the lock."""
        with self._lock:
            if self._made is None:
                connection = self._connect()
                if self._patience:
                    resend(connection.client, self._patience)
                self._made = connection, connection.client
            return self._made

    def _connect(self) -> Connection:
        connection = Connection(
            region=self._region,
            host=self._endpoint,
            connect_timeout_seconds=CONNECT_SECONDS_MAX,
            read_timeout_seconds=READ_SECONDS_MAX if self._patience else UNHURRIED_SECONDS_MAX,
            max_pool_connections=CONNECTIONS_MAX,
            retry_configuration=ONCE if self._patience else "LEGACY",
        )
        connection.add_meta_table(MetaTable({"TableName": self.name, **SCHEMA}))
        return connection

    def get(self, place: Place, *, consistent: bool) -> Row | None:
        """The row in a place."""
        found = self.connection.get_item(self.name, place.pk, place.sk, consistent_read=consistent)
        return row_of(found["Item"]) if "Item" in found else None

    def query(
        self,
        pk: str,
        sk: Condition | None = None,
        *,
        consistent: bool,
        ascending: bool = True,
        limit: int | None = None,
    ) -> Iterator[Row]:
        """The rows of a partition, in the order of their sort keys and page by page; `limit` of them at most."""
        options = {
            "range_key_condition": sk,
            "consistent_read": consistent,
            "scan_index_forward": ascending,
            "limit": _page(limit),
        }
        return ResultIterator(self.connection.query, (self.name, pk), options, map_fn=row_of, limit=limit)

    def query_index(
        self, member: str, moment: Condition | None, *, ascending: bool, limit: int | None = None
    ) -> Iterator[Row]:
        """The records of a member in the order of their moments (eventually consistent), `limit` of them at most."""
        options = {
            "range_key_condition": moment,
            "index_name": INDEX,
            "scan_index_forward": ascending,
            "limit": _page(limit),
        }
        return ResultIterator(self.connection.query, (self.name, member), options, map_fn=row_of, limit=limit)

    def scan(
        self, *, segment: int, segments: int, attributes: Sequence[str], consistent: bool = False
    ) -> Iterator[Row]:
        """One of so many segments of the whole table, with these attributes only: for `prove`, which reads it all, and
        for stacks with a test clock."""
        options = {
            "segment": segment,
            "total_segments": segments,
            "attributes_to_get": list(attributes),
            "consistent_read": consistent,
        }
        return ResultIterator(self.connection.scan, (self.name,), options, map_fn=row_of)

    def create(self) -> None:
        """Make the table, at an endpoint of one's own machine; on AWS template.yaml does."""
        self.client.create_table(TableName=self.name, BillingMode="PAY_PER_REQUEST", **SCHEMA)

    def put_if_absent(self, row: Row) -> bool:
        """Put a row where none is; False when there is one."""
        return self.put_if(row, ABSENT)

    def put_if(self, row: Row, condition: Condition) -> bool:
        """Put a row where the condition holds; False where it does not."""
        try:
            self.connection.put_item(self.name, row.pk, row.sk, attributes=row.serialize(), condition=condition)
        except PutError as failed:
            if code_of(failed) != "ConditionalCheckFailedException":
                raise
            return False
        return True

    def delete(self, row: Row, condition: Condition | None = None) -> None:
        """Take a row away, where the condition holds; nothing happens where it does not, or where there is none."""
        try:
            self.connection.delete_item(self.name, row.pk, row.sk, condition=condition)
        except DeleteError as failed:
            if code_of(failed) != "ConditionalCheckFailedException":
                raise

    def transact(self, puts: Iterable[Put], deletes: Iterable[Row | Drop], adds: Iterable[Add] = ()) -> None:
        """One TransactWriteItems: the deletes, the puts, then the adds; PynamoDB sends them in that order, and the
        reasons of a TransactWriteError come in it."""
        self.connection.transact_write_items(
            condition_check_items=(),
            delete_items=[self._deletion(each) for each in deletes],
            put_items=[self._request(row, ITEM, condition, old) for row, condition, old in puts],
            update_items=[self._addition(add) for add in adds],
        )

    def _deletion(self, gone: Row | Drop) -> dict[str, Any]:
        return self._request(gone.row, KEY, gone.condition) if isinstance(gone, Drop) else self._request(gone)

    def _addition(self, add: Add) -> dict[str, Any]:
        row = add.row
        actions = [*add.actions, Row.kind.set(row.kind), Row.schema.set(row.schema)]
        return self.connection.get_operation_kwargs(
            self.name,
            row.pk,
            row.sk,
            key=KEY,
            actions=actions,
            condition=add.condition,
            return_values_on_condition_failure="ALL_OLD" if add.condition is not None else None,
        )

    def _request(
        self, row: Row, key: str = KEY, condition: Condition | None = None, old: bool = False
    ) -> dict[str, Any]:
        return self.connection.get_operation_kwargs(
            self.name,
            row.pk,
            row.sk,
            key=key,
            attributes=row.serialize() if key == ITEM else None,
            condition=condition,
            return_values_on_condition_failure="ALL_OLD" if old else None,
        )


def code_of(failed: PynamoDBConnectionError | TransactWriteError) -> str | None:
    """DynamoDB's word for what failed; None when no answer came (PynamoDB's own property fails on that)."""
    return failed.cause_response_code if isinstance(failed.cause, ClientError) else None


def _page(limit: int | None) -> int:
    return min(limit or PAGE_SIZE, PAGE_SIZE)
