"""Which column of an export says what: mappings as data, packaged ones (mappings/*/*.yaml) and the merchant's own."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tessera.commands.documents import Unreadable, read_document
from tessera.domain.order import Id

What = Literal["members", "orders", "ids"]
PACKAGED = Path(__file__).parent / "mappings"

OF_MEMBERS = (
    *("member_id", "email", "name", "birthday", "locale", "country", "tags", "enrolled_on", "earned_on"),
    *("points", "cashback", "points_expire_on", "cashback_expire_on"),
)
OF_ORDERS = ("order_id", "member_id", "email", "placed_at", "currency", "amount", "shipping", "tax", "channel")
FIELDS: dict[What, tuple[str, ...]] = {"members": OF_MEMBERS, "orders": OF_ORDERS, "ids": ("member_id", "email")}
NEEDED: dict[What, tuple[tuple[str, ...], ...]] = {
    "members": (("email",), ("points", "cashback")),
    "orders": (("order_id",), ("placed_at",), ("amount",), ("member_id", "email")),
    "ids": (("member_id",), ("email",)),
}
"""Of each of these groups a file must have a column."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(_Part):
    """Where a value is found: in the first of these columns that there is, or in all of `join` together; of an amount
    `less` are columns whose amounts are taken off it."""

    of: tuple[str, ...] = ()
    join: tuple[str, ...] = ()
    less: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _in_short(cls, value: Any) -> Any:
        """For short, a column's name, or several of which one is there."""
        if isinstance(value, str | list):
            return {"of": value if isinstance(value, list) else [value]}
        if isinstance(value, dict) and isinstance(value.get("of"), str):
            return {**value, "of": [value["of"]]}
        return value

    @property
    def names(self) -> tuple[str, ...]:
        """Every column that it may look at."""
        return (*self.of, *self.join, *self.less)


class Numbers(_Part):
    """How numbers are written: the sign before decimals, and that between thousands (none: they are not grouped)."""

    decimal: Literal[".", ","] = "."
    thousands: Literal["", ",", ".", " ", "'"] = ""

    @model_validator(mode="after")
    def _can_be_told_apart(self) -> "Numbers":
        if self.decimal == self.thousands:
            raise ValueError("decimals and thousands cannot have the same sign")
        return self


class Mapping(_Part):
    """How one kind of export is read. Whatever is not named here is not read, and nothing is guessed."""

    source: Id
    what: What
    columns: dict[str, Column]
    encoding: str = "utf-8"
    separator: Literal["auto", ",", ";", "tab", "|"] = "auto"
    numbers: Numbers = Numbers()
    dates: Annotated[tuple[str, ...], Field(min_length=1)] = ("iso",)
    zone: str | None = None
    rows: Literal["members", "lots"] = "members"
    negative: Literal["refuse", "owed"] = "refuse"
    expired: Literal["refuse", "leave_out"] = "refuse"
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_fields_that_there_are(self) -> "Mapping":
        unknown = sorted(set(self.columns) - set(FIELDS[self.what]))
        if unknown:
            raise ValueError(
                f"columns: {', '.join(unknown)} is no field of {self.what}: {', '.join(FIELDS[self.what])}"
            )
        for group in NEEDED[self.what]:
            if not set(group) & set(self.columns):
                raise ValueError(f"columns: {' or '.join(group)} is needed")
        return self


def sources(what: What) -> list[str]:
    """The names of the packaged mappings."""
    return sorted(file.stem for file in (PACKAGED / what).glob("*.yaml"))


def packaged(what: What, source: str) -> Mapping:
    """A packaged mapping."""
    return read_mapping(PACKAGED / what / f"{source}.yaml", what)


def read_mapping(file: Path, what: What) -> Mapping:
    """The mapping of a file. Raises Unreadable with every fault."""
    value = read_document(file).value
    try:
        mapping = Mapping.model_validate(value)
    except ValidationError as error:
        raise Unreadable(file, list(_faults(error))) from None
    if mapping.what != what:
        raise Unreadable(file, [(0, f"is a mapping of {mapping.what}, not of {what}")])
    return mapping


def _faults(error: ValidationError) -> Iterator[tuple[int, str]]:
    for each in error.errors():
        place = ".".join(str(part) for part in each["loc"])
        yield 0, f"{place}: {each['msg']}" if place else each["msg"]


def missing(mapping: Mapping, heading: Sequence[str]) -> list[str]:
    """What a file with this heading lacks, in sentences; nothing when it can be read."""
    there = {field for field, column in mapping.columns.items() if found_in(column, heading)}
    wanted = [group for group in NEEDED[mapping.what] if not there & set(group)]
    said = [f"a column for {' or '.join(group)} ({_names(mapping, group)})" for group in wanted]
    return said + [f"the column {name}" for name in mapping.only if name not in heading]


def found_in(column: Column, heading: Sequence[str]) -> bool:
    """Whether what a value is made of is there."""
    return any(name in heading for name in (column.join or column.of))


def _names(mapping: Mapping, group: tuple[str, ...]) -> str:
    return ", ".join(name for field in group if field in mapping.columns for name in mapping.columns[field].names)
