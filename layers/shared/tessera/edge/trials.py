"""What only a stack deployed with TestClock=enabled does: move its time, and begin again (docs/rules.md §10)."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from tessera.domain.calendar import show_instant
from tessera.domain.refusals import Busy, Conflict
from tessera.edge import aws
from tessera.edge.clock import Hands, MovedClock
from tessera.edge.patience import JitteredPatience
from tessera.edge.settings import settings
from tessera.edge.wiring import kept, world
from tessera.operations.run_nights import run_nights
from tessera.storage.table import Table
from tessera.storage.trial import Trial

FACTS_LEAVE_WITHIN_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Stage:
    """The clock of a test stack, and its table as a whole."""

    clock: MovedClock
    trial: Trial


@cache
def stage() -> Stage:
    """The stage of this function."""
    table = settings().table_name
    return Stage(MovedClock(aws.dynamodb(), table), Trial(Table(table)))


def move_on(until: datetime) -> None:
    """Move the clock forward and run the nights it passes; set to where it stands, it runs what a night does there.

    A move that was cut short is gone on with by the next. Raises Conflict when that would be backward, Busy.
    """
    here, now = stage(), stage().clock.now()
    if until < now:
        stands = f"The clock stands at {show_instant(now)} and moves forward only"
        raise Conflict(f"{stands}; `fresh: true` empties the stack and begins anew.")
    here.clock.put(Hands(now, until))
    run_nights(here.trial.accounts(), since=now, until=until, patience=world().patience, mint=world().mint, **kept())
    here.clock.put(Hands(until, until))


def begin_again(now: datetime) -> None:
    """Empty everything but tokens, and set the clock to any instant.

    What has happened before is handled first: told late, it would be taken for what happens next. Raises Busy.
    """
    here = stage()
    for _ in JitteredPatience(deadline_seconds=FACTS_LEAVE_WITHIN_SECONDS).attempts():
        if not here.trial.unsettled():
            here.trial.empty_but_tokens()
            here.clock.put(Hands(now, now))
            return
    raise Busy("Facts of what happened before are still on their way; send the same request again.")


def state() -> dict[str, Any]:
    """The answer of `GET /clock`."""
    here = stage()
    hands = here.clock.hands()
    shown = {name: show_instant(instant) for name, instant in hands._asdict().items()}
    return {**shown, "unsettled": here.trial.unsettled()}
