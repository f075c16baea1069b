"""What a write draws on counters: each of them once, and for any name of a charity."""

from datetime import UTC, date, datetime

import pytest

from tessera.domain.account import Account
from tessera.domain.book import Book, Counting
from tessera.domain.counting import count_on, donated_to

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def book() -> Book:
    return Book(Account("anna", date(2026, 3, 1), NOW), at=NOW, version=1)


def test_what_is_drawn_on_one_counter_is_added_up(book: Book) -> None:
    for counting in (Counting("stock/tea", 1, 5), Counting("donated/trees", 200), Counting("stock/tea", 1, 5)):
        count_on(book, counting)
    assert sorted(book.counts, key=str) == [Counting("donated/trees", 200), Counting("stock/tea", 2, 5)]


def test_what_is_put_back_and_taken_again_draws_on_nothing(book: Book) -> None:
    count_on(book, Counting("stock/tea", -1))
    count_on(book, Counting("stock/tea", 1, 5))
    assert book.counts == []


def test_what_is_left_of_a_draw_keeps_within_its_most(book: Book) -> None:
    count_on(book, Counting("stock/tea", -1))
    count_on(book, Counting("stock/tea", 2, 5))
    assert book.counts == [Counting("stock/tea", 1, 5)]


@pytest.mark.parametrize("name", ["x" * 200, "🌳" * 200, "Un arbre\n#/*", "ăîșț"])
def test_a_charity_of_any_name_has_a_counter_with_a_plain_and_short_key(name: str) -> None:
    counter = donated_to(name)
    assert counter.isascii()
    assert len(counter) < 60


def test_a_charity_is_one_however_its_accents_are_composed() -> None:
    assert donated_to("e\u0300") == donated_to("è") != donated_to("e")
