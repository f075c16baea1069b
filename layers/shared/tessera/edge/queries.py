"""Parameters that several reads take."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema

from tessera.domain.calendar import YEARS, parse_day, parse_instant

LIMIT_MAX = 100


def _instant(text: object) -> datetime:
    """A plus in a query is read as a blank unless the client wrote it as %2B, which people forget."""
    return parse_instant(text.replace(" ", "+") if isinstance(text, str) else text)


def _day(text: object) -> date:
    day = parse_day(text)
    if day.year not in YEARS:
        raise ValueError(f"{day} is not a day between the years {YEARS[0]} and {YEARS[-1]}")
    return day


Limit = Annotated[int, Field(ge=1, le=LIMIT_MAX, description="How many at once.")]
Instant = Annotated[datetime, PlainValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"})]
Day = Annotated[date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Email = Annotated[str, Field(min_length=3, max_length=254, description="In any spelling of capitals.")]
Locale = Annotated[
    str, Field(min_length=2, max_length=35, description="Of the sentences: a language, or with its region, de-AT.")
]
