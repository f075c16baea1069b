"""The operator's own texts in memory: the twin of the ones in DynamoDB."""

from tessera.domain.message_texts import Text
from tessera.domain.messaging import MessageKind


class MemoryTexts:
    """The `TextShelf` of domain/message_texts.py, as long as the process lives."""

    def __init__(self) -> None:
        self._texts = dict[tuple[MessageKind, str], Text]()

    def own(self, kind: MessageKind, language: str) -> Text | None:
        """The operator's own text."""
        return self._texts.get((kind, language))

    def keep(self, kind: MessageKind, language: str, text: Text) -> None:
        """Put a text in force."""
        self._texts[kind, language] = text

    def forget(self, kind: MessageKind, language: str) -> None:
        """Put the built-in one in force again."""
        self._texts.pop((kind, language), None)
