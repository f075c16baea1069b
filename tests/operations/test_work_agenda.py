"""A shard of the agenda is worked: by two at once, cut off anywhere, late, after days missed; nothing is lost."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import count
from typing import Any

import pytest

from tessera.domain.account import Account
from tessera.domain.agenda import JOBS, Item, Job, shard_of
from tessera.domain.calendar import parse_instant
from tessera.domain.due import ONE_DAY
from tessera.operations.give_gifts import give_gifts
from tessera.operations.grant_birthday_bonus import grant_birthday_bonus
from tessera.operations.keep_agenda import follow_account
from tessera.operations.remind_of_expiry import remind_of_expiry
from tessera.operations.settle_account import settle_account
from tessera.operations.work_agenda import Shift, Worked
from tessera.storage.memory.agenda import MemoryAgenda
from tests.operations.shop import ONE_POINT_PER_EURO, Patience, Shop, lines
from tests.properties.wires import Cut, Wire, Wired, cut

OPERATIONS: dict[Job, Any] = {
    "settle_accounts": settle_account,
    "birthday_bonuses": grant_birthday_bonus,
    "segment_gifts": give_gifts,
    "expiry_reminders": remind_of_expiry,
}
SHARD = shard_of("anna")
NEIGHBOURS = [each for number in range(100) if shard_of(each := f"m{number}") == SHARD][:2]
MEMBERS = ["anna", *NEIGHBOURS]
SECTIONS: dict[str, Any] = {
    "wallets": {"points": {"expiry": {"mode": "fixed", "days": 19}, "reminders": {"days_before": [9]}}},
    "bonuses": {"birthday": {"points": 100}},
    "gifts": [{"id": "winter", "when": {"date": "2026-01-20"}, "points": 7}],
}
HOURS = {"settle_accounts": "00:30", "birthday_bonuses": "08:00", "segment_gifts": "08:10", "expiry_reminders": "08:20"}


class Nights:
    """A shop whose writes are followed once somebody says so, and workers of all jobs."""

    def __init__(self, **sections: Any) -> None:
        self.shop, self.agenda, self.wire = Shop(), MemoryAgenda(), Wire()
        self._seen: dict[str, Account] = {}
        self.shop.publish(ONE_POINT_PER_EURO, **(sections or SECTIONS))

    def enrol(self, *members: str, **fields: Any) -> "Nights":
        for member_id in members:
            self.shop.enrol(member_id, **fields)
        return self.followed()

    def followed(self) -> "Nights":
        """What was written since is brought by the stream."""
        for member_id in MEMBERS:
            account, before = self.shop.ledger.account(member_id), self._seen.get(member_id)
            if account and account != before:
                keeping: Any = {"agenda": self.agenda, "programmes": self.shop.programmes, "patience": Patience()}
                follow_account(before, account, **keeping, now=self.shop.now)
                self._seen[member_id] = account
        return self

    def work(self, job: Job, at: str, *, has_time: Callable[[], bool] = lambda: True) -> Worked:
        """Work the shard for the run of that instant; it is later, perhaps."""
        now = parse_instant(at)
        self.shop.now = max(self.shop.now, now)
        kept: Any = {"ledger": self._wired(self.shop.ledger), "programmes": self.shop.programmes}
        writing = {**kept, "patience": Patience(), "mint": self.shop.carrying["mint"]}

        def step(member_id: str, instant: Any) -> Account | None:
            account: Account | None = OPERATIONS[job](member_id, **writing, now=instant)
            return account

        agenda: Any = self._wired(self.agenda)
        return Shift(job, SHARD, step, now, lambda: self.shop.now, has_time, agenda, **kept, hands=1).work()

    def _wired(self, port: Any) -> Any:
        return Wired(port, self.wire)

    def nights_of(self, *days: int, month: str = "2026-01") -> "Nights":
        for day in days:
            for job in JOBS:
                self.work(job, f"{month}-{day:02d}T{HOURS[job]}:00+01:00")
                self.followed()
        return self

    def causes(self, member_id: str = "anna") -> list[str]:
        return [each.cause for each in reversed(list(self.shop.ledger.history(member_id, limit=100)))]

    def state(self) -> Any:
        """What everybody has, and where they are on the agenda."""
        marks = {(job, each): self.agenda.mark(job, each) for job in JOBS for each in MEMBERS}
        return {each: self.causes(each) for each in MEMBERS}, marks, self.agenda.items()


def opened() -> Nights:
    """Three members of one shard, for whom all four jobs have something to do between the 19th and the 30th."""
    nights = Nights().enrol(*MEMBERS, birthday="1990-01-20")
    for member_id in MEMBERS:
        nights.shop.order(f"o-{member_id}", member_id, lines=lines("10.00"))
    return nights.followed()


def test_each_job_does_what_is_due_on_its_day() -> None:
    nights = opened().nights_of(*range(11, 31))
    given = ["enrolment", "order/o-anna", "birthday/2026", "gift/winter", "reminder/points/2026-01-29/9"]
    assert nights.causes() == [*given, "settlement/6", "reminder/points/2026-02-08/9"]


def test_days_that_were_missed_are_caught_up_with() -> None:
    nights = opened().nights_of(11, 24)
    assert {"birthday/2026", "gift/winter", "reminder/points/2026-01-29/9"} <= set(nights.causes())
    assert nights.agenda.begins_on("birthday_bonuses", SHARD) == parse_instant("2026-01-25T00:00:00Z").date()


def test_a_night_run_three_times_is_one_night() -> None:
    once, thrice = opened().nights_of(20), opened().nights_of(20, 20, 20)
    assert once.state() == thrice.state()


def test_who_was_found_too_early_is_put_forward_and_nothing_is_written() -> None:
    nights = Nights(wallets={"points": {"expiry": {"mode": "rolling", "months": 1, "restarts_on": ["order"]}}})
    nights.enrol("anna")
    nights.shop.order("o1", lines=lines("10.00"))
    nights.followed()
    first = nights.agenda.mark("settle_accounts", "anna")
    assert first == parse_instant("2026-02-11T12:00:00Z").date()
    nights.shop.later(days=10).order("o2", lines=lines("10.00"))
    assert nights.followed().agenda.mark("settle_accounts", "anna") == first
    before = nights.causes()
    nights.nights_of(11, month="2026-02")
    assert nights.causes() == before
    assert nights.agenda.items() == {Item("settle_accounts", "anna", first + 10 * ONE_DAY)}


@pytest.mark.parametrize("job", JOBS)
@pytest.mark.parametrize("after", [False, True])
def test_a_worker_who_is_cut_off_anywhere_leaves_nothing_undone(job: Job, after: bool) -> None:
    clean = opened().nights_of(20).state()
    for number in count(1):
        nights = opened()
        for each in JOBS:
            at = f"2026-01-20T{HOURS[each]}:00+01:00"
            if each == job:
                nights.wire.trap(number, cut, after=after)
                with suppress(Cut):
                    nights.work(each, at)
                if not nights.wire.is_sprung:
                    return
            nights.wire.trap(0, cut, after=after)
            nights.followed().work(each, at)
            nights.followed()
        assert nights.state() == clean, f"cut off at call {number}"


@pytest.mark.parametrize("job", JOBS)
def test_two_workers_at_one_shard_do_what_one_does(job: Job) -> None:
    """The second does all of it while the first is at any of its calls."""
    clean = opened().nights_of(20).state()
    for number in count(1):
        nights = opened()
        for each in JOBS:
            at = f"2026-01-20T{HOURS[each]}:00+01:00"
            nights.wire.trap(number if each == job else 0, partial(nights.work, each, at), after=False)
            nights.work(each, at)
            if each == job and not nights.wire.is_sprung:
                return
            nights.wire.trap(0, cut, after=False)
            nights.followed()
        assert nights.state() == clean, f"met at call {number}"


@pytest.mark.parametrize("is_followed_at_once", [True, False])
def test_a_write_at_any_call_of_a_worker_keeps_its_place(is_followed_at_once: bool) -> None:
    """While the worker looks after Anna she enters her birthday, which is in two days."""
    for number in count(1):
        nights = Nights(bonuses={"birthday": {"points": 100}}).enrol(*MEMBERS, birthday="1990-01-20")

        def change_birthday(nights: Nights = nights) -> None:
            nights.shop.enrol("anna", birthday="1990-01-22")
            if is_followed_at_once:
                nights.followed()

        nights.wire.trap(number, change_birthday, after=False)
        nights.work("birthday_bonuses", "2026-01-20T08:00:00+01:00")
        if not nights.wire.is_sprung:
            return
        nights.followed().nights_of(21, 22, 23)
        assert [cause for cause in nights.causes() if cause.startswith("birthday")] == ["birthday/2026"], number
        mark = nights.agenda.mark("birthday_bonuses", "anna")
        assert mark is not None and mark.isoformat() in ("2027-01-20", "2027-01-22"), number
        assert Item("birthday_bonuses", "anna", mark) in nights.agenda.items(), number


def test_a_tick_that_comes_days_late_takes_nobody_back() -> None:
    nights = opened().nights_of(*range(11, 23))
    before = nights.state()
    for job in JOBS:
        assert nights.work(job, f"2026-01-14T{HOURS[job]}:00+01:00") == Worked(is_finished=True)
    assert nights.state() == before


def test_a_worker_stops_in_time_and_the_next_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tessera.operations.work_agenda.PAGE_SIZE", 2)
    nights, at = opened(), "2026-01-20T08:00:00+01:00"
    first = nights.work("birthday_bonuses", at, has_time=lambda: False)
    assert (first.done, first.is_finished) == (2, False)
    assert nights.work("birthday_bonuses", at, has_time=lambda: False) == Worked(done=1, is_finished=True)
    assert all("birthday/2026" in nights.causes(each) for each in MEMBERS)


def test_29_february_and_a_birthday_that_is_changed_bring_one_bonus_a_year() -> None:
    nights = Nights(bonuses={"birthday": {"points": 100}}).enrol("anna", birthday="1988-02-29")
    nights.nights_of(*range(26, 29), month="2026-02")
    nights.shop.enrol("anna", birthday="1988-03-05")
    nights.followed().nights_of(*range(1, 9), month="2026-03")
    assert [cause for cause in nights.causes() if cause.startswith("birthday")] == ["birthday/2026"]
    assert str(nights.agenda.mark("birthday_bonuses", "anna")) == "2027-02-28"  # where it looks, and moves on
    nights.nights_of(28, month="2027-02")
    assert str(nights.agenda.mark("birthday_bonuses", "anna")) == "2027-03-05"
