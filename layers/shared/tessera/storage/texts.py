"""The operator's own texts of messages in DynamoDB: one row by kind and language, the last write wins."""

from dataclasses import asdict
from typing import Self

from tessera.domain.message_texts import Text
from tessera.domain.messaging import MessageKind
from tessera.storage import keys
from tessera.storage.columns import Packed, Row
from tessera.storage.table import Table

TEXT = "text"


class TextRow(Row):
    """An own text."""

    text = Packed()

    @classmethod
    def of(cls, kind: MessageKind, language: str, text: Text) -> Self:
        """The row of a text."""
        return cls.at(keys.text(kind, language), TEXT, text=asdict(text))

    def read(self) -> Text:
        """The text."""
        return Text(**self.text)


class DynamoTexts:
    """The `TextShelf` of domain/message_texts.py over one table: read anew for each message, so that what the operator
    has put in force is in the next one."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def own(self, kind: MessageKind, language: str) -> Text | None:
        """One consistent GetItem."""
        place = keys.text(kind, language)
        found = self._table.connection.get_item(self._table.name, place.pk, place.sk, consistent_read=True)
        return TextRow.from_raw_data(found["Item"]).read() if "Item" in found else None

    def keep(self, kind: MessageKind, language: str, text: Text) -> None:
        """One PutItem."""
        row = TextRow.of(kind, language, text)
        self._table.connection.put_item(self._table.name, row.pk, row.sk, attributes=row.serialize())

    def forget(self, kind: MessageKind, language: str) -> None:
        """One DeleteItem."""
        self._table.connection.delete_item(self._table.name, *keys.text(kind, language))
