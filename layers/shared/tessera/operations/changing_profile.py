"""Changing who a member is: what rules look at of it moves in the account too (docs/rules.md §2, §10)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from tessera.domain.account import Account
from tessera.domain.book import Book, Mint
from tessera.domain.calendar import day_of
from tessera.domain.consenting import readdressed, with_asking
from tessera.domain.filing import Filing, Key
from tessera.domain.member import Profile
from tessera.domain.member_body import MemberBody
from tessera.domain.ports import EmailKey, Ledger
from tessera.domain.settling import settle
from tessera.domain.traits import Traits, traits_of
from tessera.domain.versions import Version
from tessera.domain.write import Write
from tessera.operations.reading import known_account


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a member, and what it takes to enter it."""

    body: MemberBody
    version: Version
    email_key: EmailKey
    mint: Mint
    now: datetime
    left: Mapping[str, int] = field(default_factory=dict)
    told_at: datetime | None = None

    @property
    def today(self) -> date:
        """The day on which it is said."""
        return day_of(self.now, self.version.programme.timezone)

    def is_overtaken(self, profile: Profile) -> bool:
        """Whether the shop's platform has told of something later than this."""
        return self.told_at is not None and profile.told_at is not None and self.told_at < profile.told_at

    def with_left(self, counter: str, left: int) -> "Said":
        """The same, now that this counter was found to have no more than so much left."""
        return replace(self, left={**self.left, counter: left})

    def book(self, account: Account) -> Book:
        """A book of the account in which nothing has been settled yet."""
        return Book(account, at=self.now, version=self.version.number, mint=self.mint, left=self.left)


def change_of(profile: Profile, said: Said, ledger: Ledger) -> Write | None:
    """Another profile, None where it is as it was asked for: who is so already is not written again."""
    if said.is_overtaken(profile):
        return None
    email = said.body.email or profile.email
    after = said.body.over(readdressed(profile, email, said.email_key(email), said.now), said.now)
    after = replace(after, told_at=said.told_at or profile.told_at)
    if after == profile:
        return None
    after = with_asking(profile, replace(after, revision=profile.revision + 1))
    account = known_account(ledger, profile.member_id, sure=True)
    traits = traits_of(after, account.traits, said.today)
    write = Write(profile=after, profile_was=profile)
    return write if traits == account.traits else _moving(write, account, traits, said, f"{after.revision:06d}")


def _moving(write: Write, account: Account, traits: Traits, said: Said, revision: str) -> Write:
    """The traits move in an account that is settled with those it had until now."""
    book = said.book(account)
    settle(book, said.version)
    book.account = replace(book.account, traits=traits)
    settle(book, said.version)
    account, record = book.close()
    filing = Filing(Key("traits", account.member_id, revision), {}, {}, record=record)
    return replace(write, filings=(filing,), account=account, counts=tuple(book.counts))
