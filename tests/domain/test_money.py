"""Money is whole minor units; what is shared out sums to what there was."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.domain.money import Currency, ceil, floor, half_up, parse_minor, parse_rate, show_minor, spread

NUMERATORS = st.integers(-(10**12), 10**12)
DENOMINATORS = st.integers(1, 10**6)


@pytest.mark.parametrize(("code", "digits"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("RSD", 2), ("IQD", 3)])
def test_a_currency_has_the_decimals_of_iso_4217(code: str, digits: int) -> None:
    assert Currency(code).digits == digits


@pytest.mark.parametrize("code", ["EURO", "eur", "", "XAU", "XTS", "DEM"])
def test_a_code_that_prices_no_cart_is_no_currency(code: str) -> None:
    with pytest.raises(ValueError, match="is not a currency of ISO 4217"):
        Currency(code)


@pytest.mark.parametrize(
    ("text", "digits", "minor"),
    [("12.34", 2, 1234), ("12.3", 2, 1230), ("12", 2, 1200), ("0", 2, 0), ("1000", 0, 1000), ("1.234", 3, 1234)],
)
def test_money_is_read_in_minor_units(text: str, digits: int, minor: int) -> None:
    assert parse_minor(text, digits) == minor


@pytest.mark.parametrize(
    ("value", "digits", "reason"),
    [
        (12.34, 2, 'a JSON float cannot hold money exactly; write it as a string, "12.34"'),
        (12, 2, "write it as a string, in quotes"),
        (True, 2, "write a decimal string"),
        (None, 2, "write a decimal string"),
        ("12.345", 2, "more decimals than the currency, which has 2"),
        ("12.0", 0, "more decimals than the currency, which has none"),
        ("1e3", 2, "is not a decimal number"),
        ("-1.00", 2, "may not be negative here"),
        ("12,34", 2, "decimals follow a point"),
        ("", 2, "is not a decimal number"),
        (" 1.00", 2, "is not a decimal number"),
        ("01.00", 2, "is not a decimal number"),
        ("+1.00", 2, "is not a decimal number"),
        ("1.", 2, "is not a decimal number"),
        (".5", 2, "is not a decimal number"),
        ("١٢", 2, "is not a decimal number"),
        ("NaN", 2, "is not a decimal number"),
        ("9" * 40, 2, "is not a decimal number"),
        (10**50, 2, "a very large number"),
    ],
)
def test_what_is_no_money_is_refused_with_the_reason(value: object, digits: int, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_minor(value, digits)


def test_a_sign_is_read_where_one_is_allowed() -> None:
    assert parse_minor("-0.70", 2, signed=True) == -70


@given(st.integers(-(10**14), 10**14), st.sampled_from([0, 2, 3, 4]))
def test_money_that_is_shown_reads_back_the_same(minor: int, digits: int) -> None:
    assert parse_minor(show_minor(minor, digits), digits, signed=True) == minor


@pytest.mark.parametrize(
    ("minor", "digits", "shown"), [(-70, 2, "-0.70"), (1000, 0, "1000"), (5, 3, "0.005"), (0, 2, "0.00")]
)
def test_money_is_shown_with_all_its_decimals(minor: int, digits: int, shown: str) -> None:
    assert show_minor(minor, digits) == shown


def test_a_rate_is_exact() -> None:
    assert parse_rate("1.25") == Fraction(5, 4)
    with pytest.raises(ValueError, match="a JSON float cannot hold a rate exactly"):
        parse_rate(1.25)


@given(NUMERATORS, DENOMINATORS)
def test_rounding_stays_within_one_of_the_exact_quotient(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator)
    assert floor(numerator, denominator) <= exact <= ceil(numerator, denominator)
    assert ceil(numerator, denominator) - floor(numerator, denominator) == (exact.denominator != 1)
    assert abs(half_up(numerator, denominator) - exact) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"), [(1, 2, 1), (-1, 2, -1), (3, 2, 2), (-3, 2, -2), (1, 3, 0), (-2, 3, -1)]
)
def test_a_half_is_rounded_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    assert half_up(numerator, denominator) == rounded


@given(NUMERATORS, st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_parts_sum_to_the_total_and_none_is_a_unit_off(total: int, weights: list[int]) -> None:
    parts = spread(total, weights)
    whole = sum(weights)
    assert sum(parts) == total
    if whole:
        exact = [Fraction(total * weight, whole) for weight in weights]
        assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))


@given(NUMERATORS, st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=30))
def test_parts_sum_to_the_total_whatever_the_signs_of_the_weights(total: int, weights: list[int]) -> None:
    assert sum(spread(total, weights)) == total


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (-10, [1, 1, 1], [-4, -3, -3]),
        (5, [0, 0], [5, 0]),
        (100, [1, 2, 1], [25, 50, 25]),
        (3, [1, 0, 1], [2, 0, 1]),
        (0, [], []),
        (7, [], None),
    ],
)
def test_the_largest_remainder_wins_and_the_first_of_equals(total: int, weights: list[int], parts: list[int]) -> None:
    if parts is None:
        with pytest.raises(ValueError, match="spread over nothing"):
            spread(total, weights)
    else:
        assert spread(total, weights) == parts
