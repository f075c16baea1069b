"""Money as whole minor units: read, shown, rounded and spread without a float anywhere (docs/rules.md §1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from tessera.domain.currencies import MINOR_DIGITS
from tessera.domain.quoting import quoted

RATE_DIGITS_MAX = 9
_NUMBER = re.compile(r"(-?)(0|[1-9][0-9]{0,14})(?:\.([0-9]{1,9}))?")


@dataclass(frozen=True, slots=True)
class Currency:
    """An ISO 4217 currency. Raises ValueError, with a sentence, for a code that is not in use."""

    code: str

    def __post_init__(self) -> None:
        if self.code not in MINOR_DIGITS:
            raise ValueError(f"{quoted(self.code)} is not a currency of ISO 4217; write its three letters, such as EUR")

    @property
    def digits(self) -> int:
        """How many decimals its amounts may have: EUR 2, JPY 0, KWD 3."""
        return MINOR_DIGITS[self.code]


def parse_minor(text: object, digits: int, *, signed: bool = False) -> int:
    """A decimal string as minor units: ("12.3", 2) is 1230.

    Raises ValueError, with a sentence, for anything else: a number that is no string, an exponent, more decimals
    than the currency has, a sign where none is allowed (`signed=False`).
    """
    sign, whole, decimals = _parts(text, Written("money", "12.34" if digits else "1200", signed))
    if len(decimals) > digits:
        raise ValueError(f"{quoted(text)} has more decimals than the currency, which has {digits or 'none'}")
    minor = int(whole + decimals.ljust(digits, "0"))
    return -minor if sign else minor


def parse_rate(text: object) -> Fraction:
    """A rate or percentage written as a decimal string, exactly: "1.25" is 5/4. Raises ValueError with a sentence."""
    _, whole, decimals = _parts(text, Written("a rate", "1.25", False))
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def show_minor(minor: int, digits: int) -> str:
    """Minor units as the decimal string clients read: (-70, 2) is "-0.70", (1000, 0) is "1000"."""
    whole, rest = divmod(abs(minor), 10**digits)
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole}.{rest:0{digits}d}" if digits else f"{sign}{whole}"


class Written(NamedTuple):
    """What is expected to be written: its name and an example for the sentence, and whether it may have a sign."""

    what: str
    example: str
    signed: bool


def show_rate(rate: Fraction) -> str:
    """A rate that was written as a decimal string, as that string again: 5/4 is "1.25"."""
    digits = next(digits for digits in range(RATE_DIGITS_MAX + 1) if (rate * 10**digits).denominator == 1)
    return show_minor(int(rate * 10**digits), digits)


def _parts(text: object, written: Written) -> tuple[str, str, str]:
    """The sign, the digits before the point and those after it."""
    found = _NUMBER.fullmatch(text) if isinstance(text, str) else None
    if found is None or (found[1] and not written.signed):
        raise ValueError(_why_no_number(text, written))
    return found[1], found[2], found[3] or ""


def _why_no_number(text: object, written: Written) -> str:
    if isinstance(text, float):
        return f'a JSON float cannot hold {written.what} exactly; write it as a string, "{written.example}"'
    if isinstance(text, int) and not isinstance(text, bool):
        return f'write it as a string, in quotes, such as "{written.example}"; this is the number {quoted(text)}'
    if not isinstance(text, str):
        return f'write a decimal string, such as "{written.example}"'
    if text.startswith("-"):
        return f"{quoted(text)} may not be negative here"
    if "," in text:
        return f'{quoted(text)} has a comma; decimals follow a point, as in "{written.example}"'
    return f'{quoted(text)} is not a decimal number, such as "{written.example}"'


def floor(numerator: int, denominator: int) -> int:
    """The quotient rounded down, towards minus infinity; the denominator is positive."""
    return numerator // denominator


def ceil(numerator: int, denominator: int) -> int:
    """The quotient rounded up, towards plus infinity; the denominator is positive."""
    return -(-numerator // denominator)


def half_up(numerator: int, denominator: int) -> int:
    """The quotient rounded to the nearest, a half away from zero; the denominator is positive."""
    nearest = (2 * abs(numerator) + denominator) // (2 * denominator)
    return nearest if numerator >= 0 else -nearest


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """The total in parts proportional to the weights, which sum to it exactly.

    Largest remainder first, the first of equals before the others. Weights may be negative as long as they have a
    sum; where they have none the first takes all. Raises ValueError when there is a total and nobody to take it.
    """
    whole = sum(weights)
    if whole <= 0 or total < 0:
        return _spread_oddly(total, weights, whole)
    shares, remainders = [], []
    for weight in weights:
        share, remainder = divmod(total * weight, whole)
        shares.append(share)
        remainders.append(remainder)
    left = total - sum(shares)
    if left == 1:
        shares[remainders.index(max(remainders))] += 1
    elif left:
        by_remainder = sorted(range(len(weights)), key=remainders.__getitem__, reverse=True)
        for index in by_remainder[:left]:
            shares[index] += 1
    return shares


def _spread_oddly(total: int, weights: Sequence[int], whole: int) -> list[int]:
    """Signs turned around where that is all, and everything to the first where there are no proportions."""
    if not weights and total:
        raise ValueError("a total cannot be spread over nothing")
    if total < 0:
        return [-share for share in spread(-total, weights)]
    if whole < 0:
        return spread(total, [-weight for weight in weights])
    return [total, *[0] * (len(weights) - 1)] if weights else []
