"""Every language says everything, and writes numbers, money and days as its readers do."""

from datetime import UTC, date, datetime
from fractions import Fraction
from string import Formatter
from typing import Any, get_args

import pytest

from tessera.domain.entries import Entry, Kind
from tessera.domain.programme import Programme, check
from tessera.domain.refusals import InvalidRequest
from tessera.domain.statement import say_cause, sentence
from tessera.domain.wording import LANGUAGES, words_of
from tessera.domain.wording.words import CATALOGUES

ENGLISH = CATALOGUES["en"].sentences
EVERY = pytest.mark.parametrize("language", LANGUAGES)
CAUSES = [
    "order/o1",
    "refund/o1/r1",
    "redemption/x1",
    "claim/c1",
    "adjustment/g1",
    "import/smile",
    "enrolment",
    "action/review/rev-1",
    "conversion/ten-percent",
    "void/7KQ2M-XW9TA-BH4CZ",
    "birthday/2026",
    "gift/we-miss-you",
    "referral/o1",
    "completion/o1",
    "hold/2026-02-15",
    "expiry/2027-01-31",
]


def programme(currency: str = "EUR", *locales: str) -> Programme:
    shop = {"id": "p", "name": "P", "currency": currency, "timezone": "Europe/Rome"}
    return check({**shop, "locales": list(locales)} if locales else shop)


def entry(kind: Any, cause: str, units: int = 20, wallet: str = "points") -> Entry:
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    return Entry(kind, cause, wallet, units, units, at, active=units, pending=0, reserved=0, version=1)


@EVERY
def test_a_language_has_the_same_sentences_as_english(language: str) -> None:
    assert CATALOGUES[language].sentences.keys() == ENGLISH.keys()


@EVERY
def test_a_sentence_says_the_same_values_in_every_language(language: str) -> None:
    sentences = CATALOGUES[language].sentences
    assert {key: _values(text) for key, text in sentences.items()} == {
        key: _values(text) for key, text in ENGLISH.items()
    }


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@EVERY
def test_a_word_that_is_counted_has_a_form_for_every_number(language: str) -> None:
    catalogue = CATALOGUES[language]
    nouns = [text for key, text in catalogue.sentences.items() if key.startswith("noun.")]
    beside = [forms for text in catalogue.sentences.values() for _, _, forms, _ in Formatter().parse(text) if forms]
    assert {len(forms.split("|")) for forms in nouns + beside} == {catalogue.forms}
    assert {catalogue.form_of(Fraction(number)) for number in range(130)} == set(range(catalogue.forms))


@EVERY
def test_a_sentence_ends_as_one_and_has_no_blank_too_many(language: str) -> None:
    whole = ("entry.", "award.", "hold.", "expiry.", "why.c", "capture.", "refund.short")
    for key, text in CATALOGUES[language].sentences.items():
        assert "  " not in text and text == text.strip(), key
        assert not key.startswith(whole) or text[-1] in ".}", key


@EVERY
@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_of_entry_and_every_cause_has_its_words(language: str, kind: str, cause: str) -> None:
    dated = {"activation": "hold/2026-02-15", "expiry": "expiry/2027-01-31"}
    words = words_of(programme(), language)
    assert words.knows(f"cause.{cause.partition('/')[0]}")
    said = sentence(entry(kind, dated.get(kind, cause)), words)
    assert "/" not in said and "{" not in said, said


@EVERY
def test_a_referral_does_not_tell_whose_order_it_was(language: str) -> None:
    assert "o77" not in sentence(entry("accrual", "referral/o77"), words_of(programme(), language))


@EVERY
def test_what_an_operator_wrote_stays_out_of_the_statement(language: str) -> None:
    assert say_cause("adjustment/g1", words_of(programme(), language)).endswith("g1")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 puncte"),
        (1, "1 punct"),
        (2, "2 puncte"),
        (19, "19 puncte"),
        (20, "20 de puncte"),
        (100, "100 de puncte"),
        (101, "101 puncte"),
        (119, "119 puncte"),
        (120, "120 de puncte"),
        (1000, "1.000 de puncte"),
        (Fraction(41, 2), "20,5 puncte"),
    ],
)
def test_romanian_counts_in_three_forms(number: int | Fraction, said: str) -> None:
    assert f"{words_of(programme(), 'ro').count('point', number)}" == said


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [("en", "1 point", "2 points"), ("it", "1 punto", "2 punti"), ("de", "1 Punkt", "2 Punkte")],
)
def test_one_is_one_and_two_are_many(language: str, one: str, many: str) -> None:
    words = words_of(programme(), language)
    assert [f"{words.units('points', number)}" for number in (1, 2)] == [one, many]


@pytest.mark.parametrize(
    ("language", "currency", "minor", "said"),
    [
        ("en", "EUR", 123_450, "€1,234.50"),
        ("it", "EUR", 123_450, "1.234,50\u00a0€"),
        ("de", "EUR", 123_450, "1.234,50\u00a0€"),
        ("ro", "RON", 123_450, "1.234,50\u00a0lei"),
        ("en", "RON", 500, "RON\u00a05.00"),
        ("en", "JPY", 1200, "¥1,200"),
        ("it", "KWD", 1_234, "1,234\u00a0KWD"),
        ("de", "EUR", 5, "0,05\u00a0€"),
    ],
)
def test_money_is_written_as_its_readers_do(language: str, currency: str, minor: int, said: str) -> None:
    assert words_of(programme(currency), language).money(minor) == said


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("en", "1 March 2026", "31 May 2026"),
        ("it", "1º marzo 2026", "31 maggio 2026"),
        ("ro", "1 martie 2026", "31 mai 2026"),
        ("de", "1. März 2026", "31. Mai 2026"),
    ],
)
def test_days_are_written_as_their_readers_do(language: str, first: str, last: str) -> None:
    words = words_of(programme(), language)
    assert [words.day(date(2026, 3, 1)), words.day(date(2026, 5, 31))] == [first, last]


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        (Fraction(10, 3), "10/3", "10/3"),
        (Fraction(-1, 2), "-0.5", "-0,5"),
        (Fraction(12_345, 10), "1,234.5", "1.234,5"),
    ],
)
def test_numbers_are_exact(value: Fraction, english: str, german: str) -> None:
    assert [words_of(programme(), each).number(value) for each in ("en", "de")] == [english, german]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_list_ends_with_and(number: int) -> None:
    parts = ["a", "b", "c"][: number + 1]
    assert words_of(programme(), "en").listed(parts) == ["a", "a and b", "a, b and c"][number]


@pytest.mark.parametrize(("locale", "language"), [("de-AT", "de"), ("en_GB", "en"), ("IT", "it"), ("ro-RO", "ro")])
def test_a_region_falls_back_to_its_language(locale: str, language: str) -> None:
    assert words_of(programme(), locale).language == language


@pytest.mark.parametrize(
    ("locales", "language"), [(("fr", "de-CH", "it"), "de"), (("it", "en"), "it"), (("fr",), "en")]
)
def test_left_out_it_is_the_first_of_the_programme_that_has_words(locales: tuple[str, ...], language: str) -> None:
    assert words_of(programme("EUR", *locales)).language == language


def test_a_language_without_words_is_refused_and_those_there_are_are_listed() -> None:
    with pytest.raises(InvalidRequest) as refused:
        words_of(programme(), "fr")
    (fault,) = refused.value.faults
    assert (fault.path, [each for each in LANGUAGES if each in fault.message]) == ("locale", list(LANGUAGES))
