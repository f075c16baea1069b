"""Days, dates of every year, hours and spans as they stand in a document (docs/rules.md §1 and §2)."""

import re
from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, Field, PlainValidator

from tessera.domain.calendar import day_in_year, parse_day

LEAP_YEAR = 2028
MONTH_AND_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")
CLOCK_TIME = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])")


class MonthDay(NamedTuple):
    """A date of every year."""

    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.month:02d}-{self.day:02d}"


def _a_month_and_day(text: object) -> MonthDay:
    parts = MONTH_AND_DAY.fullmatch(text) if isinstance(text, str) else None
    if parts is None:
        raise ValueError('write a date of every year as month-day, such as "12-31"')
    month, day = int(parts[1]), int(parts[2])
    if not 1 <= month <= 12 or day == 0 or day_in_year(month, day, LEAP_YEAR).day != day:
        raise ValueError(f'no year has a day "{text}" (month-day)')
    return MonthDay(month, day)


def _minutes(text: object) -> int:
    parts = CLOCK_TIME.fullmatch(text) if isinstance(text, str) else None
    if parts is None or int(parts[1]) * 60 + int(parts[2]) > 24 * 60:
        raise ValueError('write a time of the day as "18:00"')
    return int(parts[1]) * 60 + int(parts[2])


def _before_midnight(minutes: int) -> int:
    if minutes == 24 * 60:
        raise ValueError('the day starts at "00:00"')
    return minutes


Day = Annotated[date, PlainValidator(parse_day)]
YearlyDay = Annotated[MonthDay, PlainValidator(_a_month_and_day)]
MinuteOfDay = Annotated[int, PlainValidator(_minutes)]
StartMinute = Annotated[MinuteOfDay, AfterValidator(_before_midnight)]
Days = Annotated[int, Field(ge=0, le=36_500)]
SomeDays = Annotated[int, Field(ge=1, le=36_500)]
SomeMonths = Annotated[int, Field(ge=1, le=1_200)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
