"""What stays of a filing once its member was erased."""

from datetime import UTC, datetime

import pytest

from tessera.domain.clearing import cleared, cleared_cause, is_cleared
from tessera.domain.entries import Balance, Change, Entry, Record
from tessera.domain.facts import facts_of
from tessera.domain.filing import Filing, Key
from tessera.domain.papers import stored_order

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
NOTHING = {"points": Balance(0, 0, 0), "cashback": Balance(0, 0, 0)}


def record(cause: str) -> Record:
    entry = Entry("adjustment", cause, "points", 5, 5, AT, 5, 0, 0, 1)
    return Record("anna", 3, AT, NOTHING, (entry,), (Change("tier", AT, "bronze", "gold"),))


def test_of_an_order_its_amounts_stay_and_can_still_be_read() -> None:
    line = {"line_id": "1", "sku": "TEE-1", "quantity": 2, "unit_price": 2000, "brand": "B", "labels": ["x"]}
    body = {
        "placed_at": "2026-03-02T12:00:00Z",
        "member_id": "anna",
        "tags": ["gift"],
        "channel": "web",
        "lines": [line],
    }
    answer = {"order_id": "o1", "member_id": "anna", "awards": [], "account": {"vouchers": ["CODE"]}}
    stays = cleared(Filing(Key("order", "o1"), body, answer, {"awarded": {"version": 1, "standing": {"tier": "gold"}}}))
    order = stored_order(stays.body)
    assert (order.total, order.member_id, order.tags, order.lines[0].sku) == (4000, None, (), "-")
    assert stays.answer == {"order_id": "o1", "member_id": "anna", "awards": [], "account": None}
    assert stays.content["awarded"] == {"version": 1, "standing": {}}
    assert is_cleared(stays)


def test_of_what_a_member_did_the_entries_stay_and_nothing_else() -> None:
    filing = Filing(Key("adjustment", "anna", "g1"), {"note": "n"}, {"account": {}}, {"x": 1}, record("adjustment/g1"))
    stays = cleared(filing)
    assert (stays.body, stays.answer) == ({}, {})
    assert stays.record and stays.record.changes == ()
    assert [(each.cause, each.amount) for each in stays.record.entries] == [("adjustment", 5)]


@pytest.mark.parametrize(
    ("cause", "stays"),
    [
        ("adjustment/g1", "adjustment"),
        ("action/review/rev-1", "action"),
        ("void/7KQ2M-ABCDE", "void"),
        ("order/o1", "order/o1"),
        ("expiry/2027-01-11", "expiry/2027-01-11"),
        ("enrolment", "enrolment"),
    ],
)
def test_a_cause_names_no_person_and_nothing_that_they_did(cause: str, stays: str) -> None:
    assert cleared_cause(cause) == stays


def test_an_erasure_is_told_by_ids_alone_after_what_it_took() -> None:
    facts = list(facts_of(record("erasure/000003"), kind="erasure", cause="erasure/000003", digits=2))
    assert [fact.name for fact in facts] == ["PointsAdjusted", "TierChanged", "MemberErased"]
    assert facts[-1].detail == {
        "id": "anna/3/2",
        "member_id": "anna",
        "seq": 3,
        "at": "2026-03-02T12:00:00Z",
        "cause": "erasure/000003",
    }
