"""What this version of Tessera does not carry out yet: `check` accepts it, publishing refuses it."""

from collections.abc import Sequence
from typing import NamedTuple

from tessera.domain.programme.document import Programme
from tessera.domain.programme.faults import Finding, fault
from tessera.domain.programme.places import places
from tessera.domain.refusals import Fault


class NotYet(NamedTuple):
    """A place that is not carried out yet; with `values`, only where it says one of them."""

    pattern: str
    what: str
    values: tuple[str, ...] = ()


NOT_YET: tuple[NotYet, ...] = ()
"""Nothing, today: what the next section of a programme is worth reading before it is carried out comes here."""


def unsupported(programme: Programme, table: Sequence[NotYet] = NOT_YET) -> list[Fault]:
    """Every place of a programme that this version does not carry out, in the order of the table."""
    document = programme.source
    return [
        fault(document, Finding(loc, f"this version of Tessera does not carry out {row.what} yet"))
        for row in table
        for loc, value in places(document, row.pattern)
        if (value in row.values if row.values else value)
    ]
