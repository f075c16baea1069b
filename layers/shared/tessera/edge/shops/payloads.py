"""What a platform's payloads are made of: read field by field, what is not known passed over, nothing guessed.

A platform writes ids and some amounts as JSON numbers. Ids beyond 2^53 stay exact, and amounts are read from their
text, never through a float.
"""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator, Strict, ValidationInfo

from tessera.domain.calendar import parse_instant
from tessera.domain.order import Reading
from tessera.domain.quoting import quoted
from tessera.edge.bodies import object_in

TEXT_LENGTH_MAX, NAME_LENGTH_MAX, TEXTS_MAX = 200, 500, 50
"""What an order of ours takes; a platform may say more."""


class Told(BaseModel):
    """A part of a payload: strict in the fields that are read, and blind to all others."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, defer_build=True)


Part = TypeVar("Part", bound=BaseModel)


def payload_in(text: str) -> dict[str, Any]:
    """The JSON object that a delivery's body is, its fractions as they are written. Raises InvalidRequest."""
    return object_in(text, fractions=Decimal)


def _id(value: object) -> str:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return value
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return str(value)
    raise ValueError(f"{quoted(str(value))} is not an id; it is a whole number")


def _minor(value: object, info: ValidationInfo) -> int:
    """Half a minor unit and more counts as one: platforms write taxes with more decimals than a currency has."""
    if not isinstance(info.context, Reading) or info.context.digits is None:
        raise TypeError("amounts are read with the programme's currency")
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise ValueError('write an amount of money, such as "12.34"')
    try:
        return int(Decimal(value).scaleb(info.context.digits).to_integral_value(ROUND_HALF_UP))
    except (InvalidOperation, OverflowError, ValueError):
        raise ValueError(f"{quoted(str(value))} is not an amount of money, such as 12.34") from None


def _utc(value: object) -> object:
    """WooCommerce writes instants of UTC without saying so."""
    is_bare = isinstance(value, str) and len(value) == len("2026-03-02T12:00:00")
    return parse_instant(f"{value}Z" if is_bare else value)


def _list(value: object) -> object:
    return () if value is None else value


PlatformId = Annotated[str, BeforeValidator(_id)]
Amount = Annotated[int, PlainValidator(_minor)]
"""Minor units of the shop's currency, below zero where the platform writes a minus."""
When = Annotated[Any, PlainValidator(parse_instant)]
WhenUtc = Annotated[Any, PlainValidator(_utc)]
Several = Annotated[tuple[Part, ...], Strict(False), BeforeValidator(_list)]


def clipped(*texts: str | None) -> str | None:
    """The first of the texts that says something, no longer than an order of ours takes it."""
    said = (text.strip() for text in texts if text)
    return next((text[:TEXT_LENGTH_MAX] for text in said if text), None)


def labels_in(text: str | None) -> tuple[str, ...]:
    """Tags, as a platform writes them in one text, each once."""
    tags = dict.fromkeys(tag.strip()[:TEXT_LENGTH_MAX] for tag in (text or "").split(",") if tag.strip())
    return tuple(tags)[:TEXTS_MAX]
