"""A member's records in their order, in every ledger alike."""

from datetime import timedelta
from typing import Any

import pytest

from tessera.domain.book import Book
from tessera.domain.filing import Filing, Key
from tessera.domain.ports import Ledger
from tessera.domain.refusals import InvalidRequest
from tessera.domain.write import Write
from tests.storage.samples import DAY, START, earned, newcomer, order_write, recorded, refund_write


def settlements(ledger: Ledger, count: int) -> list[Any]:
    """So many records of anna, two of them at each instant; newest first."""
    account, records = newcomer(), []
    for number in range(1, count + 1):
        account, record = earned(account, number, at=START + number // 2 * DAY)
        records.insert(0, record)
        recorded(ledger, Write((Filing(Key("settlement", "anna", str(number)), {}, {}, {}, record),), account))
    return records


def test_the_statement_comes_in_pages_newest_first(ledger: Ledger) -> None:
    records = settlements(ledger, 7)
    pages, cursor = [], None
    for _ in range(4):
        page = ledger.records("anna", limit=2, cursor=cursor)
        pages.append(list(page.records))
        cursor = page.cursor
    assert pages == [records[0:2], records[2:4], records[4:6], records[6:7]]
    assert cursor is None


def test_a_last_page_that_is_full_has_no_cursor(ledger: Ledger) -> None:
    settlements(ledger, 4)
    first = ledger.records("anna", limit=2)
    assert first.cursor
    assert ledger.records("anna", limit=2, cursor=first.cursor).cursor is None


def test_a_page_goes_on_where_it_was_whatever_is_written_meanwhile(ledger: Ledger) -> None:
    records = settlements(ledger, 4)
    cursor = ledger.records("anna", limit=2).cursor
    account = ledger.account("anna", consistent=True)
    assert account
    recorded(ledger, order_write(account, "o9"))
    assert list(ledger.records("anna", limit=2, cursor=cursor).records) == records[2:]


def test_a_cursor_that_is_none_of_ours_is_refused(ledger: Ledger) -> None:
    settlements(ledger, 3)
    cursor = ledger.records("anna", limit=1).cursor
    assert cursor
    for wrong in ("", "x", "é", "a" * 500, cursor[:-2], cursor[1:], cursor + "AAAA", f"{cursor}=", " "):
        with pytest.raises(InvalidRequest) as refused:
            ledger.records("anna", limit=1, cursor=wrong)
        assert [fault.path for fault in refused.value.faults] == ["cursor"]


def test_a_cursor_of_another_member_is_refused(ledger: Ledger) -> None:
    settlements(ledger, 3)
    with pytest.raises(InvalidRequest):
        ledger.records("bob", limit=1, cursor=ledger.records("anna", limit=1).cursor)


def test_the_history_is_every_record_with_its_cause_newest_first(ledger: Ledger) -> None:
    records = settlements(ledger, 5)
    causes = [f"settlement/{number}" for number in (5, 4, 3, 2, 1)]
    assert list(ledger.history("anna", limit=100)) == list(zip(causes, records, strict=True))
    assert list(ledger.history("anna", limit=2)) == list(zip(causes[:2], records[:2], strict=True))
    assert list(ledger.history("bob", limit=2)) == []


def test_the_first_record_after_an_instant_is_none_of_that_instant(ledger: Ledger) -> None:
    *_, second, first = settlements(ledger, 5)
    moment = timedelta(microseconds=1)
    assert (first.recorded_at, second.recorded_at) == (START, START + DAY)
    assert ledger.first_record_after("anna", START - moment) == first
    assert ledger.first_record_after("anna", START) == second
    assert ledger.first_record_after("anna", START + DAY - moment) == second
    assert ledger.first_record_after("anna", START + 9 * DAY) is None


def test_the_recent_orders_are_those_among_the_last_records(ledger: Ledger) -> None:
    account = newcomer()
    for number, order_id in enumerate(("o1", "o2", "o3"), start=1):
        account = recorded(ledger, order_write(account, order_id, points=number))
        account = recorded(ledger, refund_write(account, order_id, "r1", 1))
    recorded(ledger, order_write(newcomer("bruno"), "o4"))
    assert ledger.recent_orders("anna", among=10) == ("o3", "o2", "o1")
    assert ledger.recent_orders("anna", among=4) == ("o3", "o2")
    assert ledger.recent_orders("anna", among=1) == ()


def test_an_order_that_earned_nothing_is_recent_too(ledger: Ledger) -> None:
    after, record = Book(newcomer(), at=START, version=1).close()
    recorded(ledger, Write((Filing(Key("order", "o1"), {}, {}, {}, record),), after))
    assert ledger.recent_orders("anna", among=1) == ("o1",)
