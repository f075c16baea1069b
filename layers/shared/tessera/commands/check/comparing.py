"""With what a programme is compared: another document, on orders tried in memory, or what a deployed stack has."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from tessera.commands.calls import Json
from tessera.commands.documents import Document, Unreadable, read_document
from tessera.domain.comparison import difference_view
from tessera.domain.differing import differences
from tessera.domain.programme import Programme, ProgrammeRefused, check, unsupported
from tessera.domain.versions import version_of

Compare = Callable[[Document, Programme], Json]


class NothingToCompare(click.ClickException):
    """What a programme should be compared with cannot be had; the message says why."""

    exit_code = 2


def no_comparison(document: Document, programme: Programme) -> Json:
    """Nothing is said beyond the faults."""
    return {}


def with_document(file: Path, orders: Path | None, stories: Sequence[Path]) -> Compare:
    """Compares with a programme in a file, on the members of stories and of a CSV of orders. Raises
    NothingToCompare."""
    before = _programme(file)
    try_on = _trials(before, orders, stories)

    def compare(document: Document, programme: Programme) -> Json:
        return {"against": {"file": str(file)}, **try_on(programme)}

    return compare


def with_stack(file: Path) -> Compare:
    """Compares with what a deployed stack has in force, on its own sample of members. Raises NoStack."""
    from tessera.commands.client import ApiClient
    from tessera.commands.stack_file import read_stack_file
    from tessera.edge.callers import ADMIN

    client = ApiClient(read_stack_file(file))

    def compare(document: Document, programme: Programme) -> Json:
        answer = client.request("POST", "/programme/check", ADMIN, document.value).answer
        if "refused" in answer:
            raise NothingToCompare(f"the stack refused to check it ({answer['refused']}): {answer['detail']}")
        return {name: answer[name] for name in ("against", "differs", "sample")}

    return compare


def _programme(file: Path) -> Programme:
    try:
        return check(read_document(file).value)
    except Unreadable as unreadable:
        raise NothingToCompare(str(unreadable)) from None
    except ProgrammeRefused as refusal:
        raise NothingToCompare(f"{file}: {refusal.detail}; `tessera check {file}` tells them") from None


def _trials(before: Programme, orders: Path | None, stories: Sequence[Path]) -> Callable[[Programme], Json]:
    """What is answered of another programme; orders are tried once, for however many programmes."""
    if not (orders or stories) or unsupported(before):
        return lambda after: {"differs": [difference_view(each) for each in differences(before, after)], "sample": None}
    from tessera.commands.check.trying import tried_on
    from tessera.operations.check_programme import compared

    try:
        tried = tried_on(before, orders, stories)
    except Unreadable as unreadable:
        raise NothingToCompare(str(unreadable)) from None
    version = version_of(before, number=1, in_force_from=datetime.min.replace(tzinfo=UTC))
    return lambda after: compared(version, after, tried.members, tried.now)
