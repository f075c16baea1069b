"""Publishing: a version is answered for once it is in force in every function (docs/rules.md §2)."""

from typing import Any

from tessera.domain.ports import Programmes
from tessera.domain.refusals import NoProgramme
from tessera.domain.versions import Version
from tessera.edge.wiring import world
from tessera.operations.publish import publish


def publish_and_wait(document: dict[str, Any]) -> tuple[Version, bool]:
    """Publish a document, return once it is in force, and say whether it is a new version; the first is at once.

    Raises what `publish` raises.
    """
    here = world()
    now, known = here.clock.now(), _newest(here.programmes)
    in_force_from = now + here.publishing_lead if known else now
    version = publish(
        document, programmes=here.programmes, patience=here.patience, now=now, in_force_from=in_force_from
    )
    here.clock.wait_until(version.in_force_from)
    return version, version.number > known


def _newest(programmes: Programmes) -> int:
    try:
        return programmes.latest().number
    except NoProgramme:
        return 0
