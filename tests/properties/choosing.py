"""Choices that hypothesis makes, in few words; the first of whatever there is to choose from is the simplest."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


@lru_cache(maxsize=256)
def _below(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


class Chooser:
    """Chooses with what hypothesis draws: all that happens follows from small whole numbers, so it shrinks well."""

    def __init__(self, draw: Callable[[st.SearchStrategy[int]], int]) -> None:
        self._draw = draw

    def up_to(self, most: int) -> int:
        """A whole number from 0 on."""
        return self._draw(_below(most + 1))

    def among(self, options: Sequence[T]) -> T:
        """One of these."""
        return options[self.up_to(len(options) - 1)]

    def once_in(self, times: int) -> bool:
        """Whether something happens that happens once in so many times."""
        return self.up_to(times - 1) == times - 1

    def some_of(self, fields: dict[str, Any], once_in: int) -> dict[str, Any]:
        """Of these fields those that are said this time."""
        return {name: value for name, value in fields.items() if self.once_in(once_in)}
