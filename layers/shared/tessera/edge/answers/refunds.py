"""A refund."""

from typing import Literal

from typing_extensions import TypedDict

from tessera.edge.answers.account import Account
from tessera.edge.answers.values import WalletAmount


class Refunded(TypedDict):
    """What a refund took back and gave back; one that came before its order is parked."""

    refund_id: str
    state: Literal["refunded", "parked"]
    reversed: list[WalletAmount]
    restored: list[WalletAmount]
    account: Account | None
