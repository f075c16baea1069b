"""What was heard of orders, in DynamoDB: it stays as long as the ledger, since late news is judged by all of it."""

from tessera.domain.shop_orders.heard import Heard
from tessera.storage import keys
from tessera.storage.shop_orders import HeardRow
from tessera.storage.table import Table


class DynamoNews:
    """The `News` of domain/shop_orders/heard.py over one table, whose promises are written there."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, order_id: str) -> tuple[Heard, ...]:
        """One consistent Query."""
        rows = self._table.query(keys.heard(order_id, "").pk, consistent=True)
        return tuple(row.read() for row in rows if isinstance(row, HeardRow))

    def keep(self, order_id: str, heard: Heard) -> None:
        """One conditional PutItem."""
        self._table.put_if_absent(HeardRow.of(order_id, heard))
