"""Who a member is: the erasable part, kept apart from the ledger, which knows the member_id alone."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from tessera.domain.messaging import MessageKind

Subject = Literal["email", "push", "marketing", "confirmation"] | MessageKind
"""What a yes or a no is about: a channel, marketing, that it was really the member who agreed to it, a single kind."""

Source = Literal["shop", "member", "link", "complaint"]
"""Who said it: the shop, the member on the page of their choices, a single click in a mail, their mailbox provider."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One yes or no: to what, when, who said it, and which version of which text it answered, where that is known."""

    subject: Subject
    value: bool
    at: datetime
    source: Source
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Consents:
    """What the member agreed to receive (docs/consents.md); domain/consenting.py says what follows from it.

    `email`, `push`: the channels, `marketing`: what does not serve the programme itself; None where nothing was said.
    `is_confirmed`: the member agreed to marketing twice, `asked_in` is the revision of the profile in which they were
    last asked to, by mail. `declined` are the single kinds that they switched off. `history` has the newest last.
    """

    email: bool | None = None
    push: bool | None = None
    marketing: bool | None = None
    is_confirmed: bool = False
    declined: tuple[MessageKind, ...] = ()
    asked_in: int | None = None
    history: tuple[Declared, ...] = ()


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """What tells an address and a means of payment apart without saying which: opaque texts that the shop makes."""

    address: str | None = None
    payment: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A member's personal data. `email_key` is the keyed hash by which an e-mail is looked up; `revision` counts
    the changes. `told_at`: the instant of what the shop's platform told last, None where it has told nothing."""

    member_id: str
    email: str
    email_key: str
    enrolled_at: datetime
    revision: int = 1
    name: str | None = None
    birthday: date | None = None
    locale: str | None = None
    country: str | None = None
    tags: tuple[str, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)
    consents: Consents = Consents()
    fingerprints: Fingerprints = Fingerprints()
    told_at: datetime | None = None
