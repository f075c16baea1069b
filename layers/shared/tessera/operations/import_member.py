"""Import a member from another programme, with what they held there (docs/rules.md §13)."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from tessera.domain.account import Account
from tessera.domain.book import Book, Mint
from tessera.domain.calendar import day_of, show_instant
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.importing import IMPORT, BroughtLot, bring, without_past_gifts
from tessera.domain.member import Profile
from tessera.domain.member_body import MemberBody
from tessera.domain.papers import packed
from tessera.domain.ports import EmailKey, Ledger, Patience, Programmes
from tessera.domain.referral import Referral
from tessera.domain.refusals import Conflict, Fault, InvalidRequest
from tessera.domain.sample import seat_of, seating
from tessera.domain.segmenting import stand_in_silence
from tessera.domain.settling import settle
from tessera.domain.traits import NO_TRAITS, traits_of
from tessera.domain.versions import Version
from tessera.domain.write import Write
from tessera.operations.carrying_out import Answer, Attempt, carry_out
from tessera.operations.reading import settled_book


@dataclass(frozen=True, slots=True)
class Coming:
    """A member who comes from elsewhere: from which programme, who they are, since when (None: since today) they were
    a member of it, and what they held there."""

    member_id: str
    source: str
    who: MemberBody
    enrolled_on: date | None = None
    brought: tuple[BroughtLot, ...] = ()

    @property
    def key(self) -> Key:
        """One import of a member from one programme."""
        return Key(IMPORT, self.member_id, self.source)

    @property
    def body(self) -> Json:
        """What is kept and compared: nothing of who they are, which may change."""
        enrolled_on = {"enrolled_on": self.enrolled_on.isoformat()} if self.enrolled_on else {}
        return {**enrolled_on, "brought": [packed(each) for each in self.brought]}


def import_member(
    coming: Coming,
    *,
    ledger: Ledger,
    programmes: Programmes,
    email_key: EmailKey,
    patience: Patience,
    mint: Mint,
    now: datetime,
) -> Answer:
    """Enrol the member, with neither welcome gift nor message, and enter what they held; to who is a member here
    already only that is added. Once for each member and programme.

    Answers whether the member is new. Raises InvalidRequest without an e-mail of somebody who is new, Conflict where
    the member came from there before with something else or was erased, Busy.
    """
    version = programmes.in_force(now)
    arrival = _Arrival(coming, version, now)

    def propose(attempt: Attempt) -> Write:
        account = attempt.account or ledger.account(coming.member_id, consistent=True)
        if account is None:
            _refuse_the_erased(coming.member_id, ledger)
            return _enrolment(arrival, ledger, email_key, mint)
        return arrival.write(settled_book(attempt, account, version, now, programmes, None), is_new=False)

    return carry_out(propose, key=coming.key, body=coming.body, ledger=ledger, patience=patience, trusting=False)


def _refuse_the_erased(member_id: str, ledger: Ledger) -> None:
    """A file of yesterday brings nobody back who asked to be forgotten; the shop can enrol them anew."""
    if erased := ledger.erased(member_id):
        raise Conflict(f"The member was erased on {show_instant(erased.erased_at)}; an import brings nobody back.")


@dataclass(frozen=True, slots=True)
class _Arrival:
    """Somebody coming, by which version of the programme, and when."""

    coming: Coming
    version: Version
    now: datetime

    @property
    def today(self) -> date:
        return day_of(self.now, self.version.programme.timezone)

    @property
    def since(self) -> date:
        return self.coming.enrolled_on or self.today

    def write(self, book: Book, *, is_new: bool) -> Write:
        """Enter in a settled book what is brought, and close it."""
        placed = bring(book, self.coming.key.cause, self.coming.brought, self.version.programme)
        settle(book, self.version)
        account, record = book.close()
        lots = [[wallet, packed(lot)] for wallet, lot in placed]
        content = {"enrolled_on": self.since.isoformat(), "lots": lots}
        filing = Filing(self.coming.key, self.coming.body, {"is_new": is_new}, content, record)
        return Write(filings=(filing,), account=account, counts=tuple(book.counts))


def _enrolment(arrival: _Arrival, ledger: Ledger, email_key: EmailKey, mint: Mint) -> Write:
    profile = _profile(arrival, email_key)
    account = _newcomer(arrival, profile, mint)
    book = Book(account, at=arrival.now, version=arrival.version.number)
    stand_in_silence(book, arrival.version)
    write = arrival.write(book, is_new=True)
    seat = seating(profile.member_id, ledger.seated(seat_of(profile.member_id)))
    return replace(write, profile=profile, code=account.referral.code, seating=seat)


def _profile(arrival: _Arrival, email_key: EmailKey) -> Profile:
    who, member_id = arrival.coming.who, arrival.coming.member_id
    if who.email is None:
        missing = Fault("email", "is needed to enrol a member")
        raise InvalidRequest("An enrolment needs the member's e-mail.", (missing,))
    return who.over(Profile(member_id, who.email, email_key(who.email), arrival.now), arrival.now)


def _newcomer(arrival: _Arrival, profile: Profile, mint: Mint) -> Account:
    """The account of who was a member elsewhere: since then, and past all that dates would have given."""
    traits = traits_of(profile, NO_TRAITS, arrival.today)
    referral = Referral(mint.referral_code(profile.member_id))
    account = Account(profile.member_id, arrival.since, arrival.now, traits=traits, referral=referral)
    return without_past_gifts(account, arrival.version.programme, arrival.today)
