"""STAND-IN until branch consents has it."""

from tessera.domain.member import Consents
from tessera.domain.messaging import Channel, MessageKind, purpose_of


def is_allowed(consents: Consents, kind: MessageKind, channel: Channel, *, is_suppressed: bool) -> bool:
    """Whether a message of a kind may go to a member through a channel."""
    on_channel = consents.email if channel == "mail" else consents.push
    if on_channel is False or (channel == "mail" and is_suppressed):
        return False
    return purpose_of(kind) == "service" or bool(consents.marketing)
