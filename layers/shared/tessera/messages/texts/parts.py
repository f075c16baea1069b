"""What a language has for messages: its texts by kind, and what stands around them."""

from dataclasses import dataclass

from tessera.domain.message_texts import Text
from tessera.domain.messaging import MessageKind


@dataclass(frozen=True, slots=True)
class Language:
    """One language: the built-in text of each kind; the names of what the layout lists, by field of `Told`; rewards in
    words, by kind; and the sentences of the layout."""

    texts: dict[MessageKind, Text]
    rows: dict[str, str]
    rewards: dict[str, str]
    sentences: dict[str, str]
