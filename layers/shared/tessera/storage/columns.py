"""What a row is made of: its place, its kind, and columns of kinds that PynamoDB does not have.

Every row has its kind and the version of its form. Whatever has a number has an integer: nothing here is a fraction.
"""

from typing import Any, Self

from pynamodb.attributes import Attribute, UnicodeAttribute
from pynamodb.constants import BINARY, NUMBER
from pynamodb.models import Model

from tessera.storage import keys
from tessera.storage.packing import pack, unpack

SCHEMA = 1

Item = dict[str, dict[str, Any]]
"""An item as DynamoDB gives it: `{"pk": {"S": "M#anna"}, …}`."""


class Packed(Attribute[Any]):
    """A JSON value, packed."""

    attr_type = BINARY

    def serialize(self, value: Any) -> bytes:
        return pack(value)

    def deserialize(self, value: bytes) -> Any:
        return unpack(value)


class Whole(Attribute[int]):
    """An integer of any size that DynamoDB takes."""

    attr_type = NUMBER

    def serialize(self, value: int) -> str:
        return str(value)

    def deserialize(self, value: str) -> int:
        return int(value)


class Row(Model):
    """What every row has."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()
    schema = Whole(default=SCHEMA)

    @classmethod
    def at(cls, place: keys.Place, kind: str, **values: Any) -> Self:
        """A row of this kind in its place."""
        return cls(place.pk, place.sk, kind=kind, **values)
