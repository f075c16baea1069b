"""Suppressed addresses in DynamoDB."""

from tessera.domain.suppressing import Suppression
from tessera.storage import keys
from tessera.storage.look_ups import SuppressionRow
from tessera.storage.table import ABSENT, Table


class DynamoSuppressions:
    """The `Suppressions` of domain/suppressing.py over one table, whose promises are written there."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, email_key: str) -> Suppression | None:
        """One consistent GetItem."""
        row = self._table.get(keys.suppressed(email_key), consistent=True)
        return row.read() if isinstance(row, SuppressionRow) else None

    def suppress(self, email_key: str, suppression: Suppression) -> None:
        """One conditional PutItem."""
        is_worse = SuppressionRow.reason == "bounce" if suppression.reason == "complaint" else None
        condition = ABSENT | is_worse if is_worse is not None else ABSENT
        self._table.put_if(SuppressionRow.of(email_key, suppression), condition)

    def lift(self, email_key: str) -> Suppression | None:
        """One consistent GetItem, and a DeleteItem where there is something to lift."""
        known = self.of(email_key)
        if known is not None:
            self._table.delete(SuppressionRow.named(email_key))
        return known
