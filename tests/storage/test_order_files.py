"""What lies under an order and under a redemption, in every ledger alike."""

from dataclasses import replace

import pytest

from tessera.domain.filing import Filing, Key
from tessera.domain.found import OrderFile
from tessera.domain.outcome import Recorded, Stale
from tessera.domain.ports import Ledger
from tessera.domain.refunding import Refunded
from tessera.domain.write import Parked, Progress, Write
from tests.storage.samples import newcomer, order_write, recorded, refund_write


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
    waiting = Parked("o1", ({"refund_id": "r1", "amount": 100},))
    completion, claim = Filing(Key("completion", "o1"), {}, {}), Filing(Key("claimed", "o1"), {"member_id": "anna"}, {})
    assert isinstance(ledger.record(Write((completion,), park=waiting)), Recorded)
    assert ledger.order("o1") == OrderFile(None, None, (), (), waiting, completion)
    order = order_write(newcomer())
    recorded(ledger, replace(order, unpark=waiting))
    assert isinstance(ledger.record(Write((claim,))), Recorded)
    assert ledger.order("o1") == OrderFile(order.filings[0], None, (), (), None, completion, claim)


def test_a_redemption_has_its_closing_once_it_is_closed(ledger: Ledger) -> None:
    reservation = Filing(Key("reservation", "x1"), {"points": 5}, {"state": "reserved"}, {"tenders": []})
    assert isinstance(ledger.record(Write((reservation,))), Recorded)
    assert ledger.redemption("x1") == (reservation, None)
    closing = Filing(Key("closing", "x1"), {}, {"state": "released"})
    assert isinstance(ledger.record(Write((closing,))), Recorded)
    assert ledger.redemption("x1") == (reservation, closing)
