"""How orders earn: basis, rounding, hold, rules and caps (docs/rules.md §2 and §3)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, ValidationInfo, field_validator

from tessera.domain.programme.amounts import Amount, Money, Multiple, Percent, Points, SomeMoney
from tessera.domain.programme.moments import Day, Days, MinuteOfDay, StartMinute, Weekday
from tessera.domain.programme.section import Section
from tessera.domain.programme.values import Id, List, Name, SomeOf, WalletName

ScopeKind = Literal["sku", "category", "brand", "label"]


class Basis(Section):
    """What part of an order counts."""

    tax: Literal["included", "excluded"] = "included"
    shipping: Literal["included", "excluded"] = "excluded"
    paid_with_wallets: Literal["cash_part", "full", "none"] = "cash_part"


class Hold(Section):
    """How many days an award is pending, and from which moment; 0 days is at once."""

    days: Days = 0
    from_: Literal["paid", "completed"] = Field(default="paid", alias="from")


class Products(Section):
    """Products named by exactly one of their sku, category, brand or label."""

    sku: SomeOf[Name] | None = None
    category: SomeOf[Name] | None = None
    brand: SomeOf[Name] | None = None
    label: SomeOf[Name] | None = None

    @property
    def kind(self) -> ScopeKind | None:
        """By what the products are named; None when by nothing: the whole order."""
        kinds: tuple[ScopeKind, ...] = ("sku", "category", "brand", "label")
        return next((kind for kind in kinds if getattr(self, kind)), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The skus, categories, brands or labels."""
        return self.sku or self.category or self.brand or self.label or ()


class Scope(Products):
    """The products a rule is about, less those of `except`; with `except` alone, the rest of the whole order."""

    except_: Products | None = Field(default=None, alias="except")


class Hours(Section):
    """Minutes of the programme's day, `until` excluded; from 22:00 until 02:00 spans midnight."""

    from_: StartMinute = Field(alias="from")
    until: MinuteOfDay


class OrderIs(Section):
    """What is said of the order itself: one of these tags is on it."""

    tagged: SomeOf[Name]


class When(Section):
    """All that must hold at `placed_at`; days are inclusive, `min_order` is in minor units."""

    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    weekdays: SomeOf[Weekday] | None = None
    hours: Hours | None = None
    tiers: SomeOf[Id] | None = None
    segments: SomeOf[Id] | None = None
    memberships: SomeOf[Id] | None = None
    channels: SomeOf[Name] | None = None
    min_order: Money | None = None
    first_order: Literal[True] | None = None
    birthday: Literal["day", "week", "month"] | None = None
    order: OrderIs | None = None

    @field_validator("until")
    @classmethod
    def _is_not_before_its_start(cls, until: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("from_")
        if until and start and until < start:
            raise ValueError(f"it ends on {until}, before it starts on {start}; turn the two days around")
        return until


class EarnPoints(Section):
    """So many points per amount of money (minor units)."""

    points: Points
    per: SomeMoney


class EarnPercent(Section):
    """A percentage of the basis as cashback."""

    percent: Percent


def _shape_of_earn(earn: object) -> str:
    return "<percent>" if isinstance(earn, dict) and "percent" in earn else "<points>"


Earn = Annotated[
    Annotated[EarnPoints, Tag("<points>")] | Annotated[EarnPercent, Tag("<percent>")], Discriminator(_shape_of_earn)
]


class Rule(Section):
    """One rule of earning, with exactly one effect: `earn` (a rate), `multiply`, or `bonus` (points or minor units)."""

    id: Id
    wallet: WalletName
    earn: Earn | None = None
    multiply: Multiple | None = None
    bonus: Amount | None = None
    per: Literal["order", "unit"] = "order"
    scope: Scope | None = None
    when: When = Field(default_factory=When)
    stackable: bool = True
    priority: int = Field(default=0, ge=-1_000_000, le=1_000_000)
    state: Literal["live", "shadow", "paused"] = "live"

    @field_validator("earn")
    @classmethod
    def _suits_its_wallet(
        cls, earn: EarnPoints | EarnPercent | None, info: ValidationInfo
    ) -> EarnPoints | EarnPercent | None:
        wallet = info.data.get("wallet")
        if wallet == "points" and isinstance(earn, EarnPercent):
            raise ValueError('a percentage is earned as cashback; for points write {points: 1, per: "1.00"}')
        if wallet == "cashback" and isinstance(earn, EarnPoints):
            raise ValueError('cashback is earned as {percent: "5"}; points per amount belong to the points wallet')
        return earn


class Cap(Section):
    """The most that orders may earn in one wallet (points or minor units) per order, day, month or for ever."""

    wallet: WalletName
    per: Literal["order", "day", "month", "lifetime"]
    amount: Amount
    overflow: Literal["trim", "reject"] = "trim"


class Earning(Section):
    """How orders earn; rates are exact fractions."""

    basis: Basis = Field(default_factory=Basis)
    rounding: Literal["floor", "half_up", "ceil"] = "floor"
    hold: Hold = Field(default_factory=Hold)
    rules: List[Rule] = ()
    caps: List[Cap] = ()
