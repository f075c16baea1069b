"""Enrol a member with their welcome gift, or change who they are (docs/rules.md §10)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, Strict, StringConstraints

from tessera.domain.account import Account, Book, Mint
from tessera.domain.calendar import day_of, parse_day
from tessera.domain.entries import POINTS
from tessera.domain.expiry import expiry_of, new_lot, restart_clocks
from tessera.domain.lots import deposit
from tessera.domain.member import Consents, Profile
from tessera.domain.order import Body, Text
from tessera.domain.ports import (
    Filing,
    Json,
    Key,
    Ledger,
    Patience,
    Programmes,
    Recorded,
    Write,
)
from tessera.domain.programme.values import a_locale
from tessera.domain.refusals import Busy, Fault, InvalidRequest
from tessera.domain.settling import settled
from tessera.domain.versions import Version
from tessera.domain.views import account_view
from tessera.operations.reading import known_account

EmailKey = Callable[[str], str]


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


class MemberBody(Body):
    """Who a member is. On enrolment the e-mail is needed; of a change, what is left out stays as it was."""

    email: Annotated[str, StringConstraints(max_length=254), AfterValidator(_an_email)] | None = None
    name: Annotated[str, StringConstraints(max_length=200)] | None = None
    birthday: Annotated[date, BeforeValidator(_a_birthday)] | None = None
    locale: Annotated[str, AfterValidator(a_locale)] | None = None
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    tags: Annotated[tuple[Text, ...], Strict(False), Field(max_length=50)] | None = None
    attributes: Annotated[dict[Text, Text], Field(max_length=50)] | None = None
    consents: ConsentsBody | None = None


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
    without an e-mail on enrolment, Busy.
    """
    version = programmes.in_force(now)
    _refuse_the_unborn(body, day_of(now, version.programme.timezone))
    for _ in patience.attempts():
        profile = ledger.profile(member_id)
        if profile is not None:
            if _changed(ledger, profile, body, email_key):
                account = settled(known_account(ledger, member_id, sure=True), now, version)
                return account_view(account, version.programme), False
            continue
        write = _enrolment(member_id, body, version, email_key, now)
        if isinstance(ledger.record(write), Recorded):
            return write.filings[0].answer, True
    raise Busy("Many changes of this member are under way; send the same request again.")


def _refuse_the_unborn(body: MemberBody, today: date) -> None:
    if body.birthday is not None and body.birthday > today:
        ahead = Fault("birthday", "is a day that has not come yet")
        raise InvalidRequest("The birthday lies in the future.", (ahead,))


def _changed(ledger: Ledger, profile: Profile, body: MemberBody, email_key: EmailKey) -> bool:
    after = replace(profile, **_given(body, profile.consents), revision=profile.revision + 1)
    after = replace(after, email_key=email_key(after.email))
    return isinstance(ledger.record(Write(profile=after, profile_was=profile)), Recorded)


def _given(body: MemberBody, consents: Consents) -> dict[str, Any]:
    given = {name: getattr(body, name) for name in body.model_fields_set if getattr(body, name) is not None}
    if body.consents is not None:
        given["consents"] = replace(consents, **body.consents.model_dump(exclude_none=True))
    return given


def _enrolment(member_id: str, body: MemberBody, version: Version, email_key: EmailKey, now: datetime) -> Write:
    if body.email is None:
        missing = Fault("email", "is needed to enrol a member")
        raise InvalidRequest("An enrolment needs the member's e-mail.", (missing,))
    profile = Profile(member_id, body.email, email_key(body.email), now)
    profile = replace(profile, **_given(body, Consents()))
    account = Account(member_id, day_of(now, version.programme.timezone), now)
    book = Book(account, at=now, version=version.number)
    _welcome(book, version, account.enrolled_on)
    account, record = book.close()
    answer = account_view(account, version.programme)
    filing = Filing(Key("enrolment", member_id), {}, answer, record=record)
    return Write(filings=(filing,), account=account, profile=profile)


def _welcome(book: Book, version: Version, today: date) -> None:
    gift = version.programme.bonuses.welcome
    if gift is None:
        return
    lot = new_lot(expiry_of(version.programme, POINTS), today, gift.points)
    book.post("accrual", "enrolment", POINTS, deposit(book.wallet(POINTS), lot))
    restart_clocks(book, version.programme, "earn", today)
