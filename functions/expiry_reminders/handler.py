"""Reminders: what expires, and when, is entered at each distance that was asked for; entering it is what tells it."""

from typing import Any

from tessera.edge.nights import run_job
from tessera.operations.remind_of_expiry import remind_of_expiry


def handler(event: dict[str, Any], context: object) -> Any:
    """A tick in the morning, or shards of it; again and at once with others as often as may be."""
    return run_job("expiry_reminders", remind_of_expiry, event, context)
