"""Segments of members, and the gifts for those who enter one (docs/rules.md §2)."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from tessera.domain.programme.amounts import MetricThreshold, Points, SomePoints
from tessera.domain.programme.moments import Day
from tessera.domain.programme.section import Section
from tessera.domain.programme.values import Id, Name, OneOrMore, SomeOf

Metric = Literal[
    "spend_12m",
    "spend_lifetime",
    "orders_12m",
    "orders_lifetime",
    "average_order",
    "days_since_order",
    "days_since_enrolment",
]


class MetricIs(Section):
    """A figure of the member is at least so much: minor units of money, orders or days."""

    metric: Metric
    at_least: MetricThreshold


class AttributeIs(Section):
    """An attribute of the member is one of these."""

    attribute: Name
    is_: SomeOf[Name] = Field(alias="is")


class TierIs(Section):
    """The member's tier is one of these."""

    tier: SomeOf[Id]


class LocaleIs(Section):
    """The member's language is one of these."""

    locale: SomeOf[Name]


class TagIs(Section):
    """One of these tags is on the member."""

    tag: SomeOf[Name]


def _shape_of_condition(condition: object) -> str | None:
    kinds = ("metric", "attribute", "tier", "locale", "tag")
    given = condition if isinstance(condition, dict) else {}
    return next((f"<{kind}>" for kind in kinds if kind in given), None)


Condition = Annotated[
    Annotated[MetricIs, Tag("<metric>")]
    | Annotated[AttributeIs, Tag("<attribute>")]
    | Annotated[TierIs, Tag("<tier>")]
    | Annotated[LocaleIs, Tag("<locale>")]
    | Annotated[TagIs, Tag("<tag>")],
    Discriminator(
        _shape_of_condition,
        "no_condition",
        "a condition names a metric, an attribute, a tier, a locale or a tag",
    ),
]


class Segment(Section):
    """Members for whom `all` the conditions hold, or `any` of them."""

    id: Id
    all: OneOrMore[Condition] | None = None
    any: OneOrMore[Condition] | None = None


class Occasion(Section):
    """When a gift is given: on entering a segment, or on a date."""

    enters: Id | None = None
    date: Day | None = None


class Gift(Section):
    """Points once per member, as long as the budget (points) lasts."""

    id: Id
    when: Occasion
    points: SomePoints
    budget: Points | None = None
