"""The coming night, come early: the four jobs run as the clock would run them, each at its hour (docs/rules.md §7).

A shop's stack has no clock that can be moved, and nothing is due before its hour has come. For as long as the night
lasts, the four functions and no others are given a test clock, which says that it has.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tessera.commands.client import ApiClient
from tessera.commands.demo.acquaintances import Acquaintance
from tessera.commands.demo.emulated import Emulated, wait_until
from tessera.commands.local_stack import LocalStack
from tessera.domain.account import Account
from tessera.domain.agenda import JOBS, SHARDS, Job, booking, next_run, run_at
from tessera.domain.calendar import Zone, day_of, show_instant
from tessera.domain.messaging import MessageKind
from tessera.domain.versions import Version
from tessera.edge.clock import ROW, Hands, MovedClock
from tessera.storage.account_pages import account_page
from tessera.storage.agenda import DynamoAgenda
from tessera.storage.programmes import DynamoProgrammes
from tessera.storage.table import Table

LEAD = timedelta(minutes=30)
"""The whole replay is over before the night that it is told of would begin by itself."""

MEMBERS_MAX = 1000

Due = Mapping[Job, frozenset[str]]
"""The members for whom each job has something."""


@dataclass(frozen=True, slots=True)
class Night:
    """What a night was: how many of all members were on the agenda of each job, for how many of these there was
    something due (an item stays when what it was for came later, or not at all), and how long it took."""

    day: str
    members: int
    on_agenda: dict[Job, int]
    due: dict[Job, int]
    seconds: float


def coming_day(now: datetime, zone: Zone) -> date:
    """The day that begins with the next night."""
    return next_run("settle_accounts", now + LEAD, zone)


def due_by(day: date, accounts: Collection[Account], version: Version, now: datetime) -> Due:
    """Who must be on the agenda of each job by a day."""
    days = {(job, each.member_id): booking(job, each, version, now) for job in JOBS for each in accounts}
    return {job: frozenset(owner for (of, owner), on in days.items() if of == job and on and on <= day) for job in JOBS}


class NightShift:
    """Whoever runs the night of a day on a stack, and sees to it that those who were met are told."""

    def __init__(self, stack: LocalStack, day: date, zone: Zone, met: Collection[Acquaintance]) -> None:
        self._day, self._zone, self._met = day, zone, met
        self._aws, self._client = Emulated(stack), ApiClient(stack)
        self._table = Table(stack.table, region=stack.region, endpoint=stack.endpoint)

    def run(self) -> Night:
        """Once the stream has put everybody on the agenda, run the jobs one after the other; it is over when what they
        found has been told. Raises DemoFailed."""
        accounts = list(_accounts(self._table))
        due = self._due(accounts)
        wait_until(lambda: self._are_on_agenda(due), "whoever is due is on the agenda")
        wait_until(lambda: self._were_told(lambda each: each.told_at_once), "first mails have left")
        on_agenda, start = {job: len(self._on_agenda(job)) for job in JOBS}, time.perf_counter()
        self._run_jobs()
        wait_until(lambda: self._were_told(lambda each: {each.told_by_night}), "the night's mails have left")
        found = {job: len(members) for job, members in due.items()}
        return Night(self._day.isoformat(), len(accounts), on_agenda, found, time.perf_counter() - start)

    def _due(self, accounts: Collection[Account]) -> Due:
        programmes = DynamoProgrammes(self._table, fresh_for_seconds=0, monotonic=time.monotonic)
        now = datetime.now(UTC)
        return due_by(self._day, accounts, programmes.in_force(now), now)

    def _are_on_agenda(self, due: Due) -> bool:
        return all(members <= self._on_agenda(job) for job, members in due.items())

    def _on_agenda(self, job: Job) -> set[str]:
        """Today counts where the day has not begun: its later jobs are still to come."""
        agenda, days = DynamoAgenda(self._table), {day_of(datetime.now(UTC), self._zone), self._day}
        places = [(shard, day) for shard in range(SHARDS) for day in days]
        return {each for shard, day in places for each in agenda.members(job, shard, day, limit=MEMBERS_MAX)}

    def _run_jobs(self) -> None:
        clock = MovedClock(self._table.client, self._table.name)
        try:
            with self._aws.at_night(JOBS):
                for job in JOBS:
                    self._run_job(job, clock)
        finally:
            self._table.client.delete_item(TableName=self._table.name, Key=ROW)

    def _run_job(self, job: Job, clock: MovedClock) -> None:
        """Its tick becomes a message for each shard; it is done when its queue is empty."""
        at = run_at(job, self._day, self._zone)
        clock.put(Hands(at, at))
        self._aws.invoke(job, {"time": show_instant(at)})
        wait_until(lambda: self._aws.has_emptied_queue(job), f"{job} is done")

    def _were_told(self, kinds: Callable[[Acquaintance], Collection[MessageKind]]) -> bool:
        return all(self._sent(each.member_id) >= set(kinds(each)) for each in self._met)

    def _sent(self, member_id: str) -> set[MessageKind]:
        return {each["kind"] for each in self._client.messages(member_id) if each["state"] == "sent"}


def _accounts(table: Table) -> Iterator[Account]:
    """Everybody, as a plan of the whole agenda reads them."""
    page = account_page(table, segment=0, segments=1, after=None)
    yield from page.accounts
    while page.after:
        page = account_page(table, segment=0, segments=1, after=page.after)
        yield from page.accounts
