"""Figures of days, and what is outstanding."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from tessera.edge.answers.values import Amount, Day, Money

Moved = Annotated[int | str, Field(description="Points as an integer, cashback as money.")]


class WalletFigures(TypedDict):
    """What moved in the wallets of all members. `written_off` is what could not be collected; `pending` is how many
    units more wait than before: fewer, when it is negative."""

    issued: Moved
    redeemed: Moved
    reversed: Moved
    restored: Moved
    expired: Moved
    adjusted: Amount
    written_off: Moved
    pending: Amount


class WalletsFigures(TypedDict):
    """Both wallets."""

    points: WalletFigures
    cashback: WalletFigures


class VoucherFigures(TypedDict):
    """How many vouchers were issued, used, and taken back unused."""

    issued: int
    used: int
    voided: int


class TierFigures(TypedDict):
    """How often a member was raised, or lowered."""

    up: int
    down: int


class Figures(TypedDict):
    """What was counted: `spend` is that which counts for tiers, `refunded` how much of it went back."""

    enrolments: int
    orders: int
    spend: Money
    refunds: int
    refunded: Money
    wallets: WalletsFigures
    vouchers: VoucherFigures
    tiers: TierFigures


class DayFigures(Figures):
    """The figures of a day."""

    day: Day


class Left(TypedDict):
    """What the wallets of all members hold together, less what they owe."""

    active: Amount
    pending: Amount
    total: Amount


class Outstanding(TypedDict):
    """Both wallets."""

    points: Left
    cashback: Left


Window = TypedDict("Window", {"from": Day, "until": Day})


class FiguresBetween(Window):
    """The days on which something was counted, their sum, and what is outstanding at the end of the last day."""

    timezone: str
    currency: str
    days: list[DayFigures]
    total: Figures
    outstanding: Outstanding
