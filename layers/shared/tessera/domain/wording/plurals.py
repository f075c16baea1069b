"""Which form of a word goes with a number (Unicode CLDR's plural rules)."""

from fractions import Fraction


def one_or_more(number: Fraction) -> int:
    """1 point, 0 points, 1.5 points: English, Italian, German."""
    return 0 if abs(number) == 1 else 1


def romanian(number: Fraction) -> int:
    """1 punct; 0, 2 … 19, 101 … 119 puncte, and so with decimals; 20 … 100 de puncte."""
    size = abs(number)
    if size == 1:
        return 0
    is_few = size.denominator != 1 or size == 0 or 1 <= size % 100 <= 19
    return 1 if is_few else 2
