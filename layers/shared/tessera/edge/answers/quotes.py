"""What a cart would earn and may be paid with."""

from typing_extensions import TypedDict

from tessera.edge.answers.redemptions import Applied
from tessera.edge.answers.values import Amount, Money, Wallet, WalletAmount


class WalletLimits(TypedDict):
    """What may be used of a wallet on a cart; `value` is what the maximum is worth, `reason` why it is nothing."""

    available: Amount
    minimum: Amount
    maximum: Amount
    step: Amount
    value: Money
    reason: str | None


class VoucherUse(TypedDict):
    """Whether a voucher applies to a cart, and if not why."""

    code: str
    reward_id: str
    applies: bool
    reason: str | None
    discount: Money


class Quote(TypedDict):
    """What a cart would earn and may be paid with. It changes nothing."""

    total: Money
    to_pay: Money
    earns: list[WalletAmount]
    wallets: dict[Wallet, WalletLimits]
    vouchers: list[VoucherUse]
    applied: list[Applied]
    perks: list[str]
