"""The texts of messages: templates by kind and language, the operator's own or the built-in ones (docs/messages.md)."""

from dataclasses import dataclass
from typing import Protocol

from tessera.domain.messaging import MessageKind


@dataclass(frozen=True, slots=True)
class Text:
    """What messages of one kind say in one language. Each part is a template over the names of its kind; `body` has
    paragraphs, parted by empty lines, and all others are one line."""

    subject: str
    preheader: str
    heading: str
    body: str
    button: str
    push_title: str
    push_body: str


class Texts(Protocol):
    """The operator's own texts, by kind and language (`en`, `it`, `ro`, `de`)."""

    def own(self, kind: MessageKind, language: str) -> Text | None:
        """The operator's own text; None while the built-in one is in force (consistent)."""
        ...


class TextShelf(Texts, Protocol):
    """Where they are kept; the last write wins."""

    def keep(self, kind: MessageKind, language: str, text: Text) -> None:
        """Put a text in force, in the place of whichever there was."""
        ...

    def forget(self, kind: MessageKind, language: str) -> None:
        """Put the built-in text in force again."""
        ...
