"""Composing: a message in the member's language, by the operator's texts, with links that lead to this stack."""

from collections.abc import Callable

from tessera.domain.member import Profile
from tessera.domain.message_texts import Texts
from tessera.domain.messaging import Message
from tessera.domain.outbox import Mail, Push
from tessera.domain.versions import Version
from tessera.messages.wording import Links, mail_of, push_of


class TextComposer:
    """The `Composer` of domain/outbox.py; `links` says where a message leads."""

    def __init__(self, texts: Texts, links: Callable[[Message], Links]) -> None:
        self._texts, self._links = texts, links

    def mail(self, message: Message, profile: Profile, version: Version) -> Mail:
        """A message as a mail to a member."""
        links = self._links(message)
        said = mail_of(
            message, name=profile.name, locale=profile.locale, version=version, texts=self._texts, links=links
        )
        return Mail(profile.email, said.subject, said.html, said.text, message.kind, links.unsubscribe)

    def push(self, message: Message, profile: Profile, version: Version) -> Push:
        """A message as it is shown on a member's phones."""
        links = self._links(message)
        said = push_of(
            message, name=profile.name, locale=profile.locale, version=version, texts=self._texts, links=links
        )
        return Push(said.title, said.body, said.link)
