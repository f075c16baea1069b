"""A language as data: its sentences, and how it writes numbers, money and days."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

NO_BREAK = "\u00a0"
"""Between an amount and its currency no line may end."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language.

    `form_of` says which of a word's forms a number takes, from 0; every word that is counted has `forms` of them,
    written `{units:form|form}` beside the number. `symbols` are the currencies that are not written by their code;
    `money`, `money_by_code` and `day` are patterns, `months` the names in such a date. `joined` stands between the
    items of a list, and before its last one.
    """

    language: str
    form_of: Callable[[Fraction], int]
    forms: int
    decimal_mark: str
    thousands_mark: str
    money: str
    money_by_code: str
    symbols: dict[str, str]
    day: str
    first_of_month: str
    months: tuple[str, ...]
    joined: tuple[str, str]
    sentences: dict[str, str]
