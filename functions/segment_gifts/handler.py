"""Gifts: to whoever has entered a segment, and of dates that have come."""

from typing import Any

from tessera.edge.nights import run_job
from tessera.operations.give_gifts import give_gifts


def handler(event: dict[str, Any], context: object) -> Any:
    """A tick in the morning, or shards of it; again and at once with others as often as may be."""
    return run_job("segment_gifts", give_gifts, event, context)
