"""The ports: what operations need of the world.

One contract suite (tests/storage) holds every adapter to the promises written here.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Protocol

from tessera.domain.account import Account
from tessera.domain.entries import Record
from tessera.domain.erased import Erased
from tessera.domain.filing import Filing, Key
from tessera.domain.found import Entered, Filed, HeldPage, OrderFile, Page, RedemptionFile
from tessera.domain.guessing import Guesser, WrongGuesses
from tessera.domain.member import Profile
from tessera.domain.outcome import Outcome
from tessera.domain.versions import Version
from tessera.domain.write import GuestOrder, Write

EmailKey = Callable[[str], str]
"""The keyed hash by which an e-mail is looked up."""


class Ledger(Protocol):
    """The ledger of all members."""

    def account(self, member_id: str, *, consistent: bool = False) -> Account | None:
        """The account after its last write; an inconsistent read may be a moment old."""
        ...

    def erased(self, member_id: str) -> Erased | None:
        """What is left of a member who was erased and has not enrolled since (consistent); whoever was erased has no
        account."""
        ...

    def record(self, write: Write) -> Outcome:
        """Carry out one transaction, or say why nothing took place. Where several reasons hold, AlreadyFiled wins,
        then RefundsWaiting, then Stale."""
        ...

    def filed(self, key: Key) -> Filing | None:
        """What lies under a natural key (consistent); parked refunds are not a filing of their order."""
        ...

    def last_filed(self, key: Key) -> Filing | None:
        """What lies under the greatest of the natural keys whose id is this one's, a slash and a number of six digits
        (consistent)."""
        ...

    def order(self, order_id: str) -> OrderFile | None:
        """All that lies under an order (consistent), None when nothing does."""
        ...

    def redemption(self, redemption_id: str) -> RedemptionFile | None:
        """A redemption's life (consistent)."""
        ...

    def records(self, member_id: str, *, limit: int, cursor: str | None = None) -> Page:
        """A page of the member's records, newest first. A cursor that is none of ours is an InvalidRequest."""
        ...

    def history(self, member_id: str, *, limit: int) -> Iterator[Entered]:
        """The member's records, newest first and `limit` of them at most, read page by page as they are taken."""
        ...

    def filings(self, member_id: str, *, limit: int, cursor: str | None = None) -> Iterator[Filed]:
        """What the member's records are filed with, newest first and `limit` of them at most, read one by one as they
        are taken. A cursor that is none of ours is an InvalidRequest."""
        ...

    def first_record_after(self, member_id: str, instant: datetime) -> Record | None:
        """The member's first record recorded after an instant."""
        ...

    def counted(self, counter: str) -> int:
        """How much has been added to a counter (consistent)."""
        ...

    def recent_orders(self, member_id: str, *, among: int) -> tuple[str, ...]:
        """The ids of the orders among the member's last so many records, newest first."""
        ...

    def profile(self, member_id: str) -> Profile | None:
        """Who the member is (consistent)."""
        ...

    def members_with_email(self, email_key: str, *, limit: int) -> tuple[str, ...]:
        """The ids of members whose e-mail has this key."""
        ...

    def guest_orders(self, email_key: str, *, on: date, limit: int) -> tuple[GuestOrder, ...]:
        """The guests' orders of an e-mail that may still be claimed on a day, those first whose time is over first
        (consistent)."""
        ...

    def member_with_code(self, code: str) -> str | None:
        """The id of the member who has this referral code (consistent)."""
        ...

    def wrong_guesses(self, guesser: Guesser) -> WrongGuesses | None:
        """The codes that somebody got wrong (consistent); they may be forgotten by now."""
        ...

    def keep_wrong_guesses(self, guesser: Guesser, before: WrongGuesses | None, after: WrongGuesses) -> bool:
        """Keep them in the place of what was known before; False where something else is known by now."""
        ...

    def held_referrals(self, *, limit: int, cursor: str | None = None) -> HeldPage:
        """A page of the referrals that wait for a decision. A cursor that is none of ours is an InvalidRequest."""
        ...

    def seated(self, seat: int) -> str | None:
        """The id of the member who has a seat in the sample (consistent)."""
        ...

    def sample(self) -> tuple[str, ...]:
        """The ids of the members who have one, by seat; it may be a moment old."""
        ...


class Programmes(Protocol):
    """The published versions of the programme."""

    def in_force(self, instant: datetime) -> Version:
        """The version in force at an instant (the first one also before it). Raises NoProgramme."""
        ...

    def latest(self) -> Version:
        """The newest version. Raises NoProgramme."""
        ...

    def version(self, number: int) -> Version:
        """A version by its number."""
        ...

    def publish(self, version: Version) -> bool:
        """Store a version under its number; False when another took that number first."""
        ...


class Patience(Protocol):
    """How long and how often a lost race is run again."""

    def attempts(self) -> Iterator[int]:
        """0, 1, 2 …, with a jittered pause between them, until the deadline; at least two."""
        ...
