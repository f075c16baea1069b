"""`tessera check PROGRAMME…`: every fault at once; with something to compare with, what differs and for whom."""

import json
import sys
from pathlib import Path
from typing import NamedTuple

import click

from tessera.commands.calls import Json
from tessera.commands.check.comparing import Compare, no_comparison, with_document, with_stack
from tessera.commands.documents import Document, Unreadable, read_document
from tessera.commands.emulators import ROOT
from tessera.domain.programme import ProgrammeRefused, unsupported
from tessera.domain.programme import check as read_programme
from tessera.domain.refusals import Fault

FINE, FAULTY, UNREADABLE = 0, 1, 2
A_FILE = click.Path(path_type=Path)


class Verdict(NamedTuple):
    """What is said of one file: its exit code, the same as an answer, and the document where it could be read."""

    code: int
    answer: Json
    document: Document | None = None


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="PROGRAMME...", type=A_FILE)
@click.option("--against", type=A_FILE, help="The programme to compare with.")
@click.option("--orders", type=A_FILE, help="A CSV of orders: who would gain or lose by them? (with --against)")
@click.option("--story", "stories", multiple=True, type=A_FILE, help="The same of a story's members. May be repeated.")
@click.option(
    "--stack",
    is_flag=False,
    flag_value=ROOT / ".local/stack.json",
    type=A_FILE,
    help="Compare with what a deployed stack has in force [default: .local/stack.json].",
)
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
def check(
    files: tuple[Path, ...],
    against: Path | None,
    orders: Path | None,
    stories: tuple[Path, ...],
    stack: Path | None,
    as_json: bool,
) -> None:
    """Check programme documents, YAML or JSON, before they are published.

    Exit 0: all are fine (what this version does not carry out yet is listed). 1: one has faults. 2: something cannot be
    read.
    """  # fmt: skip
    if (orders or stories) and not against:
        raise click.UsageError("--orders and --story try a change: name the programme before it with --against.")
    if against and stack:
        raise click.UsageError("compare with a document (--against) or with a stack (--stack), not with both.")
    compare = with_document(against, orders, stories) if against else with_stack(stack) if stack else no_comparison
    verdicts = [_verdict(file, compare) for file in files]
    (_print_json if as_json else _print_text)(verdicts)
    sys.exit(max(verdict.code for verdict in verdicts))


def _verdict(file: Path, compare: Compare) -> Verdict:
    try:
        document = read_document(file)
    except Unreadable as unreadable:
        faults = [{"line": line or None, "message": said} for line, said in unreadable.faults]
        return Verdict(UNREADABLE, {"file": str(file), "valid": False, "unreadable": faults})
    try:
        programme = read_programme(document.value)
    except ProgrammeRefused as refusal:
        told = {"detail": refusal.detail, "errors": _told(document, refusal.faults)}
        return Verdict(FAULTY, {"file": str(file), "valid": False, **told}, document)
    missing = {"not_supported_yet": _told(document, unsupported(programme))}
    return Verdict(FINE, {"file": str(file), "valid": True, **missing, **compare(document, programme)}, document)


def _told(document: Document, faults: tuple[Fault, ...] | list[Fault]) -> list[Json]:
    return [
        {"path": fault.path, "line": document.line_at(fault.path) or None, "message": fault.message} for fault in faults
    ]


def _print_json(verdicts: list[Verdict]) -> None:
    click.echo(json.dumps({"programmes": [verdict.answer for verdict in verdicts]}, ensure_ascii=False, indent=1))


def _print_text(verdicts: list[Verdict]) -> None:
    for verdict in verdicts:
        for line in _lines(verdict.answer):
            click.echo(line)
        if verdict.document and "differs" in verdict.answer:
            from tessera.commands.check.showing import show_comparison

            show_comparison(verdict.answer, verdict.document)


def _lines(answer: Json) -> list[str]:
    file, bad = answer["file"], click.style("✗", fg="red", bold=True)
    if "unreadable" in answer:
        return [f"{bad} {_place(file, fault['line'])}: {fault['message']}" for fault in answer["unreadable"]]
    if not answer["valid"]:
        return [f"{bad} {file}: {answer['detail']}", *_fault_lines(file, answer["errors"])]
    lines = [f"{click.style('✓', fg='green')} {file} is a programme"]
    if answer["not_supported_yet"]:
        lines.append("  this version does not carry out all of it: publishing it is refused (not_supported_yet)")
    return [*lines, *_fault_lines(file, answer["not_supported_yet"])]


def _fault_lines(file: str, faults: list[Json]) -> list[str]:
    lines = ((f"    {_bold(_place(file, each['line']))}  {each['path']}", each["message"]) for each in faults)
    return [line for head, message in lines for line in (head, f"        {message}")]


def _place(file: str, line: int | None) -> str:
    return f"{file}:{line}" if line else file


def _bold(text: str) -> str:
    return click.style(text, bold=True)
