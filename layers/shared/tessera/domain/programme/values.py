"""Ids, names and lists as they stand in a document (docs/rules.md §1 and §2)."""

import re
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, Strict

from tessera.domain.quoting import quoted

Item = TypeVar("Item")
ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")
LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


def _an_id(text: str) -> str:
    if not ID.fullmatch(text):
        raise ValueError("an id is 1 to 64 letters, digits, dots, colons, dashes or underscores, without spaces")
    return text


def _a_name(text: str) -> str:
    if not text.strip() or len(text) > 200:
        raise ValueError("write 1 to 200 characters")
    return text


def a_locale(text: str) -> str:
    """A language, and a country where it matters. Raises ValueError with a sentence."""
    if not LOCALE.fullmatch(text):
        raise ValueError(f"{quoted(text)} is not a locale; write a language such as it, or with its country: pt-BR")
    return text


def _given(values: tuple[Item, ...]) -> tuple[Item, ...]:
    if not values:
        raise ValueError("the list is empty; name at least one, or leave it out")
    return values


def _each_once(values: tuple[Item, ...]) -> tuple[Item, ...]:
    seen: set[Item] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"{quoted(str(value))} is named twice")
        seen.add(value)
    return values


WalletName = Literal["points", "cashback"]
Id = Annotated[str, AfterValidator(_an_id)]
Name = Annotated[str, AfterValidator(_a_name)]
List = Annotated[tuple[Item, ...], Strict(False)]
OneOrMore = Annotated[tuple[Item, ...], Strict(False), AfterValidator(_given)]
SomeOf = Annotated[OneOrMore[Item], AfterValidator(_each_once)]
EachOnce = Annotated[List[Item], AfterValidator(_each_once)]
