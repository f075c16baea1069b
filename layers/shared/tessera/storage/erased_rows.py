"""The rows of erasures: what is left in the place of an account, and the list of all of them."""

from typing import Self

from pynamodb.attributes import UnicodeAttribute

from tessera.domain.erased import Erased, Erasure
from tessera.storage import keys
from tessera.storage.columns import Row, Whole
from tessera.storage.days import read_instant, write_instant

ERASED, ERASURE = "erased", "listed_erasure"


class ErasedRow(Row):
    """What is left in the place of an account: its number goes on, so that nobody writes to it by mistake."""

    version = Whole()
    erased_at = UnicodeAttribute()
    closed_at = UnicodeAttribute()
    email_key = UnicodeAttribute(null=True)
    is_cleared = Whole(null=True)

    @classmethod
    def of(cls, erased: Erased) -> Self:
        """The row of an erased member."""
        instants = {"erased_at": write_instant(erased.erased_at), "closed_at": write_instant(erased.closed_at)}
        columns = {"email_key": erased.email_key, "is_cleared": int(erased.is_cleared), **instants}
        return cls.at(keys.account(erased.member_id), ERASED, version=erased.version, **columns)

    def read(self) -> Erased:
        """What is left."""
        instants = read_instant(self.erased_at), read_instant(self.closed_at)
        return Erased(keys.tail(self.pk), self.version, *instants, self.email_key, bool(self.is_cleared))


class ErasureRow(Row):
    """A line of the list of erasures: it is all in its key."""

    @classmethod
    def of(cls, erased: Erased | Erasure) -> Self:
        """The line of an erased member."""
        return cls.at(keys.listed_erasure(erased.erased_at, erased.member_id), ERASURE)

    def read(self) -> Erasure:
        """Who was erased, and when."""
        erased_at, member_id = self.sk.split("#")
        return Erasure(member_id, read_instant(erased_at))
