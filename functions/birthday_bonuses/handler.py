"""Birthdays: the bonus of a day that has come, once in a calendar year."""

from typing import Any

from tessera.edge.nights import run_job
from tessera.operations.grant_birthday_bonus import grant_birthday_bonus


def handler(event: dict[str, Any], context: object) -> Any:
    """A tick in the morning, or shards of it; again and at once with others as often as may be."""
    return run_job("birthday_bonuses", grant_birthday_bonus, event, context)
