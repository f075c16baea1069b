"""The test clock: moves a stack's "now", or empties the stack and begins again. Deployed only where it is asked for."""

from pydantic import Field

from tessera.domain.order import Body, Instant
from tessera.edge.answers.clock import ClockState
from tessera.edge.callers import ADMIN
from tessera.edge.http import Api, Reply
from tessera.edge.routes import Call, Query
from tessera.edge.trials import begin_again, move_on, state

api = Api("move_clock", is_for_trials=True)


class Move(Body):
    """To which instant; `fresh` empties everything but tokens first, and only then may it be an earlier one."""

    now: Instant
    fresh: bool = Field(default=False)


@api.writes(
    "PUT",
    "/clock",
    who=(ADMIN,),
    body=Move,
    answers={202: ClockState},
    summary="Move the clock",
    refusals=("conflict", "busy"),
)
def move_clock(call: Call[Move]) -> Reply:
    """The nights between (00:30 local) that have something due are run."""
    if call.asked.fresh:
        begin_again(call.asked.now)
    else:
        move_on(call.asked.now)
    return Reply(state())


@api.reads("/clock", who=(ADMIN,), query=Query, answers={200: ClockState}, summary="Read the clock")
def read_clock(call: Call[Query]) -> Reply:
    """Where it stands, to where it is on its way, and how much of what happened has not been handled yet."""
    return Reply(state())


handler = api
