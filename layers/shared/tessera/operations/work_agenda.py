"""Work a shard of the agenda: whoever is on it is looked at, and put on the day on which they are due next
(docs/rules.md §7).

Whatever is cut short is done again, by whoever comes next: steps look before they write, an item stays until its
member lies on a later day, and a shard begins on the first day that was not worked to its end.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime

from tessera.domain.account import Account
from tessera.domain.agenda import Item, Job, booking, last_run
from tessera.domain.agenda_port import Agenda
from tessera.domain.calendar import day_of
from tessera.domain.due import ONE_DAY
from tessera.domain.ports import Ledger, Programmes

PAGE_SIZE = 50
HANDS = 4
"""So many members of a page are looked at together: each waits for the table most of the time."""

Step = Callable[[str, datetime], Account | None]
"""What a job does for a member at an instant, if it is due: gives the account after it, None when nothing was
written."""


@dataclass(slots=True)
class Worked:
    """What became of a shard: how many items are done, what stood in the way of others, the first day on which one of
    those lies, and whether all days up to now were gone through."""

    done: int = 0
    failures: list[BaseException] = field(default_factory=list)
    left_on: date | None = None
    is_finished: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """One worker at one shard of a job. `now` is when the job was to run, `clock` says what time it is; `has_time` is
    asked before each page but the first."""

    job: Job
    shard: int
    step: Step
    now: datetime
    clock: Callable[[], datetime]
    has_time: Callable[[], bool]
    agenda: Agenda
    ledger: Ledger
    programmes: Programmes
    hands: int = HANDS

    def work(self) -> Worked:
        """Go through all days that were not worked to their end. An item that fails stays where it is, and the others
        go on. Raises NoProgramme."""
        zone = self.programmes.in_force(self.now).programme.timezone
        last, worked = last_run(self.job, self.now, zone), Worked()
        begins = self.agenda.begins_on(self.job, self.shard)
        day = begins or day_of(self.programmes.version(1).in_force_from, zone)
        while day <= last and self._work_day(day, worked):
            day += ONE_DAY
        worked.is_finished = day > last
        self._keep_place(begins, min(day, worked.left_on or day))
        return worked

    def _keep_place(self, begins: date | None, day: date) -> None:
        """Nothing is put on a day once its run has begun: one that was gone through without a failure stays empty."""
        if begins is None or begins < day:
            self.agenda.move_on(self.job, self.shard, begins, day)

    def _work_day(self, day: date, worked: Worked) -> bool:
        """Go through a day; False when there was no time to reach its end."""
        with ThreadPoolExecutor(self.hands) as pool:
            for page in self._pages(day):
                if worked.done + len(worked.failures) and not self.has_time():
                    return False
                looks = [pool.submit(self._look_after, Item(self.job, member_id, day)) for member_id in page]
                failures = [failure for look in looks if (failure := look.exception())]
                worked.done += len(page) - len(failures)
                worked.failures += failures
                worked.left_on = worked.left_on or (day if failures else None)
        return True

    def _pages(self, day: date) -> Iterator[tuple[str, ...]]:
        after = ""
        while page := self.agenda.members(self.job, self.shard, day, limit=PAGE_SIZE, after=after):
            yield page
            if len(page) < PAGE_SIZE:
                return
            after = page[-1]

    def _look_after(self, item: Item) -> None:
        """The step first, then the member's next day: whoever else moves the mark meanwhile knows of a later write. An
        item that the mark does not name, because it names a later day, is an old one."""
        account = self.step(item.member_id, self.now) or self.ledger.account(item.member_id, consistent=True)
        mark = self.agenda.mark(self.job, item.member_id)
        if mark is None or mark <= item.day:
            self._put_forward(item, account, mark)
        self.agenda.remove(item)

    def _put_forward(self, item: Item, account: Account | None, mark: date | None) -> None:
        now = max(self.now, self.clock())
        day = booking(self.job, account, self.programmes.in_force(now), now)
        if day:
            self.agenda.put(item._replace(day=day))
        self.agenda.move_mark(self.job, item.member_id, mark, day)
