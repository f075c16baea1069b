"""Going through many rows for as long as there is time."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from tessera.domain.erased import HasTime

PAGE_SIZE = 25

Each = TypeVar("Each")


def in_time(rows: Iterable[Each], do: Callable[[Each], None], has_time: HasTime) -> bool:
    """Do it with each row; before each page but the first it is asked whether there is time. False where there was not
    enough."""
    for number, row in enumerate(rows):
        if number and number % PAGE_SIZE == 0 and not has_time():
            return False
        do(row)
    return True
