"""The ledger in memory: the twin of the one in DynamoDB, for stories, trials and tests."""

import json
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from threading import Lock
from typing import NamedTuple

from tessera.domain.account import Account
from tessera.domain.book import Counting
from tessera.domain.entries import Record
from tessera.domain.filing import Filing, Key
from tessera.domain.found import Entered, HeldPage, OrderFile, Page, RedemptionFile
from tessera.domain.member import Profile
from tessera.domain.outcome import AlreadyFiled, Exhausted, Outcome, Recorded, RefundsWaiting, Stale
from tessera.domain.sample import seat_of
from tessera.domain.versions import Version, in_force
from tessera.domain.write import GuestOrder, HeldReferral, Parked, Progress, Write
from tessera.storage.cursors import HELD_REFERRALS, read_cursor, write_cursor
from tessera.storage.days import END_OF_TIME
from tessera.storage.entries import after, write_moment
from tessera.storage.keys import AWARDS
from tessera.storage.outcomes import foremost
from tessera.storage.packing import text_of


class _Kept(NamedTuple):
    """A filing, its JSON as text: whoever changes what he was handed changes nothing here."""

    key: Key
    papers: str
    record: Record | None

    @classmethod
    def of(cls, filing: Filing) -> "_Kept":
        return cls(filing.key, text_of([filing.body, filing.answer, filing.content]), filing.record)

    def filing(self) -> Filing:
        body, answer, content = json.loads(self.papers)
        return Filing(self.key, body, answer, content, self.record)


