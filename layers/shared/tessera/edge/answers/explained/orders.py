"""Why an order earned what it did, and all that became of it."""

from typing_extensions import TypedDict

from tessera.edge.answers.explained.awards import AwardExplained, LineExplained
from tessera.edge.answers.explained.refunds import RefundExplained, RestorationExplained
from tessera.edge.answers.explained.stamps import StampsGiven
from tessera.edge.answers.redemptions import Applied
from tessera.edge.answers.values import Amount, Day, Instant, Version, WalletAmount


class ReferralExplained(TypedDict):
    """What the order is to whoever referred the member, as it was recorded."""

    referred_by: str
    qualified: bool
    share: Amount


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
