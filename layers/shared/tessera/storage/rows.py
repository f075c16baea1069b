"""The rows of the table: what is written of each thing the ledger knows, and read back as that thing.

Every row has its kind and the version of its form. Whatever has a number has an integer: nothing here is a fraction.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self

from pynamodb.attributes import Attribute, UnicodeAttribute
from pynamodb.constants import BINARY, NUMBER
from pynamodb.models import Model

from tessera.domain.account import Account
from tessera.domain.book import Counting
from tessera.domain.entries import Record
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.member import Profile
from tessera.domain.papers import packed, unpacked
from tessera.domain.refunding import Refunded
from tessera.domain.sample import Seating, seat_of
from tessera.domain.write import GuestOrder, HeldReferral, Parked, Progress
from tessera.storage import keys
from tessera.storage.accounts import account_form, account_of
from tessera.storage.days import read_instant, write_instant, write_sortable
from tessera.storage.entries import Heading, heading_of, read_moment, read_record, write_entries, write_moment
from tessera.storage.packing import pack, text_of, unpack

SCHEMA = 1
ACCOUNT, COUNT, EMAIL, GUEST, PARKED = "account", "count", "email", "guest", "parked"
PROFILE, PROGRAMME, PROGRESS, SEAT = "profile", "programme", "progress", "seat"
LOOKED_UP_AFTER = timedelta(days=30)
"""So long after its time is over a guest's order is still found: an enrolment that was cut short goes on by it."""
CODE, HELD = "code", "held"

Item = dict[str, dict[str, Any]]
"""An item as DynamoDB gives it: `{"pk": {"S": "M#anna"}, …}`."""


class Packed(Attribute[Any]):
    """A JSON value, packed."""

    attr_type = BINARY

    def serialize(self, value: Any) -> bytes:
        return pack(value)

    def deserialize(self, value: bytes) -> Any:
        return unpack(value)


class Whole(Attribute[int]):
    """An integer of any size that DynamoDB takes."""

    attr_type = NUMBER

    def serialize(self, value: int) -> str:
        return str(value)

    def deserialize(self, value: str) -> int:
        return int(value)


class Row(Model):
    """What every row has."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()
    schema = Whole(default=SCHEMA)

    @classmethod
    def at(cls, place: keys.Place, kind: str, **values: Any) -> Self:
        """A row of this kind in its place."""
        return cls(place.pk, place.sk, kind=kind, **values)


class FilingRow(Row):
    """A filing. The columns from `member` on are those of its record: only a row that has them is in the index.

    `arrival` sorts an order's refunds as they came.
    """

    papers = Packed()
    arrival = Whole(null=True)
    member = UnicodeAttribute(null=True)
    moment = UnicodeAttribute(null=True)
    seq = Whole(null=True)
    cause = UnicodeAttribute(null=True)
    programme = Whole(null=True)
    entries = UnicodeAttribute(null=True)

    @classmethod
    def of(cls, filing: Filing, arrival: int | None = None) -> Self:
        """The row of a filing."""
        papers = [filing.body, filing.answer, filing.content]
        columns = _record_columns(filing.record, filing.key.cause) if filing.record else {}
        return cls.at(keys.filing(filing.key), filing.key.kind, papers=papers, arrival=arrival, **columns)

    def filing(self, key: Key) -> Filing:
        """The filing, which was put under `key`."""
        body, answer, content = self.papers
        return Filing(key, body, answer, content, self.record())

    def record(self) -> Record | None:
        """The record of the filing, if it has one."""
        if self.member is None:
            return None
        heading = Heading(read_moment(self.moment), self.cause, self.programme)
        return read_record(self.member, self.seq, self.entries, heading)


def _record_columns(record: Record, cause: str) -> dict[str, Any]:
    heading = heading_of(record, cause)
    return {
        "member": record.member_id,
        "moment": write_moment(record),
        "seq": record.seq,
        "cause": cause,
        PROGRAMME: heading.programme,
        "entries": write_entries(record, heading),
    }


class ParkedRow(Row):
    """What waits under the key of its order. `digest` is that of their bodies: what a write expects to find."""

    digest = UnicodeAttribute()
    bodies = Packed()

    @classmethod
    def of(cls, parked: Parked) -> Self:
        """The row of what is parked."""
        bodies = list(parked.bodies)
        return cls.at(keys.order(parked.order_id), PARKED, digest=digest_of(bodies), bodies=bodies)

    def parked(self, order_id: str) -> Parked:
        """What waits for the order."""
        return Parked(order_id, tuple(self.bodies))


def digest_of(bodies: Sequence[Json]) -> str:
    """Names exactly these bodies."""
    return hashlib.sha256(text_of(list(bodies)).encode()).hexdigest()


class ProgressRow(Row):
    """How much of an order is refunded, after write number `writes` of it."""

    writes = Whole()
    refunded = Packed()

    @classmethod
    def of(cls, progress: Progress) -> Self:
        """The row of an order's progress."""
        refunded = [progress.refunded.minor, progress.refunded.quantity]
        return cls.at(keys.refunded(progress.order_id), PROGRESS, writes=progress.count, refunded=refunded)

    def progress(self, order_id: str) -> Progress:
        """The progress of the order."""
        return Progress(order_id, self.writes, Refunded(*map(tuple, self.refunded)))


