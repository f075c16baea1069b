"""The agenda's promises: items by day, job and shard; marks and places that move only from where they were seen."""

from datetime import date, timedelta

import pytest

from tessera.domain.agenda import JOBS, SHARDS, Item, shard_of
from tessera.domain.agenda_port import Agenda
from tessera.storage.agenda import DynamoAgenda
from tessera.storage.memory.agenda import MemoryAgenda
from tests.storage.conftest import KINDS

DAY = date(2026, 1, 25)
NEXT = DAY + timedelta(days=1)
JOB, OTHER = JOBS[:2]
SHARD = shard_of("anna")


@pytest.fixture(params=KINDS)
def agenda(request: pytest.FixtureRequest) -> Agenda:
    """An agenda of each kind, empty."""
    if request.param == "memory":
        return MemoryAgenda()
    return DynamoAgenda(request.getfixturevalue("table"))


def on(agenda: Agenda, day: date = DAY, **page: str) -> tuple[str, ...]:
    return agenda.members(JOB, SHARD, day, limit=10, **page)


def test_an_item_lies_on_its_day_for_its_job_in_its_members_shard(agenda: Agenda) -> None:
    agenda.put(Item(JOB, "anna", DAY))
    agenda.put(Item(JOB, "anna", DAY))
    assert on(agenda) == ("anna",)
    assert on(agenda, NEXT) == ()
    assert agenda.members(OTHER, SHARD, DAY, limit=10) == ()
    assert agenda.members(JOB, (SHARD + 1) % SHARDS, DAY, limit=10) == ()


def test_what_is_removed_lies_there_no_more(agenda: Agenda) -> None:
    agenda.put(Item(JOB, "anna", DAY))
    agenda.put(Item(JOB, "anna", NEXT))
    agenda.remove(Item(JOB, "anna", DAY))
    agenda.remove(Item(JOB, "anna", DAY))
    assert (on(agenda), on(agenda, NEXT)) == ((), ("anna",))


def test_members_come_page_by_page_in_the_order_of_their_ids(agenda: Agenda) -> None:
    ids = sorted(each for number in range(200) if shard_of(each := f"m:{number}") == SHARD)
    for member_id in reversed(ids):
        agenda.put(Item(JOB, member_id, DAY))
    found = [*(first := agenda.members(JOB, SHARD, DAY, limit=3))]
    while first := agenda.members(JOB, SHARD, DAY, limit=3, after=first[-1]):
        found += first
    assert found == ids


def test_a_page_begins_after_an_id_whether_it_lies_there_or_not(agenda: Agenda) -> None:
    agenda.put(Item(JOB, "anna", DAY))
    assert on(agenda, after="ann") == ("anna",)
    assert on(agenda, after="anna") == ()
    assert on(agenda, after="z") == ()


def test_a_mark_moves_only_from_where_it_was_seen(agenda: Agenda) -> None:
    assert agenda.mark(JOB, "anna") is None
    assert not agenda.move_mark(JOB, "anna", DAY, NEXT)
    assert agenda.move_mark(JOB, "anna", None, DAY)
    assert not agenda.move_mark(JOB, "anna", None, NEXT)
    assert agenda.move_mark(JOB, "anna", DAY, NEXT)
    assert agenda.mark(JOB, "anna") == NEXT
    assert (agenda.mark(OTHER, "anna"), agenda.mark(JOB, "bea")) == (None, None)


def test_a_mark_goes_only_from_where_it_was_seen(agenda: Agenda) -> None:
    agenda.move_mark(JOB, "anna", None, DAY)
    assert not agenda.move_mark(JOB, "anna", NEXT, None)
    assert agenda.move_mark(JOB, "anna", DAY, None)
    assert agenda.mark(JOB, "anna") is None


def test_a_shard_begins_later_only_from_where_it_was_seen_to_begin(agenda: Agenda) -> None:
    assert agenda.begins_on(JOB, 7) is None
    assert agenda.move_on(JOB, 7, None, DAY)
    assert not agenda.move_on(JOB, 7, None, NEXT)
    assert agenda.move_on(JOB, 7, DAY, NEXT)
    assert (agenda.begins_on(JOB, 7), agenda.begins_on(JOB, 8), agenda.begins_on(OTHER, 7)) == (NEXT, None, None)
