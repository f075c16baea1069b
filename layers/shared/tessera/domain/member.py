"""Who a member is: the erasable part, kept apart from the ledger, which knows the member_id alone."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Consents:
    """What the member agreed to receive; without a word on a channel only what serves the programme goes there."""

    email: bool | None = None
    push: bool | None = None
    marketing: bool | None = None


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """What tells an address and a means of payment apart without saying which: opaque texts that the shop makes."""

    address: str | None = None
    payment: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A member's personal data. `email_key` is the keyed hash by which an e-mail is looked up; `revision` counts
    the changes."""

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
