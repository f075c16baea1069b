"""The shapes of an entry's explanation, one for each kind of cause (docs/rules.md §10)."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict  # pydantic reads only this one before Python 3.12

from tessera.edge.answers import Amount, Day, Entry, Instant, Version, VoucherState
from tessera.edge.explanations import (
    AwardExplained,
    HoldExplained,
    LineExplained,
    Policy,
    RefundExplained,
    RestorationExplained,
)


class WhyOrder(TypedDict):
    """What the order earned in the wallet of the entry."""

    about: Literal["order"]
    order_id: str
    placed_at: Instant
    version: Version
    lines: list[LineExplained]
    awards: list[AwardExplained]


class WhyRefund(TypedDict):
    """What the refund took and gave back in the wallet of the entry."""

    about: Literal["refund"]
    order_id: str
    refund: RefundExplained


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

    event: Literal["order", "earn", "redeem", "start", "grace"]
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


class WhyRule(TypedDict):
    """The place in the programme that gave the units, and what it says there."""

    about: Literal["rule"]
    version: Version
    rule: str
    says: Policy
    reference: str | None


class WhyReferral(TypedDict):
    """The side of a referral that the member is on, what the programme says of it, and what of the whole order's worth
    was entered before the entry and is after it."""

    about: Literal["referral"]
    version: Version
    side: Literal["friend", "advocate", "every_order"]
    order_id: str
    says: Policy
    qualify: Policy | None
    limit: Policy | None
    worth: Amount
    before: Amount
    after: Amount


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


class WhyAdjustment(TypedDict):
    """What was written down with it; `note` is null for a member, and where there is none."""

    about: Literal["adjustment"]
    reference: str
    reason: str | None
    note: str | None


class WhyOther(TypedDict):
    """No more than the cause."""

    about: Literal["other"]
    cause: str


Why = Annotated[
    WhyOrder
    | WhyRefund
    | WhyExpiry
    | WhyHold
    | WhyCompletion
    | WhyRule
    | WhyReferral
    | WhyRedemption
    | WhyReward
    | WhyVoid
    | WhyAdjustment
    | WhyOther,
    Field(discriminator="about"),
]


class EntryExplained(TypedDict):
    """An entry, and why it was made: as data and as sentences."""

    entry: Entry
    why: Why
    sentences: list[str]
