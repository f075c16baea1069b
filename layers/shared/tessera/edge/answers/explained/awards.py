"""Why an order earned so much: line by line, rule by rule, cap by cap."""

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from tessera.edge.answers.values import Amount, Day, Money, Wallet

Effect = Literal["earn", "multiply", "bonus"]
Policy = Annotated[dict[str, Any], Field(description="As it is written in the programme.")]


class RuleShare(TypedDict):
    """What one rule contributed to a line, before rounding."""

    rule: str
    effect: Effect
    exact: str


class LineShare(TypedDict):
    """What one line earned in one wallet, and what refunds took back of it."""

    wallet: Wallet
    amount: Amount
    reversed: Amount
    rules: list[RuleShare]


class LineExplained(TypedDict):
    """One line: what it amounts to, what of it counts, what it earned."""

    line_id: str
    sku: str
    amount: Money
    basis: str
    refunded: Money
    earned: list[LineShare]


class RuleAmount(TypedDict):
    """A rule's part of an award."""

    rule: str
    effect: Effect
    amount: Amount


class CapExplained(TypedDict):
    """A cap: what had been used of it, what it had room for, what it cut of the award and what it left."""

    per: Literal["order", "day", "month", "lifetime"]
    overflow: Literal["trim", "reject"]
    amount: Amount
    used: Amount
    room: Amount
    cut: Amount
    left: Amount


HoldExplained = TypedDict("HoldExplained", {"days": int, "from": Literal["paid", "completed"]})


class AwardExplained(TypedDict):
    """An award: exact, rounded once (`uncapped`), what the caps leave of it one after the other, shared among its
    rules; its hold, and by which policy its last day follows (null: shared, or none)."""

    wallet: Wallet
    exact: str
    rounding: Literal["floor", "half_up", "ceil"]
    uncapped: Amount
    caps: list[CapExplained]
    amount: Amount
    hold: HoldExplained
    placed_on: Day
    activates_on: Day | None
    expiry: Policy
    last_day: Day | None
    rules: list[RuleAmount]
