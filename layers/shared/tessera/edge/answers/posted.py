"""The shapes of answers about messages and phones, as OpenAPI tells them."""

from typing import Literal

from typing_extensions import TypedDict  # pydantic reads only this one before Python 3.12

from tessera.domain.messaging import MessageKind
from tessera.edge.answers.values import Instant


class MessageSent(TypedDict):
    """One message through one channel, and what became of it."""

    at: Instant
    kind: MessageKind
    cause: str
    channel: Literal["mail", "push"]
    state: Literal["claimed", "waiting", "sent", "failed", "unknown"]


class MessagesSent(TypedDict):
    """A page of messages, newest first; `next_cursor` is null on the last one."""

    messages: list[MessageSent]
    next_cursor: str | None


class DeviceState(TypedDict):
    """Whether pushes reach a phone of the member; `platform` is null where it was none."""

    platform: Literal["GCM", "APNS"] | None
    registered: bool
