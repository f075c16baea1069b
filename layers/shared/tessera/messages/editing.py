"""Editing texts: which there are, what is in force, and what is wrong with one before it is (docs/messages.md)."""

from collections.abc import Iterator
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, cast, get_args

from tessera.domain.message_texts import Text, Texts
from tessera.domain.messaging import MessageKind, purpose_of
from tessera.domain.refusals import Fault, InvalidRequest
from tessera.domain.versions import Version
from tessera.domain.wording import LANGUAGES, words_of
from tessera.messages.naming import NAMES, Naming
from tessera.messages.samples import NAME, links_of, sample_of
from tessera.messages.templating import faults_of, filled
from tessera.messages.wording import mail_of, push_of, text_in_force

Json = dict[str, Any]
KINDS: tuple[MessageKind, ...] = get_args(MessageKind)
PARTS = tuple(each.name for each in fields(Text))


class Draft:
    """Texts of which one is not in force yet."""

    def __init__(self, text: Text | None, texts: Texts) -> None:
        self._text, self._texts = text, texts

    def own(self, kind: MessageKind, language: str) -> Text | None:
        """The draft, or else what is kept."""
        return self._text or self._texts.own(kind, language)


def kind_and_language(kind: str, locale: str) -> tuple[MessageKind, str]:
    """What a path names. Raises InvalidRequest that lists what there is."""
    faults = (
        *(() if kind in KINDS else (Fault("kind", f"there is no such kind; there are {', '.join(KINDS)}"),)),
        *(() if locale in LANGUAGES else (Fault("locale", f"there are texts in {', '.join(LANGUAGES)}"),)),
    )
    if faults:
        raise InvalidRequest("There is no such text.", faults)
    return cast(MessageKind, kind), locale


def text_view(kind: MessageKind, language: str, texts: Texts) -> Json:
    """The text in force, whether it is the built-in one, and the names that it may use."""
    own = texts.own(kind, language)
    return {
        "kind": kind,
        "locale": language,
        "purpose": purpose_of(kind),
        "is_built_in": own is None,
        "text": asdict(text_in_force(kind, language, texts)),
        "names": sorted(NAMES[kind]),
    }


def check_text(kind: MessageKind, language: str, text: Text, *, version: Version, now: datetime) -> None:
    """Raises InvalidRequest with every fault of a text: each with its part and its line; and what would be empty."""
    faults = [fault for part in PARTS for fault in faults_of(part, getattr(text, part), NAMES[kind])]
    if faults := faults or list(_empty(kind, language, text, version, now)):
        said = "one thing is" if len(faults) == 1 else f"{len(faults)} things are"
        raise InvalidRequest(f"The text cannot be used: {said} wrong with it.", tuple(faults))


def preview(
    kind: MessageKind, language: str, text: Text | None, *, version: Version, texts: Texts, now: datetime
) -> Json:
    """A made-up message of a kind, as it would look by a draft (of which nothing is kept) or by what is in force.
    Raises InvalidRequest with every fault of the draft."""
    if text:
        check_text(kind, language, text, version=version, now=now)
    message, drafted = sample_of(kind, version.programme, now), Draft(text, texts)
    mail = mail_of(message, name=NAME, locale=language, version=version, texts=drafted, links=links_of(kind))
    push = push_of(message, name=NAME, locale=language, version=version, texts=drafted, links=links_of(kind))
    return {"subject": mail.subject, "html": mail.html, "text": mail.text, "push": asdict(push)}


def _empty(kind: MessageKind, language: str, text: Text, version: Version, now: datetime) -> Iterator[Fault]:
    """The parts that say nothing, to a member whose name is not known."""
    message = sample_of(kind, version.programme, now)
    values = Naming(message, None, words_of(version.programme, language), version).values()
    for part in PARTS:
        if part != "preheader" and not filled(getattr(text, part), values).strip():
            yield Fault(part, "says nothing to a member whose name is not known")
