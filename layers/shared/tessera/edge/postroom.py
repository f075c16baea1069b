"""The postroom of a function that writes to members: wiring of its own, because few functions need jinja2."""

from functools import cache

from tessera.domain.messaging import Message
from tessera.edge.carrying import Carrier
from tessera.edge.composing import TextComposer
from tessera.edge.keychain import keychain
from tessera.edge.page_links import address_of, confirming, leaving
from tessera.edge.settings import need, settings
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
        is_suppressed=lambda email_key: here.suppressions.of(email_key) is not None,
        has_quiet_hours=not given.has_test_clock,
    )


def _links(message: Message) -> Links:
    """To the member's page at the shop, and to ours behind signed links: no more mails like this one, or a yes to what
    this one asks."""
    given, key = settings(), keychain().page_links()
    api_url = need(given.public_url, "PUBLIC_URL")
    confirm = confirming(message)
    return Links(
        member_page=given.member_page_url,
        unsubscribe=address_of(leaving(message), api_url=api_url, key=key),
        confirm=address_of(confirm, api_url=api_url, key=key) if confirm else None,
    )
