"""What members have beside their orders: bonuses, tiers, memberships, friends (docs/rules.md §2)."""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, Tag

from tessera.domain.programme.amounts import LevelThreshold, Money, Multiple, Percent, SomePercent, SomePoints, Times
from tessera.domain.programme.moments import Days, SomeDays, SomeMonths
from tessera.domain.programme.section import Section, chosen_by
from tessera.domain.programme.values import Id, List, Name, OneOrMore

NO_DISCOUNT = Fraction(0)


class Grant(Section):
    """So many points, active at once."""

    points: SomePoints


class ActionLimit(Section):
    """How often a behaviour is rewarded."""

    times: Times
    per: Literal["day", "month", "lifetime"]


class Action(Grant):
    """A behaviour that the shop reports, and the points it earns."""

    limit: ActionLimit | None = None


class Bonuses(Section):
    """Points for enrolling, for a birthday, and for what members do."""

    welcome: Grant | None = None
    birthday: Grant | None = None
    actions: dict[Id, Action] = Field(default_factory=dict)


class RollingWindow(Section):
    """On day D the days after D less so many months."""

    mode: Literal["rolling"]
    months: SomeMonths


class CalendarYear(Section):
    """From 1 January on."""

    mode: Literal["calendar_year"]


class Lifetime(Section):
    """Since enrolment."""

    mode: Literal["lifetime"]


Window = Annotated[
    Annotated[RollingWindow, Tag("<rolling>")]
    | Annotated[CalendarYear, Tag("<calendar_year>")]
    | Annotated[Lifetime, Tag("<lifetime>")],
    chosen_by("mode", "rolling", "calendar_year", "lifetime"),
]


class Downgrade(Section):
    """How a member who no longer qualifies is lowered, and after how many days."""

    mode: Literal["never", "one_step", "reassess"] = "never"
    grace_days: Days = 0


class Level(Section):
    """A level of the tiers, reached `from` a counter: minor units of spend, points, or orders."""

    id: Id
    from_: LevelThreshold = Field(alias="from")
    points_multiplier: Multiple | None = None
    discount: Percent = NO_DISCOUNT
    perks: List[Name] = ()


class Tiers(Section):
    """Levels by what a member bought or earned in the window; ascending, the first from 0."""

    metric: Literal["spend", "points", "orders"]
    window: Window
    downgrade: Downgrade = Field(default_factory=Downgrade)
    levels: OneOrMore[Level]


class Membership(Section):
    """A paid programme: `fee` in minor units, days of trial before it."""

    id: Id
    fee: Money
    period_months: SomeMonths
    trial_days: Days = 0
    points_multiplier: Multiple | None = None
    discount: Percent = NO_DISCOUNT
    perks: List[Name] = ()


class EveryOrder(Section):
    """The advocate's share of each order of the friend."""

    percent: SomePercent
    wallet: Literal["cashback"] = "cashback"
    max_orders: Times | None = None
    within_days: SomeDays | None = None


class Qualify(Section):
    """What makes an order of a friend qualify (minor units), within so many days of enrolling."""

    min_order: Money = 0
    within_days: SomeDays | None = None


class ReferralLimit(Section):
    """How many friends an advocate is rewarded for, per so many days."""

    rewards: Times
    per_days: SomeDays


class Referral(Section):
    """What a friend and the advocate get."""

    friend: Grant | None = None
    advocate: Grant | None = None
    every_order: EveryOrder | None = None
    qualify: Qualify = Field(default_factory=Qualify)
    limit: ReferralLimit | None = None
