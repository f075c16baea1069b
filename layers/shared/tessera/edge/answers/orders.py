"""An order: what it earned, what is refunded of it, its completion."""

from typing import Literal

from typing_extensions import TypedDict

from tessera.edge.answers.account import Account
from tessera.edge.answers.redemptions import Payment
from tessera.edge.answers.values import Amount, Day, Instant, Money, Wallet


class Award(TypedDict):
    """What an order earned in one wallet, and from when until when; `activates_on` is null while that waits for the
    order's completion."""

    wallet: Wallet
    amount: Amount
    state: Literal["pending", "active", "expired"]
    activates_on: Day | None
    last_day: Day | None


class ShadowAward(TypedDict):
    """What a rule in shadow would have earned."""

    rule: str
    wallet: Wallet
    amount: Amount


class OrderAwarded(TypedDict):
    """What an order earned. A guest's has neither member nor account."""

    order_id: str
    member_id: str | None
    awards: list[Award]
    shadow: list[ShadowAward]
    redemption: Payment | None
    account: Account | None


class LineRefunded(TypedDict):
    """What a line amounts to, and what is refunded of it."""

    line_id: str
    amount: Money
    refunded: Money


class OrderState(TypedDict):
    """An order as it was awarded, and what is refunded of it."""

    order_id: str
    member_id: str | None
    awards: list[Award]
    shadow: list[ShadowAward]
    redemption: Payment | None
    total: Money
    lines: list[LineRefunded]


class OrderCompleted(TypedDict):
    """When an order was completed, and what of its award that gave its days; one that came before its order is
    parked. A guest's has no account."""

    order_id: str
    state: Literal["completed", "parked"]
    completed_at: Instant
    awards: list[Award]
    account: Account | None
