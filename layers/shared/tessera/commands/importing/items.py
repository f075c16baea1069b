"""What becomes of the rows of an export: things to be imported, rows that are not, and remarks."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar

from tessera.commands.importing.mapping import Mapping
from tessera.commands.importing.reading import Row
from tessera.domain.filing import Json, Key
from tessera.domain.order import Order
from tessera.domain.papers import canonical
from tessera.domain.versions import Version
from tessera.operations.import_member import Coming

Value = TypeVar("Value")
MONEY = "orders"
"""What the amounts of orders are summed up under; those of members under their wallets."""


class Remark(NamedTuple):
    """Something about a row, of whom or what, and in which field: `rejected`, `left out`, or a mere `note`."""

    row: int
    kind: str
    about: str
    field: str
    reason: str


class PastOrder(NamedTuple):
    """An order of before, and where it comes from."""

    order_id: str
    order: Order
    source: str

    @property
    def key(self) -> Key:
        """That of any order."""
        return Key("order", self.order_id)

    @property
    def body(self) -> Json:
        """What is kept and compared."""
        return canonical(self.order)


@dataclass(frozen=True, slots=True)
class Item:
    """A member or an order to be imported: its id, the lane in which it keeps its place, its rows, what it comes to."""

    id: str
    lane: str
    rows: tuple[int, ...]
    sums: Counter[str]
    lots: int
    todo: Coming | PastOrder


@dataclass(slots=True)
class Sorted:
    """The rows of an export, sorted out. `read` are the rows that were read; the sums are those of all rows, of those
    rejected, and of those left out, as far as their amounts could be read: `unreadable` could not."""

    read: int = 0
    unreadable: int = 0
    items: list[Item] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    all: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    rows_rejected: int = 0
    rows_left_out: int = 0

    def reject(self, row: int, about: str, where: str, reason: str, sums: Counter[str]) -> None:
        """A row that is not imported, and why."""
        self.remarks.append(Remark(row, "rejected", about, where, reason))
        self.rows_rejected += 1
        self.rejected.update(sums)

    def leave_out(self, row: int, about: str, reason: str, sums: Counter[str]) -> None:
        """A row that is not asked for."""
        self.remarks.append(Remark(row, "left out", about, "", reason))
        self.rows_left_out += 1
        self.left_out.update(sums)

    def note(self, row: int, about: str, where: str, reason: str) -> None:
        """Something that is worth a look, and changes nothing."""
        self.remarks.append(Remark(row, "note", about, where, reason))


class Desk(NamedTuple):
    """What it takes to read rows: the mapping, the version of the programme in force, and today."""

    mapping: Mapping
    version: Version
    today: date

    @property
    def zone(self) -> str:
        """In which zone a day or an hour without offset is told."""
        return self.mapping.zone or self.version.programme.timezone


class Fault(ValueError):
    """A row cannot be imported: because of which field, and why."""

    def __init__(self, where: str, reason: str) -> None:
        self.where = where
        super().__init__(reason)


def asked(where: str, look: Callable[[], Value]) -> Value:
    """What a field says. Raises Fault, naming the field, for what raises ValueError."""
    try:
        return look()
    except ValueError as fault:
        raise Fault(where, str(fault)) from None


def about(row: Row, desk: Desk) -> str:
    """The id that a row itself says it is about; remarks name nobody otherwise."""
    return row.text(desk.mapping.columns.get("member_id" if desk.mapping.what == "members" else "order_id"))
