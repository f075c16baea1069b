"""Figures are counted: each record of the ledger that the stream brings is added to those of its days, once."""

from typing import Any

from tessera.edge.clock import SystemClock
from tessera.edge.observe import count, observed
from tessera.edge.tallying import tallies_in
from tessera.edge.wiring import world


def handler(event: dict[str, Any], context: object) -> None:
    """Count a batch. One that fails comes again, perhaps in other company: what is among the figures is passed over."""
    with observed(event):
        new = world().tallies.count(list(tallies_in(event)), at=SystemClock().now())
        count("TalliesCounted", new)
