"""The ports: what operations need of the world, and the values they hand over.

One contract suite (tests/storage) holds every adapter to the promises written here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from tessera.domain.account import Account, Counting
from tessera.domain.entries import Record
from tessera.domain.member import Profile
from tessera.domain.refunding import Refunded
from tessera.domain.sample import Seating
from tessera.domain.versions import Version

Json = dict[str, Any]

EmailKey = Callable[[str], str]
"""The keyed hash by which an e-mail is looked up."""


class Key(NamedTuple):
    """The natural key of a write: its kind and the shop's own ids. The row under it is its idempotency key."""

    kind: str
    owner: str
    id: str = ""

    @property
    def cause(self) -> str:
        """How entries name this write, e.g. `order/o1`, `refund/o1/r1`, `redemption/x1`, `claim/c1`, `enrolment`. A
        guest's order that is claimed is the order itself."""
        match self.kind:
            case "refund":
                return f"refund/{self.owner}/{self.id}"
            case "reservation" | "closing":
                return f"redemption/{self.owner}"
            case "order" | "claimed":
                return f"order/{self.owner}"
            case "completion":
                return f"completion/{self.owner}"
            case "referral":  # numbered: each is what one more look at the order entered
                return f"referral/{self.id.rpartition('/')[0]}"
            case _:  # what members do of themselves: `adjustment/g1`, `action/review/rev-1`, `enrolment`
                return f"{self.kind}/{self.id}" if self.id else self.kind


@dataclass(frozen=True, slots=True)
class Filing:
    """What one write leaves under its natural key.

    `body` is the request in canonical form (compared when the key comes again), `answer` the first answer,
    `content` what later operations need of it (an order's shares, a reservation's tenders), `record` the entries.
    All three are plain JSON values, money in minor units.
    """

    key: Key
    body: Json
    answer: Json
    content: Json = field(default_factory=dict)
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of an order is refunded after write number `count`: minor units and returned quantity of each line,
    in the order's sequence."""

    order_id: str
    count: int
    refunded: Refunded


@dataclass(frozen=True, slots=True)
class Parked:
    """What came before its order, refunds and its completion, waiting under its key: `bodies` in order of arrival."""

    order_id: str
    bodies: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class GuestOrder:
    """A guest's order, to be found by the key of its e-mail through the day `until`: placed and recorded when."""

    email_key: str
    order_id: str
    until: date
    placed_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class HeldReferral:
    """A friend whose referral waits for a decision: since when, by whom referred, and every reason to doubt it."""

    member_id: str
    advocate_id: str
    since: date
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Write:
    """One transaction: all of it happens, or nothing.

    - `filings`: each put if its key is absent. The first is the one that names the write.
    - `account`: put if the stored version is `account.version - 1` (absent for version 1).
    - `progress`: put if the stored count is `progress.count - 1` (absent for count 1).
    - `park`: put under the order's key if that is absent or holds exactly all but the last of these bodies.
    - `unpark`: the order's filing replaces exactly these parked bodies.
    - `counts`: each added to its counter, if it stays within its most.
    - `profile`, `profile_was`: the member's profile after and before (its revision and e-mail look-up move with it).
    - `guest`, `guest_was`: the look-up of a guest's order is put, or taken away.
    - `code`: the referral code of the account's member, put if no member has it.
    - `held`, `decided`: a referral that is listed as held, and the friend whose referral no longer is.
    - `seating`: the seat in the sample, if who sat there still does.
    """

    filings: tuple[Filing, ...] = ()
    account: Account | None = None
    progress: Progress | None = None
    park: Parked | None = None
    unpark: Parked | None = None
    profile: Profile | None = None
    profile_was: Profile | None = None
    counts: tuple[Counting, ...] = ()
    guest: GuestOrder | None = None
    guest_was: GuestOrder | None = None
    code: str | None = None
    held: HeldReferral | None = None
    decided: str | None = None
    seating: Seating | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The transaction took place."""


@dataclass(frozen=True, slots=True)
class Stale:
    """Nothing took place: something read before has changed since (or a conflicting transaction was under way).

    `account` is the account as it stands now, where it was the account that had changed: the next attempt needs no
    read.
    """

    account: Account | None = None


@dataclass(frozen=True, slots=True)
class AlreadyFiled:
    """Nothing took place: this filing already lies under one of the keys."""

    filing: Filing


@dataclass(frozen=True, slots=True)
class RefundsWaiting:
    """Nothing took place: these refunds, or a completion, are parked under the order's key."""

    parked: Parked


@dataclass(frozen=True, slots=True)
class Exhausted:
    """Nothing took place: this counter has less left than was asked of it."""

    counter: str


Outcome = Recorded | Stale | AlreadyFiled | RefundsWaiting | Exhausted


class OrderFile(NamedTuple):
    """All that lies under an order: its filing (None while only what is parked waits), what has been refunded, the
    refunds' filings in order of arrival, captures made for it by redemption id, what is parked, its completion, and,
    of a guest's order, how a member claimed it."""

    filing: Filing | None
    progress: Progress | None
    refunds: tuple[Filing, ...]
    captures: tuple[Filing, ...]
    parked: Parked | None
    completion: Filing | None = None
    claim: Filing | None = None


class RedemptionFile(NamedTuple):
    """A reservation's filing and, once captured or released, its closing's."""

    reservation: Filing
    closing: Filing | None


class Page(NamedTuple):
    """Records of a member, newest first, and where the next page starts (None: this was the last)."""

    records: tuple[Record, ...]
    cursor: str | None


class HeldPage(NamedTuple):
    """Held referrals in the order of their friends' ids, and where the next page starts (None: this was the last)."""

    referrals: tuple[HeldReferral, ...]
    cursor: str | None


class Entered(NamedTuple):
    """A record, and the cause of the write that made it: also one that moved no unit has a cause."""

    cause: str
    record: Record


class Ledger(Protocol):
    """The ledger of all members."""

    def account(self, member_id: str, *, consistent: bool = False) -> Account | None:
        """The account after its last write; an inconsistent read may be a moment old."""
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
