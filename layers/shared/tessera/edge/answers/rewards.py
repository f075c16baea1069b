"""Rewards and stamp cards, and what became of a claim."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from tessera.edge.answers.account import Account, VoucherState
from tessera.edge.answers.values import Money


class Stock(TypedDict):
    """How many of a reward there are in all, and how many are left."""

    of: int
    left: int


class Donated(TypedDict):
    """All that a charity was given so far, and how often."""

    value: Money
    times: int


class RewardOffered(TypedDict):
    """A reward. `value` is money, of `percent_off` a percentage; `stock` is null where there is no end of it."""

    id: str
    kind: Literal["amount_off", "percent_off", "free_product", "free_shipping", "donation"]
    cost: int
    limit_per_member: int | None
    stock: Stock | None
    value: NotRequired[str]
    product: NotRequired[dict[str, list[str]]]
    min_order: NotRequired[Money]
    max_discount: NotRequired[Money | None]
    valid_days: NotRequired[int | None]
    automatic: NotRequired[bool]
    charity: NotRequired[str]
    donated: NotRequired[Donated]


class CardReward(TypedDict):
    """What a full stamp card gives: a product of its scope, up to one of the stamped unit prices."""

    free_product_up_to: Literal["cheapest", "average", "highest"]


class CardOffered(TypedDict):
    """A stamp card: so many stamps, then the reward."""

    id: str
    stamps: int
    reward: CardReward


class Catalogue(TypedDict):
    """What points buy, and stamp cards, by the version in force."""

    rewards: list[RewardOffered]
    stamp_cards: list[CardOffered]


class Claimed(TypedDict):
    """The voucher that was bought, and the account after it."""

    voucher: VoucherState
    account: Account


class Donation(TypedDict):
    """What was given to a charity."""

    reward_id: str
    charity: str
    value: Money


class DonationMade(TypedDict):
    """A donation, and the account after it."""

    donation: Donation
    account: Account


class Voided(TypedDict):
    """The voucher that was taken back, and the account after it."""

    voucher: VoucherState
    account: Account
