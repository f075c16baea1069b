"""An account: wallets, tier, stamps, vouchers, membership."""

from typing import Literal

from typing_extensions import TypedDict

from tessera.edge.answers.referrals import Referral
from tessera.edge.answers.values import Amount, Day, Wallet


class Expiring(TypedDict):
    """Units and their last valid day."""

    last_day: Day
    amount: Amount


class Activating(TypedDict):
    """Pending units and the day from whose start they are active."""

    day: Day
    amount: Amount


class Balance(TypedDict):
    """A wallet. `active` may be negative (debt), `available` never is."""

    active: Amount
    pending: Amount
    reserved: Amount
    available: Amount


class WalletState(Balance):
    """A wallet, and when what it holds expires and becomes active."""

    expires: list[Expiring]
    activates: list[Activating]


class VoucherState(TypedDict):
    """A voucher that the member holds, or held until it was voided."""

    code: str
    reward_id: str
    state: Literal["issued", "reserved", "voided"]
    last_day: Day | None


class NextLevel(TypedDict):
    """The level above, and what the counter is short of it: money or a whole number."""

    id: str
    missing: str | int


class Tier(TypedDict):
    """A member's level, and the counter that decides it: money for `spend`, else a whole number."""

    id: str
    name: str
    since: str
    metric: Literal["spend", "points", "orders"]
    counter: str | int
    discount: str
    perks: list[str]
    next: NextLevel | None


class Stamps(TypedDict):
    """A stamp card: how many stamps the member has (negative: it owes some), of how many."""

    have: int
    of: int


class Membership(TypedDict):
    """A paid membership, through its last day, and what its plan gives."""

    plan: str
    state: Literal["trial", "paid", "cancelled"]
    since: Day
    last_day: Day
    discount: str
    perks: list[str]


class Account(TypedDict):
    """What a member holds, as it stands now."""

    member_id: str
    status: Literal["active", "blocked"]
    enrolled_on: Day
    tier: Tier | None
    wallets: dict[Wallet, WalletState]
    stamps: dict[str, Stamps]
    vouchers: list[VoucherState]
    segments: list[str]
    membership: Membership | None
    referral: Referral | None
