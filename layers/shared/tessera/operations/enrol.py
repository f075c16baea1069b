"""Enrol a member with their welcome gift, or change who they are (docs/rules.md §10)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, Strict, StringConstraints, model_validator

from tessera.domain.account import Account, Book, Mint
from tessera.domain.aliases import friendship_of
from tessera.domain.calendar import day_of, parse_day
from tessera.domain.giving import give_points
from tessera.domain.member import Profile
from tessera.domain.order import Body, Id, Text
from tessera.domain.ports import (
    EmailKey,
    Exhausted,
    Filing,
    HeldReferral,
    Json,
    Key,
    Ledger,
    Patience,
    Programmes,
    Recorded,
    Write,
)
from tessera.domain.programme.values import a_locale
from tessera.domain.referral import Friendship, Referral
from tessera.domain.refusals import Busy, Fault, InvalidRequest
from tessera.domain.sample import Seating, seat_of, seating
from tessera.domain.settling import settle
from tessera.domain.traits import NO_TRAITS, Traits, traits_of
from tessera.domain.versions import Version
from tessera.domain.views import account_view
from tessera.operations.after_effects import Credits, credits_content
from tessera.operations.claim_guest_orders import claim_guest_orders
from tessera.operations.introducing import advocate_of, refuse_another_advocate
from tessera.operations.looking import account_of
from tessera.operations.reading import known_account

ENROLLED = 1
"""The revision of a profile that has not been changed yet: its enrolment may have been cut short, and is gone on with.
"""
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


class ConsentsBody(Body):
    """What the member agreed to; what is left out stays as it was."""

    email: bool | None = None
    push: bool | None = None
    marketing: bool | None = None


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


@dataclass(frozen=True, slots=True)
class _Change:
    """What is said of a member, and what it takes to enter it."""

    body: MemberBody
    version: Version
    email_key: EmailKey
    mint: Mint
    now: datetime
    exhausted: frozenset[str] = frozenset()

    @property
    def today(self) -> date:
        return day_of(self.now, self.version.programme.timezone)


def enrol(
    member_id: str,
    body: MemberBody,
    *,
    ledger: Ledger,
    programmes: Programmes,
    email_key: EmailKey,
    patience: Patience,
    mint: Mint,
    now: datetime,
) -> tuple[Json, bool]:
    """Enrol the member, or change the profile of one who is enrolled: last write wins.

    Gives the account and whether the member is new. `email_key` is the keyed hash of an e-mail. Raises InvalidRequest
    without an e-mail on enrolment, UnknownMember where nobody is the advocate, Conflict for another one than enrolment
    said, Busy.
    """
    version = programmes.in_force(now)
    change = _Change(body, version, email_key, mint, now)
    _refuse_the_unborn(body, change.today)
    claim = partial(claim_guest_orders, ledger=ledger, programmes=programmes, patience=patience, mint=mint, now=now)
    look = partial(account_of, ledger=ledger, programmes=programmes, now=now)
    for _ in patience.attempts():
        profile = ledger.profile(member_id)
        if profile is not None:
            refuse_another_advocate(body, member_id, ledger)
            if profile.revision == ENROLLED:
                claim(profile)
            altered = _alteration(profile, change, ledger)
            if altered is None:
                return look(member_id), False
            newcomer, write = None, altered
        else:
            newcomer = _profile(member_id, change)
            write = replace(_enrolment(newcomer, change, ledger), seating=_seating(ledger, member_id))
        match ledger.record(write):
            case Recorded() if newcomer and not claim(newcomer):
                return write.filings[0].answer, True
            case Recorded():
                return look(member_id), newcomer is not None
            case Exhausted(counter):
                change = replace(change, exhausted=change.exhausted | {counter})
    raise Busy("Many changes of this member are under way; send the same request again.")


def _seating(ledger: Ledger, member_id: str) -> Seating | None:
    return seating(member_id, ledger.seated(seat_of(member_id)))


def _refuse_the_unborn(body: MemberBody, today: date) -> None:
    if body.birthday is not None and body.birthday > today:
        ahead = Fault("birthday", "is a day that has not come yet")
        raise InvalidRequest("The birthday lies in the future.", (ahead,))


def _alteration(profile: Profile, change: _Change, ledger: Ledger) -> Write | None:
    """Another profile, None where it is as it was asked for: who is so already is not written again. What rules look
    at of it moves in the account too."""
    after = replace(profile, **_given(change.body, profile))
    after = replace(after, email_key=change.email_key(after.email))
    if after == profile:
        return None
    after = replace(after, revision=profile.revision + 1)
    account = known_account(ledger, profile.member_id, sure=True)
    traits = traits_of(after, account.traits, change.today)
    write = Write(profile=after, profile_was=profile)
    return write if traits == account.traits else _moving(write, account, traits, change, f"{after.revision:06d}")


def _moving(write: Write, account: Account, traits: Traits, change: _Change, revision: str) -> Write:
    """The traits move in an account that is settled with those it had until now."""
    book = _book(account, change)
    settle(book, change.version)
    book.account = replace(book.account, traits=traits)
    settle(book, change.version)
    account, record = book.close()
    filing = Filing(Key("traits", account.member_id, revision), {}, {}, record=record)
    return replace(write, filings=(filing,), account=account, counts=tuple(book.counts))


def _book(account: Account, change: _Change) -> Book:
    return Book(account, at=change.now, version=change.version.number, mint=change.mint, exhausted=change.exhausted)


def _given(body: MemberBody, profile: Profile) -> dict[str, Any]:
    names = body.model_fields_set - {"referral_code", "referred_by"}
    given = {name: getattr(body, name) for name in names if getattr(body, name) is not None}
    if body.consents is not None:
        given["consents"] = replace(profile.consents, **body.consents.model_dump(exclude_none=True))
    if body.fingerprints is not None:
        given["fingerprints"] = replace(profile.fingerprints, **body.fingerprints.model_dump(exclude_none=True))
    return given


def _profile(member_id: str, change: _Change) -> Profile:
    body = change.body
    if body.email is None:
        missing = Fault("email", "is needed to enrol a member")
        raise InvalidRequest("An enrolment needs the member's e-mail.", (missing,))
    profile = Profile(member_id, body.email, change.email_key(body.email), change.now)
    return replace(profile, **_given(body, profile))


def _enrolment(profile: Profile, change: _Change, ledger: Ledger) -> Write:
    account = _newcomer(profile, change, ledger)
    book = _book(account, change)
    if gift := change.version.programme.bonuses.welcome:
        give_points(book, "enrolment", gift.points, change.version)
    settle(book, change.version)
    account, record = book.close()
    friendship, code = account.referral.friendship, account.referral.code
    content = credits_content(Credits(friend=account.member_id if friendship else None))
    answer = account_view(account, change.version.programme)
    filing = Filing(Key("enrolment", account.member_id), {}, answer, content, record)
    held = _held(account, friendship)
    counts = tuple(book.counts)
    return Write(filings=(filing,), account=account, profile=profile, code=code, held=held, counts=counts)


def _newcomer(profile: Profile, change: _Change, ledger: Ledger) -> Account:
    """The account of a new member: a friend of who referred them, if anybody did."""
    advocate = advocate_of(change.body, ledger)
    friendship = friendship_of(profile, advocate) if advocate else None
    referral = Referral(change.mint.referral_code(profile.member_id), friendship=friendship)
    traits = traits_of(profile, NO_TRAITS, change.today)
    return Account(profile.member_id, change.today, change.now, traits=traits, referral=referral)


def _held(account: Account, friendship: Friendship | None) -> HeldReferral | None:
    if friendship is None or friendship.state != "held":
        return None
    return HeldReferral(account.member_id, friendship.advocate_id, account.enrolled_on, friendship.reasons)
