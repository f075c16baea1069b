"""The promises of the outbox: whatever claims it, however often and in whatever order, each dispatch is sent once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from tessera.domain.outbox import Claim, Dispatch, Outbox, Posted, State, Trace
from tessera.domain.refusals import InvalidRequest
from tessera.storage import keys
from tessera.storage.outbox import DynamoOutbox
from tessera.storage.postings import KNOWN_FOR
from tessera.storage.table import Table

NOON = datetime(2026, 3, 2, 12, 0, 0, 250, UTC)
LATER = NOON + timedelta(hours=1)
WELCOME = Dispatch("anna", "welcome", "enrolment", "mail")


def claimed(outbox: Outbox, dispatch: Dispatch = WELCOME, at: datetime = NOON) -> Claim:
    claim = outbox.claim(dispatch, at=at)
    assert isinstance(claim, Claim)
    return claim


def state_of(outbox: Outbox, dispatch: Dispatch = WELCOME) -> State:
    found = outbox.claim(dispatch, at=LATER)
    assert isinstance(found, Posted)
    return found.state


def unsent(outbox: Outbox) -> list[tuple[str, State]]:
    listed = outbox.unsent(since=NOON - timedelta(days=1), until=NOON + timedelta(days=1), limit=10)
    return [(each.claim.dispatch.member_id, each.state) for each in listed]


def test_a_dispatch_is_claimed_once(outbox: Outbox) -> None:
    claim = claimed(outbox)
    assert claim == Claim(WELCOME, 1, NOON)
    assert outbox.claim(WELCOME, at=LATER) == Posted(claim, "claimed")


@pytest.mark.parametrize("place, other", [(0, "bea"), (1, "birthday"), (2, "order/o1"), (3, "push")])
def test_another_member_kind_cause_or_channel_is_another_dispatch(outbox: Outbox, place: int, other: str) -> None:
    claimed(outbox)
    claimed(outbox, Dispatch._make([*WELCOME[:place], other, *WELCOME[place + 1 :]]))


def test_of_many_who_claim_at_once_one_gets_it(outbox: Outbox) -> None:
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda _: outbox.claim(WELCOME, at=NOON), range(32)))
    assert sum(isinstance(each, Claim) for each in answers) == 1


def test_what_was_sent_stays_sent_with_its_receipt(outbox: Outbox) -> None:
    claim = claimed(outbox)
    outbox.settle(Posted(claim, "sent", "ses-1"))
    outbox.settle(Posted(claim, "unknown"))
    assert outbox.claim(WELCOME, at=LATER) == Posted(claim, "sent", "ses-1")
    assert unsent(outbox) == []


def test_what_failed_is_listed_with_its_reason(outbox: Outbox) -> None:
    posted = Posted(claimed(outbox), "failed", reason="the address does not exist")
    outbox.settle(posted)
    outbox.settle(posted)
    assert outbox.unsent(since=NOON, until=LATER, limit=10) == (posted,)
    assert outbox.claim(WELCOME, at=LATER) == posted


def test_what_was_given_back_may_be_claimed_again_by_one(outbox: Outbox) -> None:
    outbox.settle(Posted(claimed(outbox), "waiting"))
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: outbox.claim(WELCOME, at=LATER), range(16)))
    assert [each for each in answers if isinstance(each, Claim)] == [Claim(WELCOME, 2, LATER)]


def test_who_gave_a_claim_back_cannot_do_so_again_once_another_has_it(outbox: Outbox) -> None:
    first = claimed(outbox)
    outbox.settle(Posted(first, "waiting"))
    second = claimed(outbox, at=LATER)
    for late in ("waiting", "sent", "failed", "unknown"):
        outbox.settle(Posted(first, late))
    assert outbox.claim(WELCOME, at=LATER) == Posted(second, "claimed")


def test_what_nobody_knows_is_listed_until_whoever_claimed_it_says(outbox: Outbox) -> None:
    claim = claimed(outbox)
    outbox.settle(Posted(claim, "unknown"))
    outbox.settle(Posted(claim, "unknown"))
    assert (state_of(outbox), unsent(outbox)) == ("unknown", [("anna", "unknown")])
    outbox.settle(Posted(claim, "sent", "ses-1"))
    assert (state_of(outbox), unsent(outbox)) == ("sent", [])


def test_what_nobody_knew_may_turn_out_not_to_have_left(outbox: Outbox) -> None:
    claim = claimed(outbox)
    outbox.settle(Posted(claim, "unknown"))
    outbox.settle(Posted(claim, "waiting"))
    assert unsent(outbox) == []
    assert claimed(outbox, at=LATER).attempt == 2


def test_the_list_of_what_was_not_sent_is_that_of_an_interval_oldest_first(outbox: Outbox) -> None:
    for hours, member in enumerate(("anna", "bea", "carl", "dora")):
        claim = claimed(outbox, WELCOME._replace(member_id=member), NOON + timedelta(hours=hours))
        outbox.settle(Posted(claim, "failed"))
    found = outbox.unsent(since=LATER, until=NOON + timedelta(hours=3), limit=10)
    assert [each.claim.dispatch.member_id for each in found] == ["bea", "carl"]
    assert len(outbox.unsent(since=NOON, until=NOON + timedelta(days=1), limit=3)) == 3


def test_what_was_sent_to_a_member_is_paged_newest_first(outbox: Outbox) -> None:
    dispatches = [Dispatch("anna", "points_earned", f"order/o{number}", "mail") for number in range(5)]
    for number, dispatch in enumerate(dispatches):
        outbox.settle(Posted(claimed(outbox, dispatch, NOON + timedelta(hours=number // 2)), "sent", "ses"))
    claimed(outbox, WELCOME._replace(member_id="anna2"))
    found: list[Trace] = []
    cursor: str | None = None
    while cursor or not found:
        page = outbox.posted("anna", limit=2, cursor=cursor)
        found, cursor = [*found, *page.traces], page.cursor
    assert [trace.dispatch for trace in found] == dispatches[::-1]
    assert {trace.state for trace in found} == {"sent"}
    assert found[0].at == NOON + timedelta(hours=2)


def test_a_cursor_of_somebody_else_s_is_refused(outbox: Outbox) -> None:
    for number in range(2):
        claimed(outbox, Dispatch("bea", "points_earned", f"order/o{number}", "mail"))
    cursor = outbox.posted("bea", limit=1).cursor
    with pytest.raises(InvalidRequest):
        outbox.posted("anna", limit=1, cursor=cursor)


def test_a_row_is_kept_for_a_year(table: Table) -> None:
    outbox = DynamoOutbox(table)
    outbox.settle(Posted(claimed(outbox), "failed"))
    items = table.client.scan(TableName=table.name)["Items"]
    assert {item["pk"]["S"] for item in items} == {"M#anna", keys.UNSENT}
    assert {int(item["ttl"]["N"]) for item in items} == {int((NOON + KNOWN_FOR).timestamp())}
