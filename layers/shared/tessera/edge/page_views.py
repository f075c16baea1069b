"""What a link of a mail leads to, as a page in the member's language."""

from datetime import datetime

from tessera.domain.consenting import has_marketing
from tessera.domain.member import Profile
from tessera.domain.programme import Programme
from tessera.edge.page_links import Confirming, Leaving, Link
from tessera.edge.pages import Page
from tessera.messages.page import Pages, Said, Told, page_styles


def shown(link: Link | None, profile: Profile | None, programme: Programme, now: datetime) -> Page:
    """What a link leads to, as things stand. Where the member is gone nothing is told, of whoever it was."""
    if link is None:
        return told("missing", programme, status=404)
    if isinstance(link, Leaving):
        return choices(link, profile, programme)
    if profile is None or not link.asks(profile):
        return told("nobody", programme)
    if _is_open(link, profile, now):
        return _page(Pages(programme, profile.locale).question())
    is_done = link.asked_in == profile.consents.asked_in and has_marketing(profile.consents)
    return told("confirmed" if is_done else "stale", programme, profile.locale)


def choices(link: Leaving, profile: Profile | None, programme: Programme, said: Said | None = None) -> Page:
    """The page of choices, with what has just been done."""
    if profile is None:
        return told("nobody", programme)
    return _page(Pages(programme, profile.locale).choices(profile.consents, ends=link.ends, said=said))


def told(what: Told, programme: Programme, locale: str | None = None, *, status: int = 200) -> Page:
    """A page that tells this, and no more."""
    return _page(Pages(programme, locale).tell(what), status)


def _is_open(link: Confirming, profile: Profile, now: datetime) -> bool:
    """Whether the question that the link was sent with is still waiting for its answer."""
    consents = profile.consents
    is_asked = link.asked_in == consents.asked_in and consents.marketing is True and not consents.is_confirmed
    return is_asked and now < link.until


def _page(html: str, status: int = 200) -> Page:
    return Page(html, page_styles(), status)
