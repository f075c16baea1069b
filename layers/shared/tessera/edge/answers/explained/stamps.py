"""Why a card got so many stamps, and gave so many back."""

from typing_extensions import TypedDict

from tessera.edge.answers.values import Day


class StampsOfLines(TypedDict):
    """What a line gave a card, or several lines together."""

    line_ids: list[str]
    stamps: int


class StampsGiven(TypedDict):
    """What an order gave one stamp card."""

    card_id: str
    stamps: int
    lines: list[StampsOfLines]
    last_day: Day | None


class StampsTakenFrom(TypedDict):
    """Where stamps were taken: the order's own, others of the card; what the card owes for it."""

    own: int
    others: int
    owed: int


class StampsTaken(TypedDict):
    """Why a refund took so many stamps back: what the order had given, what of that should be back by now (half up),
    what was before, what is due; the card's own unused vouchers that were taken back first."""

    card_id: str
    given: int
    target: int
    before: int
    due: int
    left_expired: int
    taken_from: StampsTakenFrom | None
    vouchers: list[str]
