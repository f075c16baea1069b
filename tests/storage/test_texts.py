"""The promises of `TextShelf` (domain/message_texts.py), for each that keeps texts."""

from dataclasses import replace

import pytest

from tessera.domain.message_texts import Text, TextShelf
from tessera.storage.memory.texts import MemoryTexts
from tessera.storage.texts import DynamoTexts
from tests.storage.conftest import KINDS

TEXT = Text("Ciao {{ name }}", "", "Ciao", "Uno.\n\nDue: à è 🙂", "Vai", "Ciao", "Sì")


@pytest.fixture(params=KINDS)
def texts(request: pytest.FixtureRequest) -> TextShelf:
    """A shelf of each kind."""
    return MemoryTexts() if request.param == "memory" else DynamoTexts(request.getfixturevalue("table"))


def test_there_is_no_own_text_before_one_is_kept(texts: TextShelf) -> None:
    assert texts.own("birthday", "it") is None


def test_a_text_is_read_as_it_was_kept_and_the_last_one_counts(texts: TextShelf) -> None:
    texts.keep("birthday", "it", TEXT)
    texts.keep("birthday", "it", replace(TEXT, button=""))
    assert texts.own("birthday", "it") == replace(TEXT, button="")


def test_each_kind_and_language_has_its_own(texts: TextShelf) -> None:
    texts.keep("birthday", "it", TEXT)
    assert texts.own("birthday", "en") is None and texts.own("welcome", "it") is None


def test_a_text_that_is_forgotten_is_gone_and_may_be_forgotten_again(texts: TextShelf) -> None:
    texts.keep("birthday", "it", TEXT)
    for _ in range(2):
        texts.forget("birthday", "it")
        assert texts.own("birthday", "it") is None
