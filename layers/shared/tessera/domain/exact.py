"""Exact numbers as clients read them: a decimal where it ends, else the quotient (docs/rules.md §10)."""

from fractions import Fraction

from tessera.domain.money import show_minor

PLACES_MAX = 12
DENOMINATOR_MAX = 1_000_000


def show_exact(value: Fraction, digits: int = 0) -> str:
    """The exact decimal with at least so many digits; where it has no end, the quotient, or, where that is beyond
    reading, the decimal cut off."""
    for places in range(digits, PLACES_MAX + 1):
        scaled = value * 10**places
        if scaled.denominator == 1:
            return show_minor(scaled.numerator, places)
    if value.denominator <= DENOMINATOR_MAX:
        return f"{value.numerator}/{value.denominator}"
    return f"{show_minor(int(value * 10**PLACES_MAX), PLACES_MAX)}…"
