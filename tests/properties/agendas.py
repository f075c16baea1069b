"""Two ways for nights to be run as they are on a shop's stack, each job at its own hour: over all members, and by the
agenda."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from tessera.commands.calls import PUBLISH
from tessera.commands.play.rigs import InProcessScene, Stores
from tessera.domain.account import Account
from tessera.domain.agenda import JOBS, Job, last_run, next_run, run_at, shard_of
from tessera.domain.due import ONE_DAY
from tessera.operations.give_gifts import give_gifts
from tessera.operations.grant_birthday_bonus import grant_birthday_bonus
from tessera.operations.keep_agenda import follow_account
from tessera.operations.remind_of_expiry import remind_of_expiry
from tessera.operations.settle_account import settle_account
from tessera.operations.work_agenda import Shift
from tessera.storage.memory.agenda import MemoryAgenda
from tests.properties.member_verbs import MEMBERS
from tests.properties.world import START, ZONE, Json

OPERATIONS: dict[Job, Any] = {
    "settle_accounts": settle_account,
    "birthday_bonuses": grant_birthday_bonus,
    "segment_gifts": give_gifts,
    "expiry_reminders": remind_of_expiry,
}
BY_SHARD = sorted(MEMBERS, key=lambda member_id: (shard_of(member_id), member_id))


def runs(since: datetime, until: datetime) -> Iterator[tuple[Job, datetime]]:
    """All runs of all jobs after one instant until another, in their order."""
    found = []
    for job in JOBS:
        day = next_run(job, since, ZONE)
        while day <= last_run(job, until, ZONE):
            found.append((run_at(job, day, ZONE), job))
            day += ONE_DAY
    yield from ((job, at) for at, job in sorted(found))


class OverAll(InProcessScene):
    """Every job looks after every member every day."""

    def run_night(self) -> None:
        """No night is run at once."""

    def _run_nights(self, until: datetime) -> None:
        for job, at in runs(self._now, until):
            self._now = at
            self._run(job, at)
        self._now = until

    def _run(self, job: Job, at: datetime) -> None:
        for member_id in BY_SHARD:
            self._step(job, member_id, at)

    def _step(self, job: Job, member_id: str, at: datetime) -> Account | None:
        writing = {"ledger": self.ledger, "programmes": self.programmes, "patience": self.patience, "mint": self.mint}
        account: Account | None = OPERATIONS[job](member_id, **writing, now=at)
        return account


class ByAgenda(OverAll):
    """Every job works the shards of its day; what is written is followed as the table's stream would."""

    def __init__(self, stores: Stores, source: Json, at: datetime = START) -> None:
        super().__init__(stores, source, at)
        self.agenda = MemoryAgenda()
        self.seen: dict[str, Account] = {}
        for job in JOBS:
            for shard in {shard_of(each) for each in MEMBERS}:
                self.agenda.move_on(job, shard, None, next_run(job, at, ZONE))

    def call(self, verb: str, body: Json) -> Json:
        """The answer to a call, followed."""
        answer = super().call(verb, body)
        if verb == PUBLISH:
            self.seen.clear()
        self.follow()
        return answer

    def follow(self) -> None:
        """Take in all that was written since."""
        for member_id in MEMBERS:
            account, before = self.ledger.account(member_id, consistent=True), self.seen.get(member_id)
            if account and account != before:
                keeping: Any = {"agenda": self.agenda, "programmes": self.programmes, "patience": self.patience}
                follow_account(before, account, **keeping, now=self._now)
                self.seen[member_id] = account

    def _run(self, job: Job, at: datetime) -> None:
        for shard in sorted({shard_of(each) for each in MEMBERS}):
            worked = self.shift(job, shard, at).work()
            assert worked.is_finished, worked
            if worked.failures:
                raise worked.failures[0]
        self.follow()

    def shift(self, job: Job, shard: int, at: datetime) -> Shift:
        """A worker, who looks after one member after the other."""
        step, here = partial(self._step, job), partial(getattr, self, "_now")
        kept: Any = {"agenda": self.agenda, "ledger": self.ledger, "programmes": self.programmes}
        return Shift(job, shard, step, at, here, lambda: True, **kept, hands=1)
