"""Many threads at once: each version of an account and each natural key is written by exactly one of them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from tessera.domain.filing import Filing, Key
from tessera.domain.outcome import AlreadyFiled, Outcome, Recorded, RefundsWaiting
from tessera.domain.ports import Ledger
from tessera.domain.write import Parked, Write
from tests.storage.samples import newcomer, order_write

THREADS = 64


def all_at_once(ledger: Ledger, writes: list[Write]) -> list[Outcome]:
    """Every write in a thread of its own, started together."""
    gate = Barrier(len(writes))

    def start(write: Write) -> Outcome:
        gate.wait()
        return ledger.record(write)

    with ThreadPoolExecutor(len(writes)) as threads:
        return list(threads.map(start, writes))


def kinds(outcomes: list[Outcome]) -> Counter[str]:
    return Counter(type(outcome).__name__ for outcome in outcomes)


def test_one_of_64_writes_on_one_version_is_recorded(ledger: Ledger) -> None:
    account = newcomer()
    for round_number in range(3):
        orders = [f"o{round_number}-{thread}" for thread in range(THREADS)]
        outcomes = all_at_once(ledger, [order_write(account, order_id) for order_id in orders])
        assert kinds(outcomes) == {"Recorded": 1, "Stale": THREADS - 1}
        stored = ledger.account("anna", consistent=True)
        assert stored
        assert stored.version == account.version + 1
        filed = [order_id for order_id in orders if ledger.filed(Key("order", order_id))]
        assert filed == [orders[[type(each) for each in outcomes].index(Recorded)]]
        account = stored


def test_one_of_64_filings_under_one_key_is_kept_and_shown_to_all(ledger: Ledger) -> None:
    writes = [Write((Filing(Key("claim", "anna", "c1"), {"thread": thread}, {}),)) for thread in range(THREADS)]
    outcomes = all_at_once(ledger, writes)
    assert kinds(outcomes) == {"Recorded": 1, "AlreadyFiled": THREADS - 1}
    shown = [outcome.filing for outcome in outcomes if isinstance(outcome, AlreadyFiled)]
    assert shown == [ledger.filed(Key("claim", "anna", "c1"))] * (THREADS - 1)


def test_a_refund_and_its_order_never_miss_each_other(ledger: Ledger) -> None:
    for number in range(20):
        order_id = f"o{number}"
        parked = Parked(order_id, ({"refund_id": "r1"},))
        order = replace(order_write(newcomer(f"m{number}"), order_id), account=None)
        refunded, awarded = all_at_once(ledger, [Write(park=parked), order])
        if isinstance(refunded, Recorded):
            assert awarded == RefundsWaiting(parked)
        else:
            assert refunded == AlreadyFiled(order.filings[0])
            assert isinstance(awarded, Recorded)
