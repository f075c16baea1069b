"""Sheets: what is answered as CSV, and opened in a spreadsheet that takes some texts for formulas."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

CSV = "text/csv; charset=utf-8"
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
COLUMNS = ("section", "number", "name", "value")


class Sheet(NamedTuple):
    """A sheet, and the name of the file that it is saved as."""

    text: str
    file_name: str


def headers_of(sheet: Sheet) -> dict[str, str]:
    """It is saved, never shown."""
    return {"Content-Type": CSV, "Content-Disposition": f'attachment; filename="{sheet.file_name}"'}


def flat_sheet(paper: Mapping[str, Any], file_name: str) -> Sheet:
    """JSON as one flat table: of each section and of its items by number, every value by its path."""
    rows = (row for section, part in paper.items() for row in _rows(section, part))
    return Sheet(csv_text((COLUMNS, *rows)), file_name)


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV; a text that a spreadsheet would take for a formula has an apostrophe before it."""
    written = io.StringIO()
    csv.writer(written).writerows([_cell(each) for each in row] for row in rows)
    return written.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return f"'{text}" if text.startswith(FORMULAS) and not NUMBER.fullmatch(text) else text


def _rows(section: str, part: Any) -> Iterator[tuple[object, ...]]:
    if isinstance(part, list):
        for number, item in enumerate(part, 1):
            yield from ((section, number, name, value) for name, value in _values(item))
    else:
        yield from ((section, "", name, value) for name, value in _values(part))


def _values(part: Any, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(part, dict) and part:
        for name, value in part.items():
            yield from _values(value, f"{path}.{name}" if path else str(name))
    elif isinstance(part, list) and part:
        for place, value in enumerate(part):
            yield from _values(value, f"{path}[{place}]")
    elif not isinstance(part, dict | list):
        yield path, part
