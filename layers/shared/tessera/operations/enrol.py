"""Enrol a member with their welcome gift, or change who they are (docs/rules.md §10)."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from tessera.domain.account import Account
from tessera.domain.aliases import friendship_of
from tessera.domain.book import Mint
from tessera.domain.consenting import with_asking
from tessera.domain.erased import Erased
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.giving import give_points
from tessera.domain.member import Profile
from tessera.domain.member_body import MemberBody
from tessera.domain.outcome import AlreadyFiled, Exhausted, Recorded, Stale
from tessera.domain.ports import EmailKey, Ledger, Patience, Programmes
from tessera.domain.referral import Friendship, Referral
from tessera.domain.refusals import Busy, Fault, InvalidRequest
from tessera.domain.sample import seat_of, seating
from tessera.domain.settling import settle
from tessera.domain.traits import NO_TRAITS, traits_of
from tessera.domain.views import account_view
from tessera.domain.write import HeldReferral, Write
from tessera.operations.after_effects import Credits, credits_content
from tessera.operations.changing_profile import Said, change_of
from tessera.operations.claim_guest_orders import claim_guest_orders
from tessera.operations.introducing import advocate_of, refuse_another_advocate
from tessera.operations.looking import account_of

ENROLLED = 1
"""The revision of a profile that has not been changed yet: its enrolment may have been cut short, and is gone on with.
"""

Claim = Callable[[Profile], bool]
"""Claims the orders that a member placed as a guest; gives whether there were any."""


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
    told_at: datetime | None = None,
) -> tuple[Json, bool]:
    """Enrol the member, or change the profile of one who is enrolled: last write wins. `told_at` is the instant of what
    the shop's platform tells: of two things that it tells the later one wins, whichever comes last.

    Gives the account and whether the member is new. `email_key` is the keyed hash of an e-mail. Raises InvalidRequest
    without an e-mail on enrolment, UnknownMember where nobody is the advocate, TooManyGuesses of whose code it is,
    Conflict for another one than enrolment said, Busy.
    """
    said = Said(body, programmes.in_force(now), email_key, mint, now, told_at=told_at)
    _refuse_the_unborn(said)
    claim = partial(claim_guest_orders, ledger=ledger, programmes=programmes, patience=patience, mint=mint, now=now)
    look = partial(account_of, member_id, ledger=ledger, programmes=programmes, now=now)
    erased: Erased | None = None
    for _ in patience.attempts():
        profile = ledger.profile(member_id)
        write = _go_on(profile, said, ledger, claim) if profile else _enrolment(member_id, said, ledger, erased)
        if write is None:
            return look(), False
        match ledger.record(write):
            case Recorded() if profile or _has_claimed(write, claim):
                return look(), profile is None
            case Recorded():
                return write.filings[0].answer, True
            case Exhausted(counter, left):
                said = said.with_left(counter, left)
            case Stale() | AlreadyFiled():
                erased = ledger.erased(member_id)
    raise Busy("Many changes of this member are under way; send the same request again.")


def _refuse_the_unborn(said: Said) -> None:
    if said.body.birthday is not None and said.body.birthday > said.today:
        ahead = Fault("birthday", "is a day that has not come yet")
        raise InvalidRequest("The birthday lies in the future.", (ahead,))


def _go_on(profile: Profile, said: Said, ledger: Ledger, claim: Claim) -> Write | None:
    """What changes of a member who is enrolled, whose enrolment is gone on with where it may have been cut short."""
    refuse_another_advocate(said.body, profile.member_id, ledger)
    if profile.revision == ENROLLED:
        claim(profile)
    return change_of(profile, said, ledger)


def _has_claimed(enrolment: Write, claim: Claim) -> bool:
    return enrolment.profile is not None and claim(enrolment.profile)


def _enrolment(member_id: str, said: Said, ledger: Ledger, erased: Erased | None) -> Write:
    if erased and not erased.is_cleared:
        raise Busy("Whoever had this id is being erased; send the same request again.")
    profile = _profile(member_id, said)
    account = _newcomer(profile, said, ledger)
    book = said.book(erased.succeeded_by(account) if erased else account)
    if gift := said.version.programme.bonuses.welcome:
        give_points(book, "enrolment", gift.points, said.version)
    settle(book, said.version)
    account, record = book.close()
    friendship = account.referral.friendship
    content = credits_content(Credits(friend=member_id if friendship else None))
    answer = account_view(account, said.version.programme)
    return Write(
        filings=(Filing(Key("enrolment", member_id), {}, answer, content, record),),
        account=account,
        profile=profile,
        counts=tuple(book.counts),
        code=account.referral.code,
        held=_held(account, friendship),
        seating=seating(member_id, ledger.seated(seat_of(member_id))),
    )


def _profile(member_id: str, said: Said) -> Profile:
    email = said.body.email
    if email is None:
        missing = Fault("email", "is needed to enrol a member")
        raise InvalidRequest("An enrolment needs the member's e-mail.", (missing,))
    profile = Profile(member_id, email, said.email_key(email), said.now, told_at=said.told_at)
    return with_asking(None, said.body.over(profile, said.now))


def _newcomer(profile: Profile, said: Said, ledger: Ledger) -> Account:
    """The account of a new member: a friend of who referred them, if anybody did."""
    advocate = advocate_of(said.body, profile.member_id, ledger=ledger, now=said.now)
    friendship = friendship_of(profile, advocate) if advocate else None
    referral = Referral(said.mint.referral_code(profile.member_id), friendship=friendship)
    traits = traits_of(profile, NO_TRAITS, said.today)
    return Account(profile.member_id, said.today, said.now, traits=traits, referral=referral)


def _held(account: Account, friendship: Friendship | None) -> HeldReferral | None:
    if friendship is None or friendship.state != "held":
        return None
    return HeldReferral(account.member_id, friendship.advocate_id, account.enrolled_on, friendship.reasons)
