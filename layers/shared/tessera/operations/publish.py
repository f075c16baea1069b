"""Publish the programme (docs/rules.md §2)."""

from datetime import datetime
from typing import Any

from tessera.domain.ports import Patience, Programmes
from tessera.domain.programme import Programme, check, unsupported
from tessera.domain.refusals import Busy, Fault, InvalidRequest, NoProgramme, NotSupportedYet
from tessera.domain.versions import Version, version_of


def publish(
    document: dict[str, Any], *, programmes: Programmes, patience: Patience, now: datetime, in_force_from: datetime
) -> Version:
    """Publish a document as the next version, in force from an instant on; the first also before it.

    The same document as the latest version is that version. Raises ProgrammeRefused with every fault, NotSupportedYet,
    InvalidRequest when it changes the currency or the time zone of what was published, Busy.
    """
    programme = check(document)
    if missing := unsupported(programme):
        raise NotSupportedYet("The programme uses what this version does not carry out yet.", tuple(missing))
    for _ in patience.attempts():
        latest = _latest(programmes)
        if latest and latest.programme.source == programme.source:
            return latest
        _refuse_a_move(programme, latest)
        version = version_of(
            programme, number=latest.number + 1 if latest else 1, in_force_from=in_force_from, before=latest
        )
        if programmes.publish(version):
            return version
    raise Busy("Another version is being published; send the same request again.")


def _latest(programmes: Programmes) -> Version | None:
    try:
        return programmes.latest()
    except NoProgramme:
        return None


def _refuse_a_move(programme: Programme, latest: Version | None) -> None:
    """Balances are kept in minor units and days: what they are counted in stays as it was first published."""
    kept = {name: getattr(latest.programme, name) for name in ("currency", "timezone")} if latest else {}
    faults = tuple(
        Fault(name, f"was published as {value} and cannot change: balances and days are counted in it")
        for name, value in kept.items()
        if getattr(programme, name) != value
    )
    if faults:
        raise InvalidRequest("A published programme keeps its currency and its time zone.", faults)
