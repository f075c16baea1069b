"""What pays for a cart or an order, and a redemption's life."""

from typing import Literal

from typing_extensions import TypedDict

from tessera.edge.answers.account import Account
from tessera.edge.answers.values import Amount, Instant, Money, Wallet


class AppliedUnits(TypedDict):
    """Units of a wallet that pay, and what they are worth."""

    wallet: Wallet
    amount: Amount
    value: Money


class AppliedVoucher(TypedDict):
    """A voucher that pays, and what it is worth."""

    voucher: str
    value: Money


class AppliedDiscount(TypedDict):
    """The discount of a tier, which the shop passes on as its own."""

    tier: str
    value: str


class AppliedMembership(TypedDict):
    """The discount of a membership, which the shop passes on likewise."""

    membership: str
    value: str


Applied = AppliedUnits | AppliedVoucher | AppliedDiscount | AppliedMembership


class Payment(TypedDict):
    """What the redemption named by an order paid of it; `not_covered` is what it would have paid and did not."""

    redemption_id: str
    state: str
    applied: list[Applied]
    not_covered: Money | None


class Reserved(TypedDict):
    """A reservation: what it holds, and until when."""

    redemption_id: str
    state: Literal["reserved", "lapsed"]
    applied: list[Applied]
    total: Money
    to_pay: Money
    lapses_at: Instant
    perks: list[str]


class Closed(TypedDict):
    """A redemption that has been captured or released."""

    redemption_id: str
    state: Literal["captured", "released", "lapsed"]
    applied: list[Applied]


class ClosedNow(Closed):
    """The same, and the account after it."""

    account: Account
