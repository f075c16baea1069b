"""The page on which a member chooses what comes, and ends what should not: open to whoever has the link of a mail."""

from datetime import datetime
from functools import partial
from typing import Any, Literal

from pydantic import Field

from tessera.domain.consenting import is_asking
from tessera.domain.member import Profile, Source
from tessera.domain.programme import Programme
from tessera.edge.forms import Form
from tessera.edge.http import Api
from tessera.edge.keychain import keychain
from tessera.edge.page_links import Confirming, Leaving, Link, link_in
from tessera.edge.page_views import choices, shown
from tessera.edge.pages import Page
from tessera.edge.routes import Call
from tessera.edge.wiring import world
from tessera.messages.page import Pages
from tessera.operations.change_consents import Saying, change_consents, choosing_words, confirming_words

PATH = "/unsubscribe/{token}"
# Which wording was answered: another number, once what it says means anything else.
PAGE_TEXT, QUESTION_TEXT = "page/1", "question/1"

api = Api("member_page")


class Choices(Form):
    """One click in a mail program, the boxes of the page (what is `on`; all others are off), or a second yes."""

    one_click: Literal["One-Click"] | None = Field(default=None, alias="List-Unsubscribe")
    do: Literal["choose", "confirm"] | None = None
    on: tuple[str, ...] = ()


@api.shows("GET", PATH, form=Form, statuses=(200, 404), summary="Show what a member gets")
def show(call: Call[Form]) -> Page:
    """Looking changes nothing: whatever scans mails follows their links."""
    return _as_it_is(_link(call))


@api.shows("POST", PATH, form=Choices, statuses=(200, 404), summary="Unsubscribe with one click, choose, or confirm")
def change(call: Call[Choices]) -> Page:
    """`List-Unsubscribe=One-Click` ends what the mail was sent for (RFC 8058). Said again, it changes nothing more."""
    link, asked = _link(call), call.asked
    if isinstance(link, Leaving) and asked.one_click:
        return _leave(link)
    if isinstance(link, Leaving) and asked.do == "choose":
        return _choose(link, asked)
    if isinstance(link, Confirming) and asked.do == "confirm" and _now() < link.until:
        return _confirm(link, _profile(link))
    return _as_it_is(link)


def _leave(link: Leaving) -> Page:
    after = _changed(link, lambda consents: [(link.ends, False)], source="link")
    return choices(link, after, _programme(), "left")


def _choose(link: Leaving, asked: Choices) -> Page:
    said = partial(choosing_words, offered=Pages(_programme()).offered(), chosen=asked.on)
    after = _changed(link, said, source="member", text=PAGE_TEXT)
    return choices(link, after, _programme(), "asked" if after and is_asking(after) else "saved")


def _confirm(link: Confirming, before: Profile | None) -> Page:
    if before is None or not link.asks(before):
        return shown(link, before, _programme(), _now())
    said = partial(confirming_words, asked_in=link.asked_in)
    return shown(link, _changed(link, said, source="link", text=QUESTION_TEXT), _programme(), _now())


def _as_it_is(link: Link | None) -> Page:
    return shown(link, _profile(link), _programme(), _now())


def _changed(link: Link, said: Saying, *, source: Source, text: str | None = None) -> Profile | None:
    ledger, patience = world().ledger, world().patience
    return change_consents(link.member_id, said, source=source, text=text, ledger=ledger, patience=patience, now=_now())


def _link(call: Call[Any]) -> Link | None:
    return link_in(keychain().page_links(), call.path["token"])


def _profile(link: Link | None) -> Profile | None:
    return world().ledger.profile(link.member_id) if link else None


def _programme() -> Programme:
    return world().programmes.latest().programme


def _now() -> datetime:
    return world().clock.now()


handler = api
