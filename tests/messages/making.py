"""Messages made by hand, for tests of how they are worded."""

from datetime import UTC, datetime
from typing import Any

from tessera.domain.message_texts import Text
from tessera.domain.messaging import Amount, Message, MessageKind, Told

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PARTS = ("subject", "preheader", "heading", "body", "button", "push_title", "push_body")


def message(kind: MessageKind, **told: Any) -> Message:
    """A message of a kind, with what it tells."""
    return Message("anna", kind, "order/o1", NOW, Told(**told))


def earned(points: int, kind: MessageKind = "points_earned", **told: Any) -> Message:
    """One that tells of so many points."""
    return message(kind, earned=(Amount("points", points),), **told)


def text(**parts: str) -> Text:
    """A text that says as little as it may, but for these parts."""
    return Text(**{**dict.fromkeys(PARTS, "x"), **parts})
