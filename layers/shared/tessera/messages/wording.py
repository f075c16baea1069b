"""What a message says: by mail, as HTML and as text, and on a phone (docs/messages.md). Pure: texts are looked up, and
nothing is sent."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from tessera.domain.message_texts import Text, Texts
from tessera.domain.messaging import Amount, Message, MessageKind, purpose_of
from tessera.domain.programme import Programme
from tessera.domain.versions import Version
from tessera.domain.wording import LANGUAGES, Words, words_of
from tessera.messages.naming import Naming, titled
from tessera.messages.templating import filled
from tessera.messages.texts import BUILT_IN, Language

TITLE_MAX = 50
PUSH_MAX = 150
BLANKS = re.compile(r"[ \t\r\n]+")
HERE = Path(__file__).parent
ROWS = ("earned", "pending", "activated", "taken_back", "given_back", "expiring", "expired")


class Row(TypedDict):
    """A row of the table: what it is, and how much of it."""

    label: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Links:
    """Where a message leads: the member's page and, of a mail, the page on which the member chooses what comes. A
    confirmation leads to where it is given. A mail without a link has no button."""

    member_page: str | None = None
    unsubscribe: str | None = None
    confirm: str | None = None


@dataclass(frozen=True, slots=True)
class MailText:
    """A mail: its subject, and its body as HTML and as plain text."""

    subject: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class PushText:
    """A message on a phone: a title of 50 characters at most, a body of 150, and where it leads."""

    title: str
    body: str
    link: str | None


def mail_of(
    message: Message, *, name: str | None, locale: str | None, version: Version, texts: Texts, links: Links
) -> MailText:
    """The mail of a message to a member of this name, in the language of their locale, as `language_of` finds it."""
    worded = _Worded(message, name, words_in(version.programme, locale), version, texts)
    context = worded.context(links)
    html, text = (_layout(file).render(context) for file in ("layout.html", "layout.txt"))
    return MailText(worded.line("subject"), html, text.strip() + "\n")


def push_of(
    message: Message, *, name: str | None, locale: str | None, version: Version, texts: Texts, links: Links
) -> PushText:
    """The same on a phone: short, cut where it would be longer."""
    worded = _Worded(message, name, words_in(version.programme, locale), version, texts)
    title, body = worded.line("push_title"), worded.line("push_body")
    return PushText(_cut(title, TITLE_MAX), _cut(body, PUSH_MAX), links.confirm or links.member_page)


def words_in(programme: Programme, locale: str | None) -> Words:
    """The words of a member's locale; of one without words, those of the programme."""
    language = (locale or "").replace("_", "-").partition("-")[0].lower()
    return words_of(programme, language if language in LANGUAGES else None)


def text_in_force(kind: MessageKind, language: str, texts: Texts) -> Text:
    """The operator's own text, or the built-in one."""
    return texts.own(kind, language) or BUILT_IN[language].texts[kind]


class _Worded:
    """One message in one language."""

    def __init__(self, message: Message, name: str | None, words: Words, version: Version, texts: Texts) -> None:
        self._message, self._words = message, words
        self._naming = Naming(message, name, words, version)
        self._values = self._naming.values()
        self._text = text_in_force(message.kind, words.language, texts)

    @property
    def _language(self) -> Language:
        return BUILT_IN[self._words.language]

    def line(self, part: str) -> str:
        """A part of the text, on one line."""
        return one_line(filled(getattr(self._text, part), self._values))

    def context(self, links: Links) -> dict[str, Any]:
        """All that the layout shows."""
        body = filled(self._text.body, self._values)
        return {
            "language": self._words.language,
            "subject": self.line("subject"),
            "preheader": self.line("preheader"),
            "heading": self.line("heading"),
            "paragraphs": [one_line(each) for each in re.split(r"\n[ \t]*\n", body) if each.strip()],
            "vouchers": [
                {"code": each.code, "reward": self._naming.reward(each.reward_id), "until": self._until(each.last_day)}
                for each in self._message.told.vouchers
            ],
            "rows": self._rows(),
            "button": self.line("button"),
            "link": links.confirm or links.member_page,
            "programme": self._words.programme.name,
            "why": self._why(),
            "unsubscribe": links.unsubscribe,
            "preferences": self._language.sentences["preferences"],
        }

    def _until(self, last_day: date | None) -> str:
        sentences = self._language.sentences
        return sentences["voucher"].format(day=self._words.day(last_day)) if last_day else sentences["voucher.for_ever"]

    def _rows(self) -> list[Row]:
        """Everything that has moved, each with its name, and what there is now; an amount to a line."""
        told, names = self._message.told, self._language.rows
        days = {"pending": told.activates_on, "expiring": told.last_day}
        rows = [self._row(field, amounts, days.get(field)) for field in ROWS if (amounts := getattr(told, field))]
        if told.tier and self._message.kind != "tier_changed":
            rows.append({"label": names["tier"], "lines": [titled(told.tier)]})
        rows.append(self._row("balance", self._naming.held, None))
        return [row for row in rows if row["lines"]]

    def _row(self, field: str, amounts: tuple[Amount, ...], day: date | None) -> Row:
        name = self._language.rows[f"{field}.day" if day else field]
        return {"label": name.format(day=self._naming.day(day)), "lines": [*map(self._naming.amount, amounts)]}

    def _why(self) -> str:
        kind = self._message.kind
        why = "confirmation" if kind == "marketing_confirmation" else purpose_of(kind)
        return self._language.sentences[f"why.{why}"].format(programme=self._words.programme.name)


@cache
def _layout(file: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=file.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(file)


def one_line(text: str) -> str:
    """A text without the ends of its lines; blanks at which no line may end stay."""
    return " ".join(BLANKS.split(text)).strip()


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
