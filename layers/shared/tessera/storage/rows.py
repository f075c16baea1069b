"""The rows of the ledger: what is written of each thing that it knows, and read back as that thing."""

import hashlib
from collections.abc import Sequence
from typing import Any, Self

from pynamodb.attributes import UnicodeAttribute

from tessera.domain.account import Account
from tessera.domain.clearing import cleared, cleared_cause
from tessera.domain.entries import Record
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.member import Profile
from tessera.domain.papers import packed, unpacked
from tessera.domain.refunding import Refunded
from tessera.domain.write import Parked, Progress
from tessera.storage import figure_rows, keys, look_ups
from tessera.storage.accounts import account_form, account_of
from tessera.storage.columns import Packed, Row, Whole
from tessera.storage.entries import (
    Heading,
    heading_of,
    read_moment,
    read_number,
    read_record,
    write_entries,
    write_moment,
)
from tessera.storage.packing import text_of

ACCOUNT, PARKED, PROFILE, PROGRAMME, PROGRESS = "account", "parked", "profile", "programme", "progress"


class FilingRow(Row):
    """A filing. The columns from `member` on are those of its record: only a row that has them is in the index.

    `arrival` sorts an order's refunds as they came. A past record, of a member who was erased, is in a partition of its
    own in the index and has no `seq`: what is rewritten is told to nobody, and counted nowhere.
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

    @property
    def is_past(self) -> bool:
        """Whether its record is of a member who was erased."""
        return self.member is not None and self.member.startswith(keys.PAST)

    def record(self) -> Record | None:
        """The record of the filing, if it has one."""
        if self.member is None:
            return None
        heading = Heading(read_moment(self.moment), self.cause, self.programme)
        return read_record(self.member.removeprefix(keys.PAST), read_number(self.moment), self.entries, heading)

    def past(self, key: Key) -> Self:
        """What stays of it once its member was erased: where it lies if that is under an order, else where it is in
        nobody's way."""
        filing, place = cleared(self.filing(key)), keys.Place(self.pk, self.sk)
        papers = [filing.body, filing.answer, filing.content]
        if filing.record is None:
            return type(self).at(place, self.kind, papers=papers, arrival=self.arrival)
        if not keys.under_an_order(self.pk):
            place = keys.past(filing.record.member_id, filing.record.seq)
        columns = _past_columns(filing.record, cleared_cause(self.cause))
        return type(self).at(place, self.kind, papers=papers, arrival=self.arrival, **columns)


def _past_columns(record: Record, cause: str) -> dict[str, Any]:
    columns = _record_columns(record, cause)
    del columns["seq"]
    return {**columns, "member": keys.past_records(record.member_id)}


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
    """Who a member is. `asked_in` is the revision in which they were last asked to confirm a consent: a row in which
    it is the row's own has just made them be asked."""

    revision = Whole()
    profile = Packed()
    asked_in = Whole(null=True)

    @classmethod
    def of(cls, profile: Profile) -> Self:
        """The row of a profile."""
        place = keys.profile(profile.member_id)
        columns = {"revision": profile.revision, "asked_in": profile.consents.asked_in}
        return cls.at(place, PROFILE, profile=packed(profile), **columns)

    def read(self) -> Profile:
        """The profile."""
        return unpacked(Profile, self.profile)


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
    PROGRAMME: ProgrammeRow,
    **look_ups.SHAPES,
    **figure_rows.SHAPES,
}
