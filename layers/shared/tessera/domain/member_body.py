"""What is said of a member, read from what the shop sends (docs/rules.md §10)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, Strict, StringConstraints, model_validator

from tessera.domain.calendar import parse_day
from tessera.domain.consents_body import ConsentsBody
from tessera.domain.member import Profile
from tessera.domain.order import Body, Id, Text
from tessera.domain.programme.values import a_locale

ADVOCATE = frozenset({"referral_code", "referred_by"})
"""The fields that say who referred the member, which the profile does not keep."""

Fingerprint = Annotated[str, StringConstraints(min_length=1, max_length=128)]
ReferralCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{6,10}$", to_upper=True)]


def _an_email(text: str) -> str:
    local, at, host = text.rpartition("@")
    if not (local and at and "." in host.strip(".")) or any(each.isspace() for each in text):
        raise ValueError("is not an e-mail address")
    return text


def _a_birthday(text: object) -> date:
    day = parse_day(text)
    if day.year < 1880:
        raise ValueError("is before anybody alive was born")
    return day


class FingerprintsBody(Body):
    """What the shop makes of an address and of a means of payment, so that equal ones can be told and no more."""

    address: Fingerprint | None = None
    payment: Fingerprint | None = None


class MemberBody(Body):
    """Who a member is. On enrolment the e-mail is needed; of a change, what is left out stays as it was.

    Who referred the member is said on enrolment, by the advocate's code or by their member_id.
    """

    email: Annotated[str, StringConstraints(max_length=254), AfterValidator(_an_email)] | None = None
    name: Annotated[str, StringConstraints(max_length=200)] | None = None
    birthday: Annotated[date, BeforeValidator(_a_birthday)] | None = None
    locale: Annotated[str, AfterValidator(a_locale)] | None = None
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    tags: Annotated[tuple[Text, ...], Strict(False), Field(max_length=50)] | None = None
    attributes: Annotated[dict[Text, Text], Field(max_length=50)] | None = None
    consents: ConsentsBody | None = None
    fingerprints: FingerprintsBody | None = None
    referral_code: ReferralCode | None = None
    referred_by: Id | None = None

    @model_validator(mode="after")
    def _names_one_advocate(self) -> "MemberBody":
        if self.referral_code is not None and self.referred_by is not None:
            raise ValueError("write either a referral_code or referred_by")
        return self

    def over(self, profile: Profile, now: datetime) -> Profile:
        """The profile with all that is said now; what is left out stays as it was."""
        names = self.model_fields_set - ADVOCATE
        said: dict[str, Any] = {name: value for name in names if (value := getattr(self, name)) is not None}
        if self.consents is not None:
            said["consents"] = self.consents.over(profile.consents, now)
        if self.fingerprints is not None:
            said["fingerprints"] = replace(profile.fingerprints, **self.fingerprints.model_dump(exclude_none=True))
        return replace(profile, **said)
