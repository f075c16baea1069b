"""Figures: what was issued, redeemed, sold … on the days of a window, and what is outstanding at its end."""

from pydantic import Field

from tessera.edge.answers.figures import FiguresBetween
from tessera.edge.callers import READ
from tessera.edge.http import Api, Reply
from tessera.edge.queries import Day
from tessera.edge.routes import Call, Query
from tessera.edge.wiring import world
from tessera.operations.look_at_figures import figures_between

api = Api("figures")


class Days(Query):
    """Which days, both included: 400 at most, the last thirty when left out."""

    first: Day | None = Field(default=None, alias="from")
    until: Day | None = None


@api.reads(
    "/figures",
    who=(READ,),
    query=Days,
    answers={200: FiguresBetween},
    summary="Read the figures",
    refusals=("invalid_request", "no_programme"),
)
def read_figures(call: Call[Days]) -> Reply:
    """Of each day on which something was counted, and all together. They follow what happened by some seconds; a day
    that is over may still change where an order, or what the clock did, is recorded later."""
    here = world()
    return Reply(
        figures_between(
            call.asked.first,
            call.asked.until,
            tallies=here.tallies,
            programmes=here.programmes,
            now=here.clock.now(),
        )
    )


handler = api
