"""The texts of messages as they are sent and answered, for OpenAPI (see `edge/answers.py`)."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict  # pydantic reads only this one before Python 3.12

from tessera.domain.messaging import MessageKind
from tessera.domain.order import Body

Language = Literal["en", "it", "ro", "de"]
Line = Annotated[str, Field(max_length=300)]
Paragraphs = Annotated[str, Field(max_length=4000, description="Paragraphs, with an empty line between them.")]


class TextBody(Body):
    """What messages of one kind say in one language: templates over the names of the kind."""

    subject: Line
    preheader: Line
    heading: Line
    body: Paragraphs
    button: Line
    push_title: Line
    push_body: Line


class TextDraft(Body):
    """A text to be tried; left out, it is the one in force."""

    text: TextBody | None = None


class TextParts(TypedDict):
    """The parts of a text."""

    subject: str
    preheader: str
    heading: str
    body: str
    button: str
    push_title: str
    push_body: str


class MessageText(TypedDict):
    """The text in force of one kind in one language, and the names that its parts may use."""

    kind: MessageKind
    locale: Language
    purpose: Literal["service", "marketing"]
    is_built_in: bool
    text: TextParts
    names: list[str]


class PushPreview(TypedDict):
    """A message on a phone."""

    title: str
    body: str
    link: str | None


class MessagePreview(TypedDict):
    """A made-up message, by mail and on a phone."""

    subject: str
    html: str
    text: str
    push: PushPreview
