"""What a message says: amounts, days and codes as the language writes them, and nothing that could do harm."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from tessera.domain.messaging import Amount, IssuedVoucher, Message
from tessera.domain.versions import Version
from tessera.messages.wording import Links, MailText, mail_of, push_of
from tessera.storage.memory.texts import MemoryTexts
from tests.messages.making import earned, message, text

LINKS = Links("https://shop.example/account", "https://shop.example/unsubscribe")


class Page(HTMLParser):
    """The tags of a mail, and where it leads or loads from."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.languages: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "background", "action")]
        self.languages += [value or "" for name, value in attrs if name == "lang"]


def mailed(
    made: Message, version: Version, *, name: str | None = "Anna", locale: str | None = "en", **given: Any
) -> MailText:
    """The mail of a message."""
    asked = {"texts": MemoryTexts(), "links": LINKS, **given}
    return mail_of(made, name=name, locale=locale, version=version, **asked)


@pytest.mark.parametrize(
    ("points", "locale", "said"),
    [
        (1, "en", "1 point"),
        (1234, "en-GB", "1,234 points"),
        (1, "it", "1 punto"),
        (60, "it-CH", "60 punti"),
        (1, "ro", "1 punct"),
        (19, "ro", "19 puncte"),
        (20, "ro_RO", "20 de puncte"),
        (1234, "de-AT", "1.234 Punkte"),
    ],
)
def test_points_are_counted_as_the_language_counts(points: int, locale: str, said: str, version: Version) -> None:
    subject = mailed(earned(points), version, locale=locale).subject
    assert said in subject.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("locale", "money", "day"),
    [
        ("en", "€5.00", "1 February 2026"),
        ("it", "5,00 €", "1º febbraio 2026"),
        ("ro", "5,00 €", "1 februarie 2026"),
        ("de", "5,00 €", "1. Februar 2026"),
    ],
)
def test_money_and_days_are_written_as_the_language_writes_them(
    locale: str, money: str, day: str, version: Version
) -> None:
    held = message("points_earned", pending=(Amount("cashback", 500),), activates_on=date(2026, 2, 1))
    said = mailed(held, version, locale=locale).text.replace("\u00a0", " ")
    assert money in said and day in said


@pytest.mark.parametrize("locale", ["fr", "zh-Hant-TW", "", None])
def test_a_locale_without_words_gets_the_programme_s(locale: str | None, version: Version) -> None:
    assert mailed(earned(60), version, locale=locale).subject == mailed(earned(60), version, locale="it").subject


def test_every_code_is_there_with_its_reward_and_last_day(version: Version) -> None:
    vouchers = (
        IssuedVoucher("7KQ2M-XW9TA-BH4CZ", "five-off", date(2026, 4, 1)),
        IssuedVoucher("ANOTHER-ONE", "gone", None),
    )
    mail = mailed(message("reward_issued", vouchers=vouchers), version)
    for body in (mail.html, mail.text):
        assert "7KQ2M-XW9TA-BH4CZ" in body and "ANOTHER-ONE" in body and "1 April 2026" in body
        assert "It does not expire" in body and "€5.00 off" in body and "a free product" in body
    assert "€5.00 off" in mail.subject


def test_whatever_else_the_cause_brought_is_in_the_table(version: Version) -> None:
    told = earned(60, "tier_changed", tier="gold", tier_was="silver", balances={"points": 75, "cashback": 0})
    mail = mailed(told, version)
    assert "Earned: 60\u00a0points" in mail.text and "You have now: 75\u00a0points" in mail.text
    assert mail.subject == "Your level is now Gold"


def test_a_level_that_falls_is_no_congratulation(version: Version) -> None:
    rises = mailed(message("tier_changed", tier="gold", tier_was="silver"), version)
    falls = mailed(message("tier_changed", tier="silver", tier_was="gold"), version)
    assert "Congratulations" in rises.text and "Congratulations" not in falls.text


def test_a_trial_is_told_with_the_last_day_on_which_it_can_be_used(version: Version) -> None:
    assert (
        "8 March 2026"
        in mailed(message("membership_trial_ending", plan="plus", until=date(2026, 3, 9)), version).subject
    )


def test_why_one_gets_it_and_how_to_stop_it_is_said(version: Version) -> None:
    service, marketing = mailed(earned(60), version), mailed(earned(60, "birthday"), version)
    assert "because you are a member of Bottega Club." in service.text
    assert "agreed to news" in marketing.text
    for mail in (service, marketing):
        assert LINKS.unsubscribe in mail.text and f'href="{LINKS.unsubscribe}"' in mail.html


def test_without_a_page_there_is_no_button_and_without_a_link_none_to_stop(version: Version) -> None:
    mail = mailed(earned(60), version, links=Links())
    assert Page(mail.html).links == [] and "http" not in mail.text
    assert "See your account" not in mail.html


def test_a_confirmation_leads_to_where_it_is_given(version: Version) -> None:
    links = replace(LINKS, confirm="https://shop.example/confirm")
    assert "https://shop.example/confirm" in mailed(message("marketing_confirmation"), version, links=links).html


def test_a_mail_loads_nothing_and_says_its_language(version: Version) -> None:
    html = mailed(earned(60), version, locale="ro").html
    page = Page(html)
    assert not {"img", "script", "link", "form", "iframe"} & {*page.tags}
    assert {*page.links} == {LINKS.member_page, LINKS.unsubscribe}
    assert {*page.languages} == {"ro"}
    assert "url(" not in html and "@import" not in html and "prefers-color-scheme: dark" in html


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "{{ programme }}", "{% if x %}", 'A" onload="x', "A\r\nBcc: x@y"]
)
def test_a_name_is_a_name_whatever_it_looks_like(name: str, version: Version) -> None:
    birthday = earned(60, "birthday")
    mail = mailed(birthday, version, name=name)
    assert "<script>" not in mail.html and 'onload="' not in mail.html
    assert "\n" not in mail.subject and "\r" not in mail.subject
    assert " ".join(name.split()) in mail.subject


def test_the_operator_s_own_text_is_said_in_its_language_alone(version: Version) -> None:
    texts = MemoryTexts()
    texts.keep("birthday", "it", text(subject="Auguri {{ name }}", body="Uno.\n\n{% if name %}{% endif %}\n\nDue."))
    birthday = earned(60, "birthday")
    mine = mailed(birthday, version, locale="it", texts=texts)
    assert (mine.subject, "Uno.\n\nDue.\n" in mine.text) == ("Auguri Anna", True)
    assert mailed(birthday, version, locale="de", texts=texts).subject.startswith("Alles Gute")


def test_what_is_too_long_for_a_phone_is_cut(version: Version) -> None:
    texts = MemoryTexts()
    texts.keep("birthday", "en", text(push_title="long " * 30, push_body="longer " * 60))
    push = push_of(earned(60, "birthday"), name=None, locale="en", version=version, texts=texts, links=LINKS)
    assert (len(push.title), push.title[-1], len(push.body), push.body[-1]) == (50, "…", 150, "…")
