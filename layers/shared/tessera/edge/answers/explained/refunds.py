"""What a refund undid, and why so much."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from tessera.edge.answers.explained.stamps import StampsTaken
from tessera.edge.answers.values import Amount, Day, Money, Wallet, WalletAmount

Part = Annotated[str, Field(description="The refunded part as a quotient.", examples=["1/2"])]


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


class OwnReferralTaken(TypedDict):
    """The points that the member had got for the order as somebody's friend, where they went back."""

    wallet: Wallet
    due: int
    voided: int
    written_off: int
    taken_from: TakenFrom


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
