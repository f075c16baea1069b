"""Exact numbers of an explanation, as clients read them (docs/rules.md §10)."""

from fractions import Fraction

from tessera.domain.entries import CASHBACK
from tessera.domain.exact import show_exact
from tessera.domain.programme import Programme


def show_exact_units(programme: Programme, wallet: str, units: Fraction) -> str:
    """Units before they were rounded: points, or money of the cashback wallet."""
    if wallet == CASHBACK:
        return show_exact(units / 10**programme.digits, programme.digits)
    return show_exact(units)


def show_part(part: tuple[int, int]) -> str:
    """A part of a whole: `1/2`, or `1`."""
    refunded, whole = part
    return show_quotient(Fraction(refunded, whole)) if whole else "0"


def show_quotient(value: Fraction) -> str:
    """A fraction as a quotient."""
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
