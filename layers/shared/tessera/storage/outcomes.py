"""Which of several reasons for refusing a write is told."""

from collections.abc import Iterable

from tessera.domain.outcome import AlreadyFiled, Exhausted, Outcome, Recorded, RefundsWaiting, Stale

_FOREMOST_FIRST = (AlreadyFiled, RefundsWaiting, Stale, Exhausted, Recorded)


def foremost(outcomes: Iterable[Outcome]) -> Outcome:
    """What is filed comes before what waits, and that before what is stale, that before a counter with
    too little left, and all before what was recorded; the first of equals."""
    return min(outcomes, key=lambda outcome: _FOREMOST_FIRST.index(type(outcome)))
