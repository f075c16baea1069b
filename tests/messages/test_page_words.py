"""The page speaks each language whole."""

import re
from typing import get_args

import pytest

from tessera.domain.messaging import MARKETING, MessageKind
from tessera.domain.wording.words import LANGUAGES
from tessera.messages.page import NEWS, SERVICE
from tessera.messages.page_words import ENGLISH, PAGE_WORDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_the_same_things_with_the_same_names_in_them(language: str) -> None:
    def names(words: dict[str, str]) -> dict[str, list[str]]:
        return {sentence: re.findall(r"{(.*?)}", text) for sentence, text in words.items()}

    assert names(PAGE_WORDS[language]) == names(ENGLISH)


def test_every_kind_that_may_be_declined_has_a_box_among_its_own() -> None:
    assert set(NEWS) == MARKETING
    assert set(SERVICE) | set(NEWS) == set(get_args(MessageKind)) - {"marketing_confirmation"}
