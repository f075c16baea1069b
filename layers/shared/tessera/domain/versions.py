"""Versions of the programme: immutable once published; every entry names the one that produced it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tessera.domain.earning import Plan, compiled
from tessera.domain.programme import Programme
from tessera.domain.refusals import NoProgramme


@dataclass(frozen=True, slots=True)
class Version:
    """One published version: its number (from 1), when it came into force, the document and its compiled rates."""

    number: int
    in_force_from: datetime
    programme: Programme
    plan: Plan


def version_of(programme: Programme, *, number: int, in_force_from: datetime) -> Version:
    """A version of a checked programme, its rates compiled."""
    return Version(number, in_force_from, programme, compiled(programme))


def in_force(versions: Sequence[Version], instant: datetime) -> Version:
    """The newest of the versions (in ascending order) that was in force at `instant`; the first also before it.

    Raises NoProgramme when there is none.
    """
    if not versions:
        raise NoProgramme("No programme has been published yet; publish one with PUT /programme.")
    started = [version for version in versions if version.in_force_from <= instant]
    return started[-1] if started else versions[0]
