"""Why units were put aside, spent on a reward, or came back of one."""

from typing import Literal

from typing_extensions import TypedDict

from tessera.edge.answers.account import VoucherState
from tessera.edge.answers.explained.refunds import RestorationExplained
from tessera.edge.answers.values import Amount, Day, Instant, Version


class WhyRedemption(TypedDict):
    """What a redemption put aside and took of the wallet; what came back at once, of an order refunded before it."""

    about: Literal["redemption"]
    redemption_id: str
    order_id: str | None
    reserved: Amount
    captured: Amount
    lapses_at: Instant
    why_restored: list[RestorationExplained]


class WhyReward(TypedDict):
    """What the reward costs, the active balance before, and what it became: one voucher of a claim (null: a donation),
    or by itself so many of them."""

    about: Literal["reward"]
    reward_id: str
    kind: str
    version: Version
    cost: int
    balance_before: int
    voucher: VoucherState | None
    vouchers: int | None
    last_day: Day | None


class WhyVoid(TypedDict):
    """The voucher that was taken back, and the reason that was given."""

    about: Literal["void"]
    voucher: str
    reason: str | None
