"""The agenda is never late: working through it leaves the ledger that looking after everybody every day leaves."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from tessera.commands.play.rigs import in_memory
from tessera.domain.account import Account
from tessera.domain.agenda import JOBS, next_run, planned, run_at
from tessera.domain.due import ONE_DAY
from tessera.domain.versions import Version
from tessera.operations.run_night import STEPS
from tests.properties.agendas import ByAgenda, OverAll
from tests.properties.books import hold
from tests.properties.machine import AnyShop
from tests.properties.member_verbs import MEMBERS
from tests.properties.proving import prove
from tests.properties.retelling import _same_table, told
from tests.properties.world import START, ZONE, Event, Json

AHEAD = range(500)
"""So many days are looked ahead."""


class WorkedByAgenda(AnyShop):
    def tell_again(self, programme: Json, story: Sequence[Event]) -> None:
        over_all, by_agenda = in_memory(), in_memory()
        last = Event(self.world.now + timedelta(days=70), "block", {"member_id": "nobody", "blocked": True})
        told(OverAll(over_all, programme, START), [*story, last])
        scene = ByAgenda(by_agenda, programme)
        told(scene, [*story, last])
        _same_table(over_all, by_agenda, "nights were run by the agenda")
        for member_id in MEMBERS:
            if account := scene.ledger.account(member_id):
                _is_never_late(account, scene)
                _is_on_the_agenda(account, scene)
        self.world.scene.settle()


def _is_never_late(account: Account, scene: ByAgenda) -> None:
    version, now = scene.programmes.in_force(scene.now()), scene.now()
    days = planned(account, version, now)
    for job, (is_due, _) in zip(JOBS, STEPS, strict=True):
        first = next_run(job, now, ZONE)
        place = bisect_left(
            AHEAD,
            True,
            key=lambda n, job=job, is_due=is_due, first=first: is_due(
                account, run_at(job, first + n * ONE_DAY, ZONE), version
            ),
        )
        if place < len(AHEAD):
            due = first + place * ONE_DAY
            hold(job in days and days[job] <= due, f"{job} of {account.member_id} is due on {due}, not {days.get(job)}")


def _is_on_the_agenda(account: Account, scene: ByAgenda) -> None:
    """At most one item for each job, where its mark says, and not later than it is due."""
    version: Version = scene.programmes.in_force(scene.now())
    for job, day in planned(account, version, scene.now()).items():
        by = max(day, next_run(job, scene.now(), ZONE))
        mark = scene.agenda.mark(job, account.member_id)
        items = {each.day for each in scene.agenda.items() if (each.job, each.member_id) == (job, account.member_id)}
        hold(mark is not None and mark in items and mark <= by, f"{job} by {by}: {mark} of {items}")


def test_the_agenda_leaves_the_ledger_that_looking_after_everybody_leaves(
    few_seeds: int, steps: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tessera.domain.agenda.MARGIN", timedelta(0))  # here each write is followed at once
    prove(WorkedByAgenda, few_seeds, steps // 3, tmp_path)
