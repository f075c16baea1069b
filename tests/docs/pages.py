"""The pages as tests read them: their text, their blocks, the rows of their tables."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block: its page, its line, its language and what stands in it."""

    page: Path
    line: int
    language: str
    text: str

    @property
    def name(self) -> str:
        """`rules.md:130`."""
        return f"{self.page.name}:{self.line}"


def blocks(*languages: str, page: Path | None = None) -> list[Block]:
    """The blocks of one page or of all, in their order."""
    return [block for each in ([page] if page else PAGES) for block in _blocks(each) if block.language in languages]


def prose(page: Path) -> str:
    """A page without its blocks."""
    return _BLOCK.sub("", page.read_text())


def rows(page: Path, *header: str) -> list[list[str]]:
    """The cells of every table of a page that begins with these columns."""
    tables = re.findall(r"((?:^\|.*\|$\n?)+)", page.read_text(), re.MULTILINE)
    read = [[_cells(line) for line in table.splitlines()] for table in tables]
    return [row for table in read if tuple(table[0][: len(header)]) == header for row in table[2:]]


def codes(cell: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`]+)`", cell)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def _blocks(page: Path) -> Iterator[Block]:
    text = page.read_text()
    for found in _BLOCK.finditer(text):
        yield Block(page, text.count("\n", 0, found.start()) + 1, found[1], found[2])
