"""The rows beside those of the ledger: where something is looked up, counted or listed."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Self, cast

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition

from tessera.domain.book import Counting
from tessera.domain.guessing import Guesser, WrongGuesses
from tessera.domain.member import Profile
from tessera.domain.papers import packed, unpacked
from tessera.domain.sample import Seating, seat_of
from tessera.domain.suppressing import Suppression, SuppressionReason
from tessera.domain.write import GuestOrder, HeldReferral
from tessera.storage import keys
from tessera.storage.columns import Packed, Row, Whole
from tessera.storage.days import read_instant, write_instant, write_sortable

CODE, COUNT, EMAIL, GUEST, HELD, SEAT = "code", "count", "email", "guest", "held", "seat"
SUPPRESSED, GUESSES = "suppressed", "guesses"
LOOKED_UP_AFTER = timedelta(days=30)
"""So long after its time is over a guest's order is still found: an enrolment that was cut short goes on by it."""


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


class GuessesRow(Row):
    """The codes that somebody got wrong. DynamoDB drops it some time after they are forgotten."""

    hashes = UnicodeAttribute()
    until = UnicodeAttribute()
    ttl = Whole()

    @classmethod
    def of(cls, guesser: Guesser, wrong: WrongGuesses) -> Self:
        """The row of a guesser."""
        kept = {"hashes": _written(wrong.hashes), "until": write_instant(wrong.until)}
        return cls.at(keys.guesses(guesser), GUESSES, ttl=int(wrong.until.timestamp()) + 1, **kept)

    @classmethod
    def still(cls, wrong: WrongGuesses) -> Condition:
        """That the row says this, and nothing else."""
        same: Condition = (cls.hashes == _written(wrong.hashes)) & (cls.until == write_instant(wrong.until))
        return same

    def read(self) -> WrongGuesses:
        """What somebody got wrong."""
        return WrongGuesses(frozenset(self.hashes.split()), read_instant(self.until))


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


class SuppressionRow(Row):
    """That no mail is sent to an address, and why."""

    reason = UnicodeAttribute()
    since = UnicodeAttribute()
    detail = UnicodeAttribute(null=True)

    @classmethod
    def of(cls, email_key: str, suppression: Suppression) -> Self:
        """The row of a suppressed address."""
        columns = {"reason": suppression.reason, "detail": suppression.detail}
        return cls.at(keys.suppressed(email_key), SUPPRESSED, since=write_instant(suppression.at), **columns)

    @classmethod
    def named(cls, email_key: str) -> Self:
        """That of an address, to be deleted: only where it lies."""
        return cls.at(keys.suppressed(email_key), SUPPRESSED)

    def read(self) -> Suppression:
        """Why, and since when."""
        return Suppression(cast(SuppressionReason, self.reason), read_instant(self.since), self.detail)


def _written(hashes: Iterable[str]) -> str:
    return " ".join(sorted(hashes))


SHAPES: dict[str, type[Row]] = {
    EMAIL: EmailRow,
    GUEST: GuestRow,
    GUESSES: GuessesRow,
    COUNT: CountRow,
    CODE: CodeRow,
    HELD: HeldRow,
    SEAT: SeatRow,
    SUPPRESSED: SuppressionRow,
}
