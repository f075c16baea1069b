"""`tessera check PROGRAMME…`: every fault of a programme at once, each with its path and its line."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from tessera.commands.documents import Document, Unreadable, read_document
from tessera.domain.programme import ProgrammeRefused, unsupported
from tessera.domain.programme import check as read_programme
from tessera.domain.refusals import Fault

FINE, FAULTY, UNREADABLE = 0, 1, 2


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="PROGRAMME...", type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check programme documents, YAML or JSON, before they are published.

    Exit 0: all are fine (what this version does not carry out yet is listed). 1: one has faults. 2: one cannot be read.
    """
    sys.exit(max([_check(file) for file in files]))


def _check(file: Path) -> int:
    try:
        document = read_document(file)
    except Unreadable as unreadable:
        click.echo(f"{click.style('✗', fg='red', bold=True)} {unreadable}")
        return UNREADABLE
    code, lines = _verdict(document)
    for line in lines:
        click.echo(line)
    return code


def _verdict(document: Document) -> tuple[int, list[str]]:
    try:
        missing = unsupported(read_programme(document.value))
    except ProgrammeRefused as refusal:
        title = f"{click.style('✗', fg='red', bold=True)} {document.file}: {refusal.detail}"
        return FAULTY, [title, *_told(document, refusal.faults)]
    lines = [f"{click.style('✓', fg='green')} {document.file} is a programme"]
    if missing:
        lines.append("  this version does not carry out all of it: publishing it is refused (not_supported_yet)")
    return FINE, [*lines, *_told(document, missing)]


def _told(document: Document, faults: tuple[Fault, ...] | list[Fault]) -> Iterator[str]:
    for fault in faults:
        line = document.line_at(fault.path)
        place = f"{document.file}:{line}" if line else str(document.file)
        yield f"    {click.style(place, bold=True)}  {fault.path}"
        yield f"        {fault.message}"
