"""The shapes of explanations, as OpenAPI tells them (docs/rules.md §10)."""

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict  # pydantic reads only this one before Python 3.12

from tessera.edge.answers import (
    Amount,
    Applied,
    Day,
    Instant,
    Money,
    Version,
    Wallet,
    WalletAmount,
)

Effect = Literal["earn", "multiply", "bonus"]
Part = Annotated[str, Field(description="The refunded part as a quotient.", examples=["1/2"])]
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


class LineReversed(TypedDict):
    """Of one line: what it earned, what of that should be back by now (half up), what was before, what is due."""

    line_id: str
    refunded_part: Part
    earned: Amount
    target: Amount
    before: Amount
    due: Amount


class TakenFrom(TypedDict):
    """Where reversed units were taken: the order's pending ones, its own lot, the other lots; what is owed for them."""

    pending: Amount
    own: Amount
    others: Amount
    owed: Amount


class ShortagePolicy(TypedDict):
    """How far a wallet may owe."""

    shortage: Literal["negative", "clamp"]
    floor: Amount


class ReversalExplained(TypedDict):
    """Why a refund took back so much: what was due of each line, what of that had expired and was left, where the rest
    was taken, what came back of voided vouchers first, and what could not be collected by the policy."""

    wallet: Wallet
    lines: list[LineReversed]
    due: Amount
    left_expired: Amount
    written_off: Amount
    voided: Amount
    taken_from: TakenFrom | None
    policy: ShortagePolicy


class LotBack(TypedDict):
    """A lot that units came back to; its last day is null where it is shared or there is none."""

    active_from: Day
    last_day: Day | None
    amount: Amount


class RestorationExplained(TypedDict):
    """Why so much came back of what a redemption burned: the refunded part of the goods makes the target, half up."""

    redemption_id: str
    wallet: Wallet
    refunded_part: Part
    burned: Amount
    target: Amount
    before: Amount
    due: Amount
    lots: list[LotBack]


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


class OwnReferralTaken(TypedDict):
    """The points that the member had got for the order as somebody's friend, where they went back."""

    wallet: Wallet
    due: int
    voided: int
    written_off: int
    taken_from: TakenFrom


class ReferralExplained(TypedDict):
    """What the order is to whoever referred the member, as it was recorded."""

    referred_by: str
    qualified: bool
    share: Amount


class RefundExplained(TypedDict):
    """What a refund undid, and why; `lines` are its amounts in the order of the lines."""

    refund_id: str
    lines: list[Money]
    reversed: list[WalletAmount]
    restored: list[WalletAmount]
    written_off: list[WalletAmount]
    vouchers: list[str]
    referral: Annotated[int, Field(description="Points of the member's own referral; what is taken away is negative.")]
    stamps: list[StampsTaken]
    why_reversed: list[ReversalExplained]
    why_restored: list[RestorationExplained]
    why_referral: OwnReferralTaken | None


class CapturedLate(TypedDict):
    """A redemption captured when some of the order was refunded already, and what came back at once."""

    redemption_id: str
    paid_with: list[Applied]
    restored: list[WalletAmount]
    why_restored: list[RestorationExplained]


class Explanation(TypedDict):
    """Why an order earned what it did, as data and as sentences."""

    order_id: str
    member_id: str | None
    placed_at: Instant
    placed_as_guest: bool
    completed_on: Day | None
    version: Version
    paid_with: list[Applied]
    lines: list[LineExplained]
    awards: list[AwardExplained]
    stamps: list[StampsGiven]
    referral: ReferralExplained | None
    refunds: list[RefundExplained]
    captured_late: list[CapturedLate]
    sentences: list[str]
