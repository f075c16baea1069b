"""What is looked up, counted or listed in memory: members, guests' orders, codes, held referrals, counters, seats."""

from collections.abc import Iterator
from datetime import date

from tessera.domain.book import Counting
from tessera.domain.found import HeldPage
from tessera.domain.guessing import Guesser, WrongGuesses
from tessera.domain.member import Profile
from tessera.domain.outcome import Exhausted, Outcome, Stale
from tessera.domain.sample import seat_of
from tessera.domain.write import GuestOrder, HeldReferral, Write
from tessera.storage.cursors import HELD_REFERRALS, read_cursor, write_cursor
from tessera.storage.memory.shelf import Shelf


class LookUps(Shelf):
    """Who members are, and everything by which something is found but its own key."""

    def __init__(self) -> None:
        super().__init__()
        self._profiles: dict[str, Profile] = {}
        self._emails: dict[str, set[str]] = {}
        self._guests: dict[str, set[GuestOrder]] = {}
        self._codes: dict[str, str] = {}
        self._held: dict[str, HeldReferral] = {}
        self._counters: dict[str, int] = {}
        self._seats: dict[int, str] = {}
        self._wrong: dict[Guesser, WrongGuesses] = {}

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

    def wrong_guesses(self, guesser: Guesser) -> WrongGuesses | None:
        """The codes that somebody got wrong."""
        return self._wrong.get(guesser)

    def keep_wrong_guesses(self, guesser: Guesser, before: WrongGuesses | None, after: WrongGuesses) -> bool:
        """Under the lock."""
        with self._lock:
            is_as_before = self._wrong.get(guesser) == before
            if is_as_before:
                self._wrong[guesser] = after
            return is_as_before

    def held_referrals(self, *, limit: int, cursor: str | None = None) -> HeldPage:
        """A page of the referrals that wait for a decision."""
        after_id = read_cursor(HELD_REFERRALS, cursor) if cursor is not None else ""
        with self._lock:
            later = [self._held[member_id] for member_id in sorted(self._held) if member_id > after_id]
        page = tuple(later[:limit])
        return HeldPage(page, write_cursor(HELD_REFERRALS, page[-1].member_id) if len(later) > limit else None)

    def counted(self, counter: str) -> int:
        """How much has been added to a counter."""
        return self._counters.get(counter, 0)

    def seated(self, seat: int) -> str | None:
        """The id of the member who has a seat in the sample."""
        return self._seats.get(seat)

    def sample(self) -> tuple[str, ...]:
        """The ids of the members who have one, by seat."""
        return tuple(self._seats[seat] for seat in sorted(self._seats))

    def _look_up_obstacles(self, write: Write) -> Iterator[Outcome]:
        if self._is_outdated(write):
            yield Stale()
        for each in write.counts:
            if not self._has_left(each):
                yield Exhausted(each.counter, each.left_after(self.counted(each.counter)))

    def _is_outdated(self, write: Write) -> bool:
        return bool(
            (write.code in self._codes)
            or (write.profile and self._revision(write.profile.member_id) != _revision(write.profile_was))
            or (write.erased and self._revision(write.erased.member_id) != _revision(write.profile_was))
            or (write.vacated and self.seated(seat_of(write.vacated)) != write.vacated)
            or (write.seating and self.seated(seat_of(write.seating.member_id)) != write.seating.before)
        )

    def _has_left(self, counting: Counting) -> bool:
        return counting.most is None or self.counted(counting.counter) + counting.amount <= counting.most

    def _revision(self, member_id: str) -> int:
        return _revision(self._profiles.get(member_id))

    def _list(self, write: Write) -> None:
        if write.profile:
            self._know(write.profile, write.profile_was)
        if write.code and write.account:
            self._codes[write.code] = write.account.member_id
        for counting in write.counts:
            self._counters[counting.counter] = self.counted(counting.counter) + counting.amount
        if write.seating:
            self._seats[seat_of(write.seating.member_id)] = write.seating.member_id
        self._list_guest(write.guest, write.guest_was)
        self._list_held(write.held, write.decided)

    def _know(self, profile: Profile, was: Profile | None) -> None:
        self._profiles[profile.member_id] = profile
        if was:
            self._emails.get(was.email_key, set()).discard(profile.member_id)
        self._emails.setdefault(profile.email_key, set()).add(profile.member_id)

    def _forget(self, member_id: str, write: Write) -> None:
        """Whoever is erased is found by nothing any more."""
        self._profiles.pop(member_id, None)
        if write.profile_was:
            self._emails[write.profile_was.email_key].discard(member_id)
            self._emails = {email_key: ids for email_key, ids in self._emails.items() if ids}
        if write.code_was:
            self._codes.pop(write.code_was, None)
        if write.vacated:
            del self._seats[seat_of(write.vacated)]

    def _list_guest(self, guest: GuestOrder | None, was: GuestOrder | None) -> None:
        if guest:
            self._guests.setdefault(guest.email_key, set()).add(guest)
        if was:
            self._guests.get(was.email_key, set()).discard(was)

    def _list_held(self, held: HeldReferral | None, decided: str | None) -> None:
        if held:
            self._held[held.member_id] = held
        if decided:
            self._held.pop(decided, None)


def _revision(profile: Profile | None) -> int:
    return profile.revision if profile else 0
