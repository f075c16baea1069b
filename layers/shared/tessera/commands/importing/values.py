"""Values as exports write them: numbers, days and instants. What is written otherwise is refused, with the reason."""

import re
from datetime import UTC, date, datetime

from tessera.commands.importing.mapping import Numbers
from tessera.domain.calendar import YEARS, Zone, day_of, zone_of
from tessera.domain.money import parse_minor

ISO = "iso"


def whole_of(text: str, numbers: Numbers) -> int:
    """A whole number of units, maybe negative. Raises ValueError with a sentence."""
    sign, whole, decimals = _parts(text, numbers)
    if decimals.strip("0"):
        raise ValueError(f'"{text}" has a fraction; points are whole')
    return int(f"{sign}{whole}")


def minor_of(text: str, numbers: Numbers, digits: int) -> int:
    """An amount of money in minor units, maybe negative. Raises ValueError with a sentence."""
    sign, whole, decimals = _parts(text, numbers)
    kept, more = decimals[:digits], decimals[digits:].rstrip("0")
    number = str(int(whole)) + (f".{kept}{more}" if kept + more else "")
    return parse_minor(f"{sign}{number}", digits, signed=True)


def _parts(text: str, numbers: Numbers) -> tuple[str, str, str]:
    """The sign, the digits before the decimal sign and those after it."""
    mark = re.escape(numbers.thousands)
    grouped = rf"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+|" if mark else ""
    found = re.fullmatch(rf"(-?)({grouped}[0-9]{{1,15}})(?:{re.escape(numbers.decimal)}([0-9]+))?", text)
    if found is None:
        how = f"decimals after a {numbers.decimal}"
        grouping = f', thousands grouped by "{numbers.thousands}" or not at all' if mark else ", thousands not grouped"
        raise ValueError(f'"{text}" is not a number as the mapping writes it ({how}{grouping})')
    return found[1], found[2].replace(numbers.thousands, "") if mark else found[2], found[3] or ""


def day_in(text: str, formats: tuple[str, ...], zone: Zone) -> date:
    """A day; of an instant the day that it was in the zone. Raises ValueError with a sentence."""
    moment = _moment(text, formats)
    if moment.year not in YEARS:
        raise ValueError(f'"{text}" is not between the years {YEARS[0]} and {YEARS[-1]}')
    return moment.date() if moment.tzinfo is None else day_of(moment, zone)


def instant_in(text: str, formats: tuple[str, ...], zone: Zone) -> datetime:
    """An instant; one without offset is told by the clocks of the zone. Raises ValueError with a sentence."""
    moment = _moment(text, formats)
    if moment.year not in YEARS:
        raise ValueError(f'"{text}" is not between the years {YEARS[0]} and {YEARS[-1]}')
    placed = moment.replace(tzinfo=zone_of(zone)) if moment.tzinfo is None else moment
    return placed.astimezone(UTC)


def _moment(text: str, formats: tuple[str, ...]) -> datetime:
    for form in formats:
        try:
            return datetime.fromisoformat(text) if form == ISO else datetime.strptime(text, form)
        except ValueError:
            continue
    raise ValueError(f'"{text}" is not a date as the mapping writes it ({" or ".join(formats)})')
