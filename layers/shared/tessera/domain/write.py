"""A write: all that one transaction changes in the ledger."""

from dataclasses import dataclass
from datetime import date, datetime

from tessera.domain.account import Account
from tessera.domain.book import Counting
from tessera.domain.erased import Erased
from tessera.domain.filing import Filing, Json
from tessera.domain.member import Profile
from tessera.domain.refunding import Refunded
from tessera.domain.sample import Seating


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
    - `erased`: put in the place of the account if the stored version is `erased.version - 1`, and listed. With it goes
      `profile_was` (if it is still so), its e-mail look-up, the referral `code_was`, and the seat that is `vacated` if
      this member still sits there.
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
    erased: Erased | None = None
    code_was: str | None = None
    vacated: str | None = None
