"""The two wallets: how their units expire, are reminded of and are redeemed (docs/rules.md §5 and §6)."""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, Tag, ValidationInfo, field_validator

from tessera.domain.programme.amounts import Money, Points, SomeMoney, SomePercent, SomePoints
from tessera.domain.programme.moments import SomeDays, SomeMonths, YearlyDay
from tessera.domain.programme.section import Section, chosen_by
from tessera.domain.programme.values import SomeOf

Restart = Literal["order", "earn", "redeem"]
WHOLE = Fraction(100)


class Never(Section):
    """Units stay for ever."""

    mode: Literal["never"] = "never"


class Rolling(Section):
    """The whole active balance shares one last day, so many months after the last event in `restarts_on`."""

    mode: Literal["rolling"]
    months: SomeMonths
    restarts_on: SomeOf[Restart] = ("order",)


class Fixed(Section):
    """Each lot has its own last day, so many months or days after its activation, moved to the end of `round_to`."""

    mode: Literal["fixed"]
    months: SomeMonths | None = None
    days: SomeDays | None = None
    round_to: Literal["day", "month", "year"] = "day"


class OnDates(Section):
    """Units last until the next of these dates of every year."""

    mode: Literal["calendar"]
    dates: SomeOf[YearlyDay]


Expiry = Annotated[
    Annotated[Never, Tag("<never>")]
    | Annotated[Rolling, Tag("<rolling>")]
    | Annotated[Fixed, Tag("<fixed>")]
    | Annotated[OnDates, Tag("<calendar>")],
    chosen_by("mode", "never", "rolling", "fixed", "calendar"),
]


class Reminders(Section):
    """How many days before the last day a member is reminded."""

    days_before: SomeOf[SomeDays]


class PointsRedeem(Section):
    """`points` are worth `value` (minor units) at checkout, in whole multiples, from `minimum` points on.

    `max_share` is a percentage of the goods left after vouchers, `max_value` minor units.
    """

    points: SomePoints
    value: SomeMoney
    minimum: Points = 0
    max_share: SomePercent = WHOLE
    max_value: SomeMoney | None = None

    @field_validator("minimum")
    @classmethod
    def _is_a_multiple(cls, minimum: int, info: ValidationInfo) -> int:
        step = info.data.get("points", 1)
        if minimum % step:
            below = minimum // step * step
            nearest = f"{below} or {below + step}" if below else f"{step}"
            raise ValueError(f"points are redeemed {step} at a time, so nobody can redeem {minimum}; write {nearest}")
        return minimum

    @field_validator("max_value")
    @classmethod
    def _reaches_the_minimum(cls, max_value: int | None, info: ValidationInfo) -> int | None:
        step, value, minimum = (info.data.get(key) for key in ("points", "value", "minimum"))
        if max_value is None or step is None or value is None or minimum is None:
            return max_value
        if max_value < value * max(1, minimum // step):
            raise ValueError("it is less than the fewest points that may be redeemed are worth, so nobody can redeem")
        return max_value


class CashbackRedeem(Section):
    """Cashback pays to the cent, from `minimum` on, up to `max_share` percent and `max_value` (minor units)."""

    minimum: Money = 0
    max_share: SomePercent = WHOLE
    max_value: SomeMoney | None = None

    @field_validator("max_value")
    @classmethod
    def _reaches_the_minimum(cls, max_value: int | None, info: ValidationInfo) -> int | None:
        if max_value is not None and max_value < info.data.get("minimum", 0):
            raise ValueError("it is less than the minimum, so nobody can redeem")
        return max_value


class PointsWallet(Section):
    """Points; without `redeem` they buy rewards only."""

    expiry: Expiry = Field(default_factory=Never)
    reminders: Reminders | None = None
    redeem: PointsRedeem | None = None


class CashbackWallet(Section):
    """Money back; without `redeem` it pays to the cent up to the whole cart."""

    expiry: Expiry = Field(default_factory=Never)
    reminders: Reminders | None = None
    redeem: CashbackRedeem = Field(default_factory=CashbackRedeem)


class Wallets(Section):
    """Points and cashback always exist; a programme that earns nothing into one hides it."""

    points: PointsWallet = Field(default_factory=PointsWallet)
    cashback: CashbackWallet = Field(default_factory=CashbackWallet)