class AccountRow(Row):
    """What a member holds, after write number `version`."""

    version = Whole()
    account = Packed()

    @classmethod
    def of(cls, account: Account) -> Self:
        """The row of an account."""
        place = keys.account(account.member_id)
        return cls.at(place, ACCOUNT, version=account.version, account=account_form(account))

    def read(self) -> Account:
        """The account."""
        return account_of(self.account, member_id=keys.tail(self.pk), version=self.version)


class ProfileRow(Row):
    """Who a member is."""

    revision = Whole()
    profile = Packed()

    @classmethod
    def of(cls, profile: Profile) -> Self:
        """The row of a profile."""
        place = keys.profile(profile.member_id)
        return cls.at(place, PROFILE, revision=profile.revision, profile=packed(profile))

    def read(self) -> Profile:
        """The profile."""
        return unpacked(Profile, self.profile)


class EmailRow(Row):
    """A look-up by e-mail: it is all in its key."""

    @classmethod
    def of(cls, profile: Profile) -> Self:
        """The look-up of a profile's e-mail."""
        return cls.at(keys.email(profile.email_key, profile.member_id), EMAIL)


class GuestRow(Row):
    """The look-up of a guest's order. Most of it is in its key; DynamoDB drops it some time after `until`."""

    recorded = UnicodeAttribute()
    ttl = Whole()

    @classmethod
    def of(cls, guest: GuestOrder) -> Self:
        """The row of a look-up."""
        until, placed_at = guest.until.isoformat(), write_sortable(guest.placed_at)
        dropped_at = datetime.combine(guest.until, time.min, UTC) + LOOKED_UP_AFTER
        place = keys.guest(guest.email_key, until, placed_at, guest.order_id)
        return cls.at(place, GUEST, recorded=write_instant(guest.recorded_at), ttl=int(dropped_at.timestamp()))

    def read(self) -> GuestOrder:
        """The look-up."""
        until, placed_at, order_id = self.sk.split("#")
        instants = read_instant(placed_at), read_instant(self.recorded)
        return GuestOrder(keys.tail(self.pk), order_id, date.fromisoformat(until), *instants)


class CountRow(Row):
    """A counter."""

    counted = Whole()

    @classmethod
    def of(cls, counting: Counting) -> Self:
        """The row of a counter before anything was added to it: its name, and where it lies."""
        return cls.at(keys.counter(counting.counter), COUNT, counted=0)


class CodeRow(Row):
    """Whose referral code it is."""

    advocate = UnicodeAttribute()

    @classmethod
    def of(cls, code: str, member_id: str) -> Self:
        """The look-up of a member's code."""
        return cls.at(keys.code(code), CODE, advocate=member_id)


class HeldRow(Row):
    """A referral that waits for a decision."""

    held = Packed()

    @classmethod
    def of(cls, held: HeldReferral) -> Self:
        """The row of a held referral."""
        return cls.at(keys.held(held.member_id), HELD, held=packed(held))

    @classmethod
    def named(cls, member_id: str) -> Self:
        """That of a friend, to be deleted: only where it lies."""
        return cls.at(keys.held(member_id), HELD, held={})

    def read(self) -> HeldReferral:
        """The held referral."""
        return unpacked(HeldReferral, self.held)


class SeatRow(Row):
    """A seat in the sample. Its member is not in a column `member`: that would put the row into the index."""

    holder = UnicodeAttribute()

    @classmethod
    def of(cls, seating: Seating) -> Self:
        """The row of a seat that a member takes."""
        return cls.at(keys.seat(seat_of(seating.member_id)), SEAT, holder=seating.member_id)


class ProgrammeRow(Row):
    """A published version of the programme."""

    number = Whole()
    in_force_from = UnicodeAttribute()
    document = Packed()


SHAPES: dict[str, type[Row]] = {
    PARKED: ParkedRow,
    PROGRESS: ProgressRow,
    ACCOUNT: AccountRow,
    PROFILE: ProfileRow,
    EMAIL: EmailRow,
    GUEST: GuestRow,
    PROGRAMME: ProgrammeRow,
    COUNT: CountRow,
    CODE: CodeRow,
    HELD: HeldRow,
    SEAT: SeatRow,
}


def row_of(item: Item) -> Row:
    """An item of the table as the row it is; what is none of the shapes above is a filing."""
    return SHAPES.get(item["kind"]["S"], FilingRow).from_raw_data(item)