class MemoryLedger:
    """The `Ledger` of domain/ports.py, whose promises are written there; safe from any number of threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._filings: dict[Key, _Kept] = {}
        self._of_order: dict[str, list[_Kept]] = {}
        self._numbered: dict[Key, list[_Kept]] = {}
        self._parked: dict[str, str] = {}
        self._progress: dict[str, Progress] = {}
        self._accounts: dict[str, Account] = {}
        self._records: dict[str, list[Record]] = {}
        self._causes: dict[tuple[str, int], str] = {}
        self._profiles: dict[str, Profile] = {}
        self._emails: dict[str, set[str]] = {}
        self._counters: dict[str, int] = {}
        self._guests: dict[str, set[GuestOrder]] = {}
        self._codes: dict[str, str] = {}
        self._held: dict[str, HeldReferral] = {}
        self._orders: dict[tuple[str, int], str] = {}
        self._seats: dict[int, str] = {}

    def account(self, member_id: str, *, consistent: bool = False) -> Account | None:
        """Always the account after its last write."""
        return self._accounts.get(member_id)

    def record(self, write: Write) -> Outcome:
        """All of it under one lock."""
        kept = [_Kept.of(filing) for filing in write.filings]
        with self._lock:
            outcome = foremost([*self._obstacles(write), Recorded()])
            if isinstance(outcome, Recorded):
                self._enter(write, kept)
            return outcome

    def filed(self, key: Key) -> Filing | None:
        """What lies under a natural key."""
        kept = self._filings.get(key)
        return kept.filing() if kept else None

    def last_filed(self, key: Key) -> Filing | None:
        """What lies under the greatest of the numbered keys."""
        with self._lock:
            filed = self._numbered.get(key, ())
            return max(filed, key=lambda kept: kept.key).filing() if filed else None

    def order(self, order_id: str) -> OrderFile | None:
        """All that lies under an order."""
        with self._lock:
            parked, beside = self._waiting(order_id), tuple(self._of_order.get(order_id, ()))
            filing, progress = self.filed(Key("order", order_id)), self._progress.get(order_id)
            completion, claim = self.filed(Key("completion", order_id)), self.filed(Key("claimed", order_id))
        refunds = tuple(each.filing() for each in beside if each.key.kind == "refund")
        captures = tuple(each.filing() for each in _by_id(beside) if each.key.kind == "capture")
        file = OrderFile(filing, progress, refunds, captures, parked, completion, claim)
        return file if any(file) else None

    def redemption(self, redemption_id: str) -> RedemptionFile | None:
        """A redemption's life."""
        with self._lock:
            reservation = self.filed(Key("reservation", redemption_id))
            closing = self.filed(Key("closing", redemption_id))
        return RedemptionFile(reservation, closing) if reservation else None

    def records(self, member_id: str, *, limit: int, cursor: str | None = None) -> Page:
        """A page of the member's records, newest first."""
        written = self._records.get(member_id, [])
        end = (
            bisect_left(written, read_cursor(member_id, cursor), key=write_moment)
            if cursor is not None
            else len(written)
        )
        start = max(0, end - limit)
        page = tuple(reversed(written[start:end]))
        return Page(page, write_cursor(member_id, write_moment(page[-1])) if start else None)

    def history(self, member_id: str, *, limit: int) -> Iterator[Entered]:
        """The member's records, newest first."""
        for record in islice(reversed(tuple(self._records.get(member_id, ()))), limit):
            yield Entered(self._causes[member_id, record.seq], record)

    def first_record_after(self, member_id: str, instant: datetime) -> Record | None:
        """The member's first record recorded after an instant."""
        written = self._records.get(member_id, [])
        place = bisect_right(written, after(instant), key=write_moment)
        return written[place] if place < len(written) else None

    def counted(self, counter: str) -> int:
        """How much has been added to a counter."""
        return self._counters.get(counter, 0)

    def recent_orders(self, member_id: str, *, among: int) -> tuple[str, ...]:
        """The ids of the orders among the member's last so many records, newest first."""
        latest = reversed(self._records.get(member_id, [])[-among:])
        found = (self._orders.get((member_id, record.seq)) for record in latest)
        return tuple(order_id for order_id in found if order_id is not None)

    def profile(self, member_id: str) -> Profile | None:
        """Who the member is."""
        return self._profiles.get(member_id)

    def members_with_email(self, email_key: str, *, limit: int) -> tuple[str, ...]:
        """The ids of members whose e-mail has this key."""
        return tuple(sorted(self._emails.get(email_key, ()))[:limit])

    def guest_orders(self, email_key: str, *, on: date, limit: int) -> tuple[GuestOrder, ...]:
        """The guests' orders of an e-mail that may still be claimed on a day."""
        open_ones = (each for each in self._guests.get(email_key, ()) if each.until >= on)
        return tuple(sorted(open_ones, key=lambda each: (each.until, each.placed_at, each.order_id))[:limit])

    def member_with_code(self, code: str) -> str | None:
        """The id of the member who has this referral code."""
        return self._codes.get(code)

    def held_referrals(self, *, limit: int, cursor: str | None = None) -> HeldPage:
        """A page of the referrals that wait for a decision."""
        after_id = read_cursor(HELD_REFERRALS, cursor) if cursor is not None else ""
        with self._lock:
            later = [self._held[member_id] for member_id in sorted(self._held) if member_id > after_id]
        page = tuple(later[:limit])
        return HeldPage(page, write_cursor(HELD_REFERRALS, page[-1].member_id) if len(later) > limit else None)

    def seated(self, seat: int) -> str | None:
        """The id of the member who has a seat in the sample."""
        return self._seats.get(seat)

    def sample(self) -> tuple[str, ...]:
        """The ids of the members who have one, by seat."""
        return tuple(self._seats[seat] for seat in sorted(self._seats))

    def books(self) -> Iterator[tuple[Account, tuple[Record, ...]]]:
        """Every account with all its records, in their order: what `prove` goes through."""
        for member_id, account in list(self._accounts.items()):
            yield account, tuple(self._records.get(member_id, ()))

    def _obstacles(self, write: Write) -> Iterator[Outcome]:
        for filing in write.filings:
            unparks = write.unpark is not None and filing.key == Key("order", write.unpark.order_id)
            yield from self._in_the_way(filing.key, (write.unpark if unparks else None,))
        if write.park:
            *before, _ = write.park.bodies
            all_but_the_last = Parked(write.park.order_id, tuple(before))
            yield from self._in_the_way(Key("order", write.park.order_id), (None, all_but_the_last))
        if write.account and self._version(write.account.member_id) != write.account.version - 1:
            yield Stale(self._accounts.get(write.account.member_id))
        if self._is_stale(write):
            yield Stale()
        yield from (Exhausted(each.counter) for each in write.counts if not self._has_left(each))

    def _in_the_way(self, key: Key, expected: tuple[Parked | None, ...]) -> Iterator[Outcome]:
        """What lies under a key that should hold nothing but, as parked, one of what is expected."""
        waiting = self._waiting(key.owner) if key.kind == "order" else None
        if key in self._filings:
            yield AlreadyFiled(self._filings[key].filing())
        elif waiting not in expected:
            yield RefundsWaiting(waiting) if waiting else Stale()

    def _has_left(self, counting: Counting) -> bool:
        return counting.most is None or self.counted(counting.counter) + counting.amount <= counting.most

    def _waiting(self, order_id: str) -> Parked | None:
        text = self._parked.get(order_id)
        return Parked(order_id, tuple(json.loads(text))) if text else None

    def _is_stale(self, write: Write) -> bool:
        return bool(
            (write.code in self._codes)
            or (write.progress and self._count(write.progress.order_id) != write.progress.count - 1)
            or (write.profile and self._revision(write.profile.member_id) != _revision(write.profile_was))
            or (write.seating and self.seated(seat_of(write.seating.member_id)) != write.seating.before)
        )

    def _version(self, member_id: str) -> int:
        account = self._accounts.get(member_id)
        return account.version if account else 0

    def _count(self, order_id: str) -> int:
        progress = self._progress.get(order_id)
        return progress.count if progress else 0

    def _revision(self, member_id: str) -> int:
        return _revision(self._profiles.get(member_id))

    def _enter(self, write: Write, kept: Iterable[_Kept]) -> None:
        for each in kept:
            self._file(each)
        if write.park:
            self._parked[write.park.order_id] = text_of(write.park.bodies)
        if write.unpark:
            del self._parked[write.unpark.order_id]
        if write.account:
            self._accounts[write.account.member_id] = write.account
        if write.progress:
            self._progress[write.progress.order_id] = write.progress
        if write.profile:
            self._know(write.profile, write.profile_was)
        if write.guest:
            self._guests.setdefault(write.guest.email_key, set()).add(write.guest)
        if write.guest_was:
            self._guests.get(write.guest_was.email_key, set()).discard(write.guest_was)
        if write.code and write.account:
            self._codes[write.code] = write.account.member_id
        if write.held:
            self._held[write.held.member_id] = write.held
        if write.decided:
            self._held.pop(write.decided, None)
        for counting in write.counts:
            self._counters[counting.counter] = self.counted(counting.counter) + counting.amount
        if write.seating:
            self._seats[seat_of(write.seating.member_id)] = write.seating.member_id

    def _file(self, kept: _Kept) -> None:
        self._filings[kept.key] = kept
        if kept.key.kind in ("refund", "capture"):
            self._of_order.setdefault(kept.key.owner, []).append(kept)
        if kept.key.kind == "referral":
            of_one = kept.key._replace(id=kept.key.id.rpartition("/")[0])
            self._numbered.setdefault(of_one, []).append(kept)
        if kept.record:
            self._causes[kept.record.member_id, kept.record.seq] = kept.key.cause
            insort(self._records.setdefault(kept.record.member_id, []), kept.record, key=write_moment)
        if kept.record and kept.key.kind in AWARDS:
            self._orders[kept.record.member_id, kept.record.seq] = kept.key.owner

    def _know(self, profile: Profile, was: Profile | None) -> None:
        self._profiles[profile.member_id] = profile
        if was:
            self._emails[was.email_key].discard(profile.member_id)
        self._emails.setdefault(profile.email_key, set()).add(profile.member_id)


def _by_id(kept: Iterable[_Kept]) -> list[_Kept]:
    return sorted(kept, key=lambda each: each.key)


def _revision(profile: Profile | None) -> int:
    return profile.revision if profile else 0


class MemoryProgrammes:
    """The `Programmes` of domain/ports.py in memory."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._versions: list[Version] = []

    def in_force(self, instant: datetime) -> Version:
        """The version in force at an instant (the first one also before it). Raises NoProgramme."""
        return in_force(self._versions, instant)

    def latest(self) -> Version:
        """The newest version. Raises NoProgramme."""
        return in_force(self._versions, END_OF_TIME)

    def version(self, number: int) -> Version:
        """A version by its number. Raises LookupError when there is none."""
        return {each.number: each for each in self._versions}[number]

    def publish(self, version: Version) -> bool:
        """Store a version under its number; False when the number is taken."""
        with self._lock:
            if any(each.number == version.number for each in self._versions):
                return False
            self._versions.append(version)
            return True
