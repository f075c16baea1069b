"""When a delivery is tried again: the schedule that Standard Webhooks proposes, over three days (docs/rules.md §11)."""

from datetime import datetime, timedelta

PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""How long after each attempt the next one is due; the first is made at once."""

ATTEMPTS_MAX = len(PAUSES) + 1

UNTIL_IT_IS_TRIED = PAUSES[1]
"""How long a fact waits at first whose endpoint has just failed over and over: no longer than those before it."""


def due_after(attempts: int, now: datetime) -> datetime | None:
    """When the attempt after so many of them is due; None when there is none any more."""
    return now + PAUSES[attempts - 1] if attempts < ATTEMPTS_MAX else None
