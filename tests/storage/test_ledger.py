"""The promises of the `Ledger` (domain/ports.py), held by every adapter alike."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tessera.domain.account import Account
from tessera.domain.book import Book, Counting
from tessera.domain.filing import Filing, Key
from tessera.domain.found import OrderFile
from tessera.domain.outcome import AlreadyFiled, Exhausted, Recorded, RefundsWaiting, Stale
from tessera.domain.ports import Ledger
from tessera.domain.refunding import Refunded
from tessera.domain.refusals import InvalidRequest
from tessera.domain.sample import Seating, seat_of
from tessera.domain.write import HeldReferral, Parked, Progress, Write
from tests.storage.samples import DAY, START, earned, guest_order, newcomer, order_write, profile, refund_write

R1, R2, R3 = ({"refund_id": name, "amount": 100} for name in ("r1", "r2", "r3"))
WAITING_ONE, WAITING_TWO = Parked("o1", (R1,)), Parked("o1", (R1, R2))


def recorded(ledger: Ledger, write: Write) -> Account:
    """Record what must succeed; gives the account after it."""
    assert isinstance(ledger.record(write), Recorded)
    assert write.account
    return write.account


def park(ledger: Ledger, parked: Parked) -> None:
    assert isinstance(ledger.record(Write(park=parked)), Recorded)


def test_nothing_is_there_before_the_first_write(ledger: Ledger) -> None:
    assert ledger.account("anna") is None
    assert ledger.profile("anna") is None
    assert ledger.filed(Key("order", "o1")) is None
    assert ledger.order("o1") is None
    assert ledger.redemption("x1") is None
    assert ledger.records("anna", limit=10) == ((), None)
    assert ledger.first_record_after("anna", START) is None
    assert ledger.members_with_email("key-1", limit=10) == ()
    assert ledger.guest_orders("key-1", on=START.date(), limit=10) == ()
    assert ledger.last_filed(Key("referral", "anna", "o1")) is None
    assert ledger.member_with_code("ANNA7K2PXQ") is None
    assert ledger.held_referrals(limit=10) == ((), None)
    assert ledger.recent_orders("anna", among=10) == ()
    assert ledger.seated(0) is None
    assert ledger.sample() == ()


def test_an_order_is_there_with_its_account_and_record(ledger: Ledger) -> None:
    write = order_write(newcomer())
    account = recorded(ledger, write)
    filing = write.filings[0]
    assert ledger.account("anna", consistent=True) == ledger.account("anna") == account
    assert ledger.filed(filing.key) == filing
    assert ledger.order("o1") == OrderFile(filing, None, (), (), None)
    assert ledger.records("anna", limit=10) == ((filing.record,), None)


def test_a_second_write_under_a_key_is_shown_the_first(ledger: Ledger) -> None:
    first = order_write(newcomer())
    account = recorded(ledger, first)
    assert ledger.record(order_write(account, points=99)) == AlreadyFiled(first.filings[0])
    assert ledger.account("anna", consistent=True) == account


def test_what_is_already_filed_is_told_before_what_is_stale(ledger: Ledger) -> None:
    first = order_write(newcomer())
    recorded(ledger, first)
    assert ledger.record(first) == AlreadyFiled(first.filings[0])


def test_of_several_keys_the_one_that_is_taken_is_told(ledger: Ledger) -> None:
    closing = Filing(Key("closing", "x1"), {"state": "released"}, {"state": "released"})
    assert isinstance(ledger.record(Write((closing,))), Recorded)
    order = order_write(newcomer())
    captured = Filing(Key("closing", "x1"), {"state": "captured"}, {})
    assert ledger.record(replace(order, filings=(*order.filings, captured))) == AlreadyFiled(closing)
    assert ledger.order("o1") is None
    assert ledger.account("anna", consistent=True) is None


@pytest.mark.parametrize("version_read", [0, 2])
def test_a_write_on_another_version_of_the_account_is_stale(ledger: Ledger, version_read: int) -> None:
    account = recorded(ledger, order_write(newcomer()))
    behind = order_write(replace(account, version=version_read), "o2")
    assert isinstance(ledger.record(behind), Stale)
    assert ledger.account("anna", consistent=True) == account
    assert ledger.filed(Key("order", "o2")) is None


@pytest.mark.parametrize("number", [1, 3])
def test_a_refund_on_another_progress_of_its_order_is_stale(ledger: Ledger, number: int) -> None:
    account = recorded(ledger, order_write(newcomer()))
    account = recorded(ledger, refund_write(account, "o1", "r1", 1))
    assert isinstance(ledger.record(refund_write(account, "o1", "r2", number)), Stale)
    assert ledger.filed(Key("refund", "o1", "r2")) is None


def test_the_refunds_of_an_order_come_as_they_arrived(ledger: Ledger) -> None:
    account = recorded(ledger, order_write(newcomer()))
    for number, refund_id in enumerate(("r9", "r10", "a", "z"), start=1):
        account = recorded(ledger, refund_write(account, "o1", refund_id, number))
    file = ledger.order("o1")
    assert file
    assert [refund.key.id for refund in file.refunds] == ["r9", "r10", "a", "z"]
    assert file.progress == Progress("o1", 4, Refunded((4, 0), (0, 0)))


def test_refunds_written_together_come_as_they_were_written(ledger: Ledger) -> None:
    write = order_write(newcomer())
    together = tuple(Filing(Key("refund", "o1", name), {}, {}) for name in ("b", "a", "c"))
    progress = Progress("o1", 1, Refunded((3,), (0,)))
    recorded(ledger, replace(write, filings=(*write.filings, *together), progress=progress))
    later = Filing(Key("refund", "o1", "0"), {}, {})
    assert isinstance(ledger.record(Write((later,), progress=replace(progress, count=2))), Recorded)
    file = ledger.order("o1")
    assert file
    assert [refund.key.id for refund in file.refunds] == ["b", "a", "c", "0"]


def test_more_refunds_than_a_page_holds_are_all_there(ledger: Ledger) -> None:
    recorded(ledger, order_write(newcomer()))
    for number in range(1, 121):
        refund = Filing(Key("refund", "o1", f"r{number}"), {}, {})
        progress = Progress("o1", number, Refunded((number,), (0,)))
        assert isinstance(ledger.record(Write((refund,), progress=progress)), Recorded)
    file = ledger.order("o1")
    assert file
    assert [refund.key.id for refund in file.refunds] == [f"r{number}" for number in range(1, 121)]


def test_two_orders_may_each_have_a_refund_of_one_id(ledger: Ledger) -> None:
    account = newcomer()
    for order_id in ("o1", "o2"):
        account = recorded(ledger, order_write(account, order_id))
        account = recorded(ledger, refund_write(account, order_id, "r1", 1))
    assert ledger.filed(Key("refund", "o1", "r1")) != ledger.filed(Key("refund", "o2", "r1"))


def test_captures_lie_under_their_order(ledger: Ledger) -> None:
    captures = [Filing(Key("capture", "o1", name), {}, {}) for name in ("x2", "x1")]
    for capture in captures:
        closing = Filing(Key("closing", capture.key.id), {}, {})
        assert isinstance(ledger.record(Write((closing, capture))), Recorded)
    assert ledger.order("o1") == OrderFile(None, None, (), tuple(reversed(captures)), None)


def test_a_completion_and_a_claim_lie_under_their_order(ledger: Ledger) -> None:
    completion, claim = Filing(Key("completion", "o1"), {}, {}), Filing(Key("claimed", "o1"), {"member_id": "anna"}, {})
    assert isinstance(ledger.record(Write((completion,), park=WAITING_ONE)), Recorded)
    assert ledger.order("o1") == OrderFile(None, None, (), (), WAITING_ONE, completion)
    order = order_write(newcomer())
    recorded(ledger, replace(order, unpark=WAITING_ONE))
    assert isinstance(ledger.record(Write((claim,))), Recorded)
    assert ledger.order("o1") == OrderFile(order.filings[0], None, (), (), None, completion, claim)


def test_a_redemption_has_its_closing_once_it_is_closed(ledger: Ledger) -> None:
    reservation = Filing(Key("reservation", "x1"), {"points": 5}, {"state": "reserved"}, {"tenders": []})
    assert isinstance(ledger.record(Write((reservation,))), Recorded)
    assert ledger.redemption("x1") == (reservation, None)
    closing = Filing(Key("closing", "x1"), {}, {"state": "released"})
    assert isinstance(ledger.record(Write((closing,))), Recorded)
    assert ledger.redemption("x1") == (reservation, closing)


def test_a_parked_refund_is_no_filing_of_its_order(ledger: Ledger) -> None:
    park(ledger, WAITING_ONE)
    assert ledger.filed(Key("order", "o1")) is None
    assert ledger.order("o1") == OrderFile(None, None, (), (), WAITING_ONE)


def test_an_order_is_handed_the_refunds_that_wait_for_it(ledger: Ledger) -> None:
    park(ledger, WAITING_ONE)
    assert ledger.record(order_write(newcomer())) == RefundsWaiting(WAITING_ONE)
    assert ledger.account("anna", consistent=True) is None


def test_waiting_refunds_are_told_before_what_is_stale(ledger: Ledger) -> None:
    park(ledger, WAITING_ONE)
    recorded(ledger, order_write(newcomer(), "o2"))
    assert ledger.record(order_write(newcomer())) == RefundsWaiting(WAITING_ONE)


def test_an_order_replaces_exactly_the_refunds_that_it_takes_in(ledger: Ledger) -> None:
    park(ledger, WAITING_ONE)
    park(ledger, WAITING_TWO)
    write = order_write(newcomer())
    assert ledger.record(replace(write, unpark=WAITING_ONE)) == RefundsWaiting(WAITING_TWO)
    recorded(ledger, replace(write, unpark=WAITING_TWO))
    assert ledger.order("o1") == OrderFile(write.filings[0], None, (), (), None)
    assert ledger.record(replace(write, unpark=WAITING_TWO)) == AlreadyFiled(write.filings[0])


def test_an_order_that_takes_in_refunds_which_are_not_there_is_stale(ledger: Ledger) -> None:
    assert isinstance(ledger.record(replace(order_write(newcomer()), unpark=WAITING_ONE)), Stale)
    assert ledger.order("o1") is None


def test_a_refund_is_parked_only_after_exactly_those_it_knows_of(ledger: Ledger) -> None:
    park(ledger, WAITING_ONE)
    assert ledger.record(Write(park=Parked("o1", (R2,)))) == RefundsWaiting(WAITING_ONE)
    assert ledger.record(Write(park=Parked("o1", (R3, R2)))) == RefundsWaiting(WAITING_ONE)
    park(ledger, WAITING_TWO)
    assert ledger.record(Write(park=Parked("o1", (R1, R3)))) == RefundsWaiting(WAITING_TWO)


def test_a_refund_is_not_parked_once_its_order_is_there(ledger: Ledger) -> None:
    write = order_write(newcomer())
    recorded(ledger, write)
    assert ledger.record(Write(park=WAITING_ONE)) == AlreadyFiled(write.filings[0])
    assert ledger.record(Write(park=WAITING_TWO)) == AlreadyFiled(write.filings[0])


def test_a_profile_is_found_by_its_email(ledger: Ledger) -> None:
    for member_id in ("zoe", "anna", "bea"):
        assert isinstance(ledger.record(Write(profile=profile(member_id))), Recorded)
    assert ledger.profile("anna") == profile("anna")
    assert ledger.members_with_email("key-1", limit=10) == ("anna", "bea", "zoe")
    assert ledger.members_with_email("key-1", limit=2) == ("anna", "bea")


def test_a_changed_email_moves_its_look_up(ledger: Ledger) -> None:
    first, second = profile(), profile(email_key="key-2", revision=2)
    third = replace(second, name="Anna", revision=3)
    assert isinstance(ledger.record(Write(profile=first)), Recorded)
    assert isinstance(ledger.record(Write(profile=second, profile_was=first)), Recorded)
    assert isinstance(ledger.record(Write(profile=third, profile_was=second)), Recorded)
    assert ledger.profile("anna") == third
    assert ledger.members_with_email("key-1", limit=10) == ()
    assert ledger.members_with_email("key-2", limit=10) == ("anna",)


def test_a_change_of_another_revision_of_the_profile_is_stale(ledger: Ledger) -> None:
    first, second = profile(), profile(email_key="key-2", revision=2)
    assert isinstance(ledger.record(Write(profile=second, profile_was=first)), Stale)
    assert isinstance(ledger.record(Write(profile=first)), Recorded)
    assert isinstance(ledger.record(Write(profile=second, profile_was=first)), Recorded)
    assert isinstance(ledger.record(Write(profile=first)), Stale)
    assert isinstance(ledger.record(Write(profile=replace(second, name="B"), profile_was=first)), Stale)
    assert ledger.profile("anna") == second
    assert ledger.members_with_email("key-1", limit=10) == ()


def test_an_enrolment_is_one_write_of_all_that_it_makes(ledger: Ledger) -> None:
    account, record = earned(newcomer(), 50, cause="enrolment")
    enrolment = Filing(Key("enrolment", "anna"), {"email_key": "key-1"}, {}, {}, record)
    write = Write((enrolment,), account, profile=profile())
    recorded(ledger, write)
    assert ledger.record(write) == AlreadyFiled(enrolment)
    assert (ledger.profile("anna"), ledger.account("anna")) == (profile(), account)


def test_a_guests_order_is_found_by_its_email_until_its_time_is_over(ledger: Ledger) -> None:
    for guest in (guest_order(), guest_order("o9", email_key="key-2")):
        assert isinstance(ledger.record(Write(guest=guest)), Recorded)
    last_day = guest_order().until
    assert ledger.guest_orders("key-1", on=START.date(), limit=10) == (guest_order(),)
    assert ledger.guest_orders("key-1", on=last_day, limit=10) == (guest_order(),)
    assert ledger.guest_orders("key-1", on=last_day + timedelta(days=1), limit=10) == ()


def test_guests_orders_come_as_their_time_is_over_and_then_as_they_were_placed(ledger: Ledger) -> None:
    guests = [
        guest_order("o4"),
        guest_order("o3", placed=1, days=29),
        guest_order("o2", placed=2),
        guest_order("o1", placed=3),
    ]
    for guest in reversed(guests):
        assert isinstance(ledger.record(Write(guest=guest)), Recorded)
    assert ledger.guest_orders("key-1", on=START.date(), limit=10) == tuple(guests)
    assert ledger.guest_orders("key-1", on=START.date(), limit=3) == tuple(guests[:3])
    assert ledger.guest_orders("key-1", on=guests[2].until, limit=3) == tuple(guests[2:])


def test_the_look_up_of_a_guests_order_comes_and_goes_with_its_write_alone(ledger: Ledger) -> None:
    account = recorded(ledger, order_write(newcomer()))
    behind = replace(order_write(newcomer(), "o2"), guest=guest_order("o2"))
    assert isinstance(ledger.record(behind), Stale)
    assert ledger.guest_orders("key-1", on=START.date(), limit=10) == ()
    recorded(ledger, replace(order_write(account, "o2"), guest=guest_order("o2")))
    assert isinstance(ledger.record(replace(behind, filings=(), guest=None, guest_was=guest_order("o2"))), Stale)
    assert ledger.guest_orders("key-1", on=START.date(), limit=10) == (guest_order("o2"),)
    assert isinstance(ledger.record(Write(guest_was=guest_order("o2"))), Recorded)
    assert isinstance(ledger.record(Write(guest_was=guest_order("o2"))), Recorded)
    assert ledger.guest_orders("key-1", on=START.date(), limit=10) == ()


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


def test_what_is_handed_in_and_out_can_be_changed_without_changing_the_ledger(ledger: Ledger) -> None:
    body = {"lines": [{"sku": "TEE-1"}]}
    recorded(ledger, order_write(newcomer(), body=body))
    body["lines"].clear()
    key = Key("order", "o1")
    filed = ledger.filed(key)
    assert filed
    filed.answer["awards"].clear()
    filed.body["lines"].append("more")
    again = ledger.filed(key)
    assert again
    assert (again.body, again.answer["awards"]) == ({"lines": [{"sku": "TEE-1"}]}, [{"wallet": "points", "amount": 10}])


def test_a_float_is_never_kept(ledger: Ledger) -> None:
    with pytest.raises(TypeError, match="float"):
        ledger.record(order_write(newcomer(), body={"discount": 1.5}))
    assert ledger.order("o1") is None


def test_an_order_of_500_lines_is_one_write(ledger: Ledger) -> None:
    lines = [
        {"line_id": str(n), "sku": f"SKU-{n * 7919}", "quantity": 1 + n % 3, "unit_price": n * 31} for n in range(500)
    ]
    write = order_write(newcomer(), body={"lines": lines})
    recorded(ledger, write)
    assert ledger.filed(Key("order", "o1")) == write.filings[0]


def test_counters_add_up_and_stay_within_their_most(ledger: Ledger) -> None:
    two, three = Counting("stock/tea", 2, most=5), Counting("stock/tea", 3, most=5)
    assert ledger.counted("stock/tea") == 0
    assert ledger.record(Write(counts=(Counting("stock/tea", 6, most=5),))) == Exhausted("stock/tea")
    assert isinstance(ledger.record(Write(counts=(two,))), Recorded)
    assert isinstance(ledger.record(Write(counts=(three, Counting("donated/trees", 200)))), Recorded)
    assert (ledger.counted("stock/tea"), ledger.counted("donated/trees")) == (5, 200)
    assert ledger.record(Write(counts=(two, Counting("donated/trees", 200)))) == Exhausted("stock/tea")
    assert isinstance(ledger.record(Write(counts=(Counting("stock/tea", -1),))), Recorded)
    assert (ledger.counted("stock/tea"), ledger.counted("donated/trees")) == (4, 200)


def test_what_is_stale_is_told_before_a_counter_that_has_nothing_left(ledger: Ledger) -> None:
    account = recorded(ledger, order_write(newcomer()))
    again = replace(order_write(newcomer()), filings=(), counts=(Counting("stock/tea", 1, most=0),))
    assert ledger.record(again) == Stale(account)


def test_the_last_of_numbered_filings_is_the_one_with_the_greatest_number(ledger: Ledger) -> None:
    for number in (1, 2, 10):
        key = Key("referral", "anna", f"o1/{number:06d}")
        assert isinstance(ledger.record(Write((Filing(key, {}, {}, {"number": number}),))), Recorded)
    for other in (Key("referral", "anna", "o10/000011"), Key("referral", "bea", "o1/000012")):
        assert isinstance(ledger.record(Write((Filing(other, {}, {}),))), Recorded)
    last = ledger.last_filed(Key("referral", "anna", "o1"))
    assert last == Filing(Key("referral", "anna", "o1/000010"), {}, {}, {"number": 10})


def test_a_code_belongs_to_one_member(ledger: Ledger) -> None:
    recorded(ledger, replace(order_write(newcomer()), code="ANNA7K2PXQ"))
    taken = replace(order_write(newcomer("bea"), "o2"), code="ANNA7K2PXQ")
    assert isinstance(ledger.record(taken), Stale)
    assert ledger.member_with_code("ANNA7K2PXQ") == "anna"
    assert ledger.account("bea", consistent=True) is None


def test_held_referrals_are_listed_in_pages_until_they_are_decided(ledger: Ledger) -> None:
    held = [HeldReferral(name, "ada", START.date(), ("same_email",)) for name in ("bea", "bo", "cleo")]
    for each in reversed(held):
        assert isinstance(ledger.record(Write(held=each)), Recorded)
    first = ledger.held_referrals(limit=2)
    assert first.referrals == tuple(held[:2])
    assert ledger.held_referrals(limit=2, cursor=first.cursor) == ((held[2],), None)
    assert isinstance(ledger.record(Write(decided="bo")), Recorded)
    assert ledger.held_referrals(limit=2) == ((held[0], held[2]), None)


def test_a_statements_cursor_is_none_of_the_held_referrals(ledger: Ledger) -> None:
    with pytest.raises(InvalidRequest):
        ledger.held_referrals(limit=2, cursor="bea")


def test_the_recent_orders_are_those_among_the_last_records(ledger: Ledger) -> None:
    account = newcomer()
    for number, order_id in enumerate(("o1", "o2", "o3"), start=1):
        account = recorded(ledger, order_write(account, order_id, points=number))
        account = recorded(ledger, refund_write(account, order_id, "r1", 1))
    recorded(ledger, order_write(newcomer("bruno"), "o4"))
    assert ledger.recent_orders("anna", among=10) == ("o3", "o2", "o1")
    assert ledger.recent_orders("anna", among=4) == ("o3", "o2")
    assert ledger.recent_orders("anna", among=1) == ()


def test_a_guests_order_that_was_claimed_is_recent_too(ledger: Ledger) -> None:
    after, record = Book(newcomer(), at=START, version=1).close()
    recorded(ledger, Write((Filing(Key("claimed", "o1"), {"member_id": "anna"}, {}, {}, record),), after))
    assert ledger.recent_orders("anna", among=1) == ("o1",)


def test_an_order_that_earned_nothing_is_recent_too(ledger: Ledger) -> None:
    after, record = Book(newcomer(), at=START, version=1).close()
    recorded(ledger, Write((Filing(Key("order", "o1"), {}, {}, {}, record),), after))
    assert ledger.recent_orders("anna", among=1) == ("o1",)


def test_a_seat_is_taken_from_who_is_known_to_have_it(ledger: Ledger) -> None:
    seat = seat_of("anna")
    assert isinstance(ledger.record(Write(seating=Seating("anna", None))), Recorded)
    assert isinstance(ledger.record(Write(seating=Seating("anna", None))), Stale)
    assert isinstance(ledger.record(Write(seating=Seating("anna", "bruno"))), Stale)
    assert (ledger.seated(seat), ledger.sample()) == ("anna", ("anna",))
    assert isinstance(ledger.record(Write(seating=Seating("anna", "anna"))), Recorded)


def test_who_loses_the_race_for_a_seat_writes_nothing(ledger: Ledger) -> None:
    assert isinstance(ledger.record(Write(seating=Seating("anna", None))), Recorded)
    assert isinstance(ledger.record(replace(order_write(newcomer()), seating=Seating("anna", None))), Stale)
    assert ledger.account("anna") is None


def test_the_sample_has_every_seat_that_is_taken(ledger: Ledger) -> None:
    members = {seat_of(f"m{number}"): f"m{number}" for number in range(100)}
    for member_id in members.values():
        assert isinstance(ledger.record(Write(seating=Seating(member_id, None))), Recorded)
    assert ledger.sample() == tuple(members[seat] for seat in sorted(members))
