"""Money, points, rates and counts as they stand in a document (docs/rules.md §1 and §2).

A validator that refuses raises ValueError with a sentence for the merchant; the place is added to it later.
"""

from fractions import Fraction
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field, PlainValidator, ValidationInfo

from tessera.domain.money import parse_minor, parse_rate
from tessera.domain.programme.section import reading

Number = TypeVar("Number", int, Fraction)
POINTS_MAX = 1_000_000_000
MONEY_METRICS = ("spend", "spend_12m", "spend_lifetime", "average_order")


def _money(text: object, info: ValidationInfo) -> int:
    return parse_minor(text, reading(info).digits)


def _some_money(text: object, info: ValidationInfo) -> int:
    return _above_zero(_money(text, info))


def _above_zero(number: Number) -> Number:
    if number == 0:
        raise ValueError("must be more than zero")
    return number


def _a_share(percent: Fraction) -> Fraction:
    if percent > 100:
        raise ValueError("a percentage cannot be more than 100")
    return percent


def _a_multiple(rate: Fraction) -> Fraction:
    if rate > 1000:
        raise ValueError("more than a thousandfold is surely not meant")
    return rate


def _amount(value: object, info: ValidationInfo) -> int:
    """An amount in the units of the `wallet` named before it: whole points, or money."""
    wallet = info.data.get("wallet")
    if wallet == "cashback":
        return _some_money(value, info)
    if wallet is None:
        return 0
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= POINTS_MAX:
        raise ValueError("points are a whole number above zero, such as 100")
    return value


def _threshold(value: object, metric: object, info: ValidationInfo) -> int:
    """What a metric must reach: minor units where it is money (whole units may be a plain number), else a count."""
    is_whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= POINTS_MAX
    if metric in MONEY_METRICS:
        return _money(str(value) if is_whole else value, info)
    if not isinstance(value, int) or not is_whole:
        raise ValueError("write a whole number, such as 5")
    return value


def _level_threshold(value: object, info: ValidationInfo) -> int:
    return _threshold(value, reading(info).tier_metric, info)


def _metric_threshold(value: object, info: ValidationInfo) -> int:
    return _threshold(value, info.data.get("metric"), info) if "metric" in info.data else 0


Money = Annotated[int, PlainValidator(_money)]
SomeMoney = Annotated[int, PlainValidator(_some_money)]
Amount = Annotated[int, PlainValidator(_amount)]
LevelThreshold = Annotated[int, PlainValidator(_level_threshold)]
MetricThreshold = Annotated[int, PlainValidator(_metric_threshold)]
Points = Annotated[int, Field(ge=0, le=POINTS_MAX)]
SomePoints = Annotated[int, Field(ge=1, le=POINTS_MAX)]
Times = Annotated[int, Field(ge=1, le=1_000_000)]
Multiple = Annotated[Fraction, PlainValidator(parse_rate), AfterValidator(_a_multiple)]
Percent = Annotated[Fraction, PlainValidator(parse_rate), AfterValidator(_a_share)]
SomePercent = Annotated[Percent, AfterValidator(_above_zero)]
