"""The built-in texts: each kind in each language, without a fault, with and without what may be missing."""

from dataclasses import replace

import pytest

from tessera.domain.messaging import MessageKind, Told
from tessera.domain.versions import Version
from tessera.domain.wording import LANGUAGES
from tessera.messages.editing import KINDS, check_text
from tessera.messages.naming import NAMES
from tessera.messages.samples import NAME, links_of, sample_of
from tessera.messages.texts import BUILT_IN
from tessera.messages.wording import PUSH_MAX, TITLE_MAX, Links, mail_of, push_of
from tessera.storage.memory.texts import MemoryTexts
from tests.messages.making import NOW

EVERY_TEXT = [(kind, language) for kind in KINDS for language in LANGUAGES]


def test_every_language_has_every_kind_and_the_same_sentences() -> None:
    assert tuple(BUILT_IN) == LANGUAGES
    english = BUILT_IN["en"]
    for language in BUILT_IN.values():
        assert set(language.texts) == set(KINDS) == set(NAMES)
        for part in ("rows", "rewards", "sentences"):
            assert set(getattr(language, part)) == set(getattr(english, part))


@pytest.mark.parametrize(("kind", "language"), EVERY_TEXT)
def test_a_built_in_text_is_one_that_the_operator_could_save(
    kind: MessageKind, language: str, version: Version
) -> None:
    check_text(kind, language, BUILT_IN[language].texts[kind], version=version, now=NOW)


@pytest.mark.parametrize(("kind", "language"), EVERY_TEXT)
def test_a_mail_says_the_name_where_there_is_one_and_reads_well_without(
    kind: MessageKind, language: str, version: Version, texts: MemoryTexts
) -> None:
    for name in (NAME, None):
        mail = mail_of(
            sample_of(kind, version.programme, NOW),
            name=name,
            locale=language,
            version=version,
            texts=texts,
            links=links_of(kind),
        )
        assert (NAME in mail.text) == (name is not None)
        for odd in ("None", "  ", " ,", " .", ": .", "()", "{", "}", "%}"):
            assert odd not in mail.text.replace("\n  ", "\n"), (odd, mail.text)
        assert "{{" not in mail.html and "{%" not in mail.html


@pytest.mark.parametrize(("kind", "language"), EVERY_TEXT)
def test_a_push_is_short(kind: MessageKind, language: str, version: Version, texts: MemoryTexts) -> None:
    push = push_of(
        sample_of(kind, version.programme, NOW),
        name=NAME,
        locale=language,
        version=version,
        texts=texts,
        links=links_of(kind),
    )
    assert 0 < len(push.title) <= TITLE_MAX and 0 < len(push.body) <= PUSH_MAX
    assert push.link == (links_of(kind).confirm or links_of(kind).member_page)


@pytest.mark.parametrize(("kind", "language"), EVERY_TEXT)
def test_a_mail_of_which_little_is_known_still_says_something(
    kind: MessageKind, language: str, version: Version, texts: MemoryTexts
) -> None:
    """A voucher that is used by now, a period that was extended since: what is not known is left out."""
    sample = sample_of(kind, version.programme, NOW)
    known = replace(sample.told, vouchers=(), until=None, activates_on=None, order_id=None, balances={})
    if kind == "membership_trial_ending":
        known = replace(known, until=sample.told.until)
    bare = replace(sample, told=known if kind != "welcome" else Told())
    mail = mail_of(bare, name=None, locale=language, version=version, texts=texts, links=Links())
    assert mail.subject
    for odd in ("None", "  ", " ,", " .", ": .", "()"):
        assert odd not in mail.text, (odd, mail.text)
