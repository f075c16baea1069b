"""Why an entry was made, one shape for each kind of cause."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from tessera.edge.answers.explained.awards import AwardExplained, LineExplained, Policy
from tessera.edge.answers.explained.lots import WhyCompletion, WhyExpiry, WhyHold
from tessera.edge.answers.explained.redemptions import WhyRedemption, WhyReward, WhyVoid
from tessera.edge.answers.explained.refunds import RefundExplained
from tessera.edge.answers.statement import Entry
from tessera.edge.answers.values import Amount, Instant, Version


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


class WhyAdjustment(TypedDict):
    """What was written down with it; `note` is null for a member, and where there is none."""

    about: Literal["adjustment"]
    reference: str
    reason: str | None
    note: str | None


class BroughtLot(TypedDict):
    """Units that came along, and their last day; null: they never expire."""

    amount: Amount
    last_day: str | None


class WhyImport(TypedDict):
    """What the member brought along from another programme."""

    about: Literal["import"]
    source: str
    lots: list[BroughtLot]


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
    | WhyImport
    | WhyOther,
    Field(discriminator="about"),
]


class EntryExplained(TypedDict):
    """An entry, and why it was made: as data and as sentences."""

    entry: Entry
    why: Why
    sentences: list[str]
