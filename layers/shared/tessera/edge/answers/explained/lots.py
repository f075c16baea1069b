"""Why units expired or became active: what the clock does to a wallet."""

from typing import Literal

from typing_extensions import TypedDict

from tessera.edge.answers.explained.awards import HoldExplained
from tessera.edge.answers.values import Amount, Day, Version


class CreditExplained(TypedDict):
    """Units that came in, and from and until when they are valid by the policy of that version."""

    cause: str
    kind: str
    version: Version
    amount: Amount
    active_from: Day
    last_day: Day


class ClockExplained(TypedDict):
    """What set the shared last day of a rolling wallet: so many months (of grace: days) after that day."""

    event: Literal["order", "earn", "redeem", "start", "grace", "brought"]
    cause: str
    day: Day
    last_day: Day
    months: int | None
    days: int | None


class WhyExpiry(TypedDict):
    """The credits with that last day, and what had gone of them before (null: not all of them are known; `not_found`
    says how much of what expired belongs to none of these)."""

    about: Literal["expiry"]
    last_day: Day
    credits: list[CreditExplained]
    credited: Amount
    expired: Amount
    gone_before: Amount | None
    not_found: Amount
    clock: ClockExplained | None


class HeldOrder(TypedDict):
    """An order whose hold ended."""

    order_id: str
    placed_on: Day
    completed_on: Day | None
    hold_days: int
    amount: Amount


class WhyHold(TypedDict):
    """The orders whose hold ended on a day, and what refunds had taken back of them before."""

    about: Literal["hold"]
    day: Day
    orders: list[HeldOrder]
    taken_back: Amount


class WhyCompletion(TypedDict):
    """The order whose return window is over: when it was completed, what it had earned, what refunds had taken back."""

    about: Literal["completion"]
    order_id: str
    hold: HoldExplained
    completed_on: Day
    awarded: Amount
    taken_back: Amount
