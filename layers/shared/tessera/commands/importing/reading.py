"""An export as rows of text: its encoding, its separator, its heading. What is otherwise is refused, not mended."""

import csv
import io
from codecs import lookup
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tessera.commands.documents import Unreadable
from tessera.commands.importing.mapping import Column, Mapping, missing

SEPARATORS = {",": ",", ";": ";", "tab": "\t", "|": "|"}
FIRST_ROW = 2
"""As a spreadsheet counts: the heading is row 1."""


class Row(NamedTuple):
    """A row, its number as a spreadsheet counts, and what its columns say, without blanks around it."""

    number: int
    values: dict[str, str]
    fault: str | None = None

    def text(self, column: Column | None) -> str:
        """What it says in a column; nothing where there is no such column."""
        if column is None:
            return ""
        if column.join:
            return " ".join(value for name in column.join if (value := self.values.get(name, "")))
        return next((self.values[name] for name in column.of if name in self.values), "")


@dataclass(frozen=True, slots=True)
class Export:
    """The rows of a file, and which of its columns are not read."""

    rows: tuple[Row, ...]
    unread: tuple[str, ...]


def read_export(file: Path, mapping: Mapping) -> Export:
    """A file as a mapping says it is. Raises Unreadable, with what is in the way."""
    text = _text(file, mapping.encoding)
    separator = SEPARATORS.get(mapping.separator) or _separator(text, mapping)
    heading, *lines = _cells(file, text, separator)
    lacking = missing(mapping, heading)
    twice = sorted({name for name in heading if heading.count(name) > 1 and name in _read(mapping)})
    if lacking or twice:
        said = [f"lacks {each}" for each in lacking] + [f"has the column {name} twice" for name in twice]
        raise Unreadable(file, [(1, f"{each}; its columns are {', '.join(heading)}") for each in said])
    rows = tuple(_row(number, heading, cells) for number, cells in enumerate(lines, FIRST_ROW) if any(cells))
    return Export(rows, tuple(name for name in heading if name and name not in _read(mapping)))


def _read(mapping: Mapping) -> set[str]:
    return {*mapping.only, *(name for column in mapping.columns.values() for name in column.names)}


def _text(file: Path, encoding: str) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig" if lookup(encoding).name == "utf-8" else encoding)
    except OSError as error:
        raise Unreadable(file, [(0, error.strerror or "cannot be read")]) from None
    except LookupError:
        raise Unreadable(file, [(0, f"there is no encoding {encoding}")]) from None
    except UnicodeDecodeError as error:
        said = f"is not {encoding} at byte {error.start}: name its encoding, such as --encoding windows-1252"
        raise Unreadable(file, [(0, said)]) from None


def _separator(text: str, mapping: Mapping) -> str:
    """The one by which the heading has the columns that are needed."""
    fitting = (sign for sign in SEPARATORS.values() if not missing(mapping, _heading(text, sign)))
    return next(fitting, ",")


def _heading(text: str, separator: str) -> list[str]:
    """The first row; nothing where it cannot be told apart so: quotes that another sign follows."""
    try:
        return next(_rows(text, separator), [])
    except csv.Error:
        return []


def _cells(file: Path, text: str, separator: str) -> list[list[str]]:
    try:
        return list(_rows(text, separator)) or [[]]
    except csv.Error as error:
        raise Unreadable(file, [(0, f"is no CSV: {error}")]) from None


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    read = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    return ([cell.strip() for cell in cells] for cells in read)


def _row(number: int, heading: list[str], cells: list[str]) -> Row:
    differs = len(cells) != len(heading)
    fault = f"has {len(cells)} cells where the heading has {len(heading)}" if differs else None
    return Row(number, dict(zip(heading, cells, strict=False)), fault)


def left_out(row: Row, mapping: Mapping) -> str | None:
    """Why a row is none of those that the mapping asks for; None: it is."""
    for name, wanted in mapping.only.items():
        if (value := row.values.get(name, "")).casefold() not in {each.casefold() for each in wanted}:
            return f'{name} is "{value}"'
    return None
