"""The page on which members choose what comes, as HTML that works without JavaScript (docs/consents.md). Pure: what is
shown is what it was given, and nothing of it is a request's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from tessera.domain.consenting import awaits_confirmation, is_on
from tessera.domain.member import Consents, Subject
from tessera.domain.messaging import MessageKind, purpose_of
from tessera.domain.programme import Programme
from tessera.messages.page_words import PAGE_WORDS

HERE = Path(__file__).parent
CHOOSABLE: tuple[MessageKind, ...] = tuple(kind for kind in get_args(MessageKind) if kind != "marketing_confirmation")
NEWS = tuple(kind for kind in CHOOSABLE if purpose_of(kind) == "marketing")
SERVICE = tuple(kind for kind in CHOOSABLE if purpose_of(kind) == "service")

Said = Literal["saved", "asked", "left"]
"""What has just been done, and is said above the choices."""
Told = Literal["confirmed", "stale", "nobody", "missing"]
"""Pages that tell something, and have nothing to choose."""


class Choice(NamedTuple):
    """A box to tick."""

    subject: Subject
    label: str
    is_on: bool
    hint: str | None = None


class Group(NamedTuple):
    """Boxes that belong together."""

    legend: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages in a member's language, for a programme."""

    programme: Programme
    locale: str | None = None

    @property
    def language(self) -> str:
        """That of the locale; of one without words, the programme's first that has some."""
        known = (_language(each) for each in (self.locale or "", *self.programme.locales))
        return next((each for each in known if each in PAGE_WORDS), "en")

    def choices(self, consents: Consents, *, ends: Subject, said: Said | None = None) -> str:
        """What there is to choose, as it stands; `ends` is what the mail's own link ends, with a button for it."""
        groups = list(self._groups(consents))
        leave = self._say(f"leave.{ends}") if is_on(consents, ends) else None
        notice = self._say(f"left.{ends}" if said == "left" else said) if said else None
        lead, save = self._say("choose.lead"), self._say("save")
        return self._page("choose", [lead], notice=notice, groups=groups, leave=leave, save=save)

    def question(self) -> str:
        """The question whether the member agrees to marketing, with a button that says yes."""
        return self._page(
            "confirm", [self._say("confirm.lead"), self._say("confirm.free")], ask=self._say("confirm.button")
        )

    def tell(self, told: Told) -> str:
        """A page that tells this, and no more."""
        return self._page(told, [self._say(f"{told}.lead")])

    def _groups(self, consents: Consents) -> Iterator[Group]:
        yield Group(self._say("channels"), self._boxes(consents, ("email", "push")))
        yield Group(self._say("news"), self._boxes(consents, ("marketing", *NEWS)))
        yield Group(self._say("membership"), self._boxes(consents, self._kinds()))

    def _boxes(self, consents: Consents, subjects: Sequence[Subject]) -> list[Choice]:
        waits = self._say("marketing.awaits") if awaits_confirmation(consents) else None
        return [
            Choice(each, self._say(each), is_on(consents, each), waits if each == "marketing" else None)
            for each in subjects
        ]

    def _kinds(self) -> list[MessageKind]:
        """Those that the programme has anything to tell of."""
        told: dict[MessageKind, bool] = {
            "tier_changed": self.programme.tiers is not None,
            "referral_rewarded": self.programme.referral is not None,
            "membership_trial_ending": any(each.trial_days for each in self.programme.memberships),
            "membership_renewed": bool(self.programme.memberships),
        }
        return [kind for kind in SERVICE if told.get(kind, True)]

    def offered(self) -> list[Subject]:
        """All that has a box on the page of choices."""
        return ["email", "push", "marketing", *NEWS, *self._kinds()]

    def _say(self, sentence: str) -> str:
        return PAGE_WORDS[self.language][sentence].format(programme=self.programme.name)

    def _page(self, page: str, paragraphs: Sequence[str], **parts: Any) -> str:
        empty: dict[str, Any] = {"notice": None, "ask": None, "leave": None, "groups": [], "save": None}
        return _template().render(
            language=self.language,
            programme=self.programme.name,
            styles=Markup(page_styles()),
            title=self._say(f"{page}.title"),
            paragraphs=paragraphs,
            **{**empty, **parts},
        )


@cache
def page_styles() -> str:
    """The style sheet that stands in each page."""
    return (HERE / "page.css").read_text()


@cache
def _template() -> Template:
    loader = FileSystemLoader(HERE)
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.get_template("page.html")


def _language(locale: str) -> str:
    return locale.replace("_", "-").partition("-")[0].lower()
