"""Check a programme before it is published: its faults, what it changes, and for whom (docs/rules.md §10)."""

from datetime import datetime
from typing import Any

from tessera.domain.calendar import day_of
from tessera.domain.comparing import Sampled, effects
from tessera.domain.comparison import difference_view, sample_view
from tessera.domain.differing import differences
from tessera.domain.filing import Json
from tessera.domain.ports import Ledger, Programmes
from tessera.domain.programme import Programme, check, unsupported
from tessera.domain.refusals import NoProgramme
from tessera.domain.versions import Version, version_of
from tessera.operations.sampling import sampled


def check_programme(document: dict[str, Any], *, ledger: Ledger, programmes: Programmes, now: datetime) -> Json:
    """What publishing a document would change: the answer of `POST /programme/check`. Nothing is written.

    Raises ProgrammeRefused with every fault.
    """
    programme = check(document)
    missing = [{"path": each.path, "message": each.message} for each in unsupported(programme)]
    said = {"valid": True, "not_supported_yet": missing}
    version = _in_force(programmes, now)
    if version is None:
        return {**said, "against": None, "differs": [], "sample": None}
    members = sampled(ledger.sample(), ledger=ledger, version=version, now=now)
    return {**said, "against": {"version": version.number}, **compared(version, programme, members, now)}


def compared(version: Version, programme: Programme, members: list[Sampled], now: datetime) -> Json:
    """What differs between a version and another programme, and what it means for members; `sample` is None where the
    two cannot be tried on the same orders: they count in other units, or not all of them is carried out yet."""
    differs = [difference_view(each) for each in differences(version.programme, programme)]
    if not _is_comparable(version.programme, programme):
        return {"differs": differs, "sample": None}
    then = version_of(programme, number=version.number + 1, in_force_from=now)
    found = effects(members, version, then, day_of(now, programme.timezone))
    return {"differs": differs, "sample": sample_view(found, programme)}


def _in_force(programmes: Programmes, now: datetime) -> Version | None:
    try:
        return programmes.in_force(now)
    except NoProgramme:
        return None


def _is_comparable(now: Programme, then: Programme) -> bool:
    units = ((each.currency, each.timezone) for each in (now, then))
    return len(set(units)) == 1 and not unsupported(now) and not unsupported(then)
