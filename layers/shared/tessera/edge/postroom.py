"""The postroom of a function that writes to members: wiring of its own, because few functions need jinja2."""

from functools import cache

from tessera.domain.messaging import Message
from tessera.edge.carrying import Carrier
from tessera.edge.composing import TextComposer
from tessera.edge.settings import settings
from tessera.edge.wiring import message_texts, world
from tessera.messages.wording import Links
from tessera.operations.dispatching import Postroom


@cache
def postroom() -> Postroom:
    """The postroom of this stack, made when the first message is to leave."""
    here, given = world(), settings()
    return Postroom(
        outbox=here.outbox,
        devices=here.devices,
        composer=TextComposer(message_texts(), _links),
        post=Carrier(given),
        is_suppressed=lambda email_key: False,
        has_quiet_hours=not given.has_test_clock,
    )


def _links(message: Message) -> Links:
    return Links(settings().member_page_url)
