"""Refunds that come before their order, in every ledger alike."""

from dataclasses import replace

from tessera.domain.filing import Key
from tessera.domain.found import OrderFile
from tessera.domain.outcome import AlreadyFiled, Recorded, RefundsWaiting, Stale
from tessera.domain.ports import Ledger
from tessera.domain.write import Parked, Write
from tests.storage.samples import newcomer, order_write, recorded

R1, R2, R3 = ({"refund_id": name, "amount": 100} for name in ("r1", "r2", "r3"))
WAITING_ONE, WAITING_TWO = Parked("o1", (R1,)), Parked("o1", (R1, R2))


def park(ledger: Ledger, parked: Parked) -> None:
    assert isinstance(ledger.record(Write(park=parked)), Recorded)


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
