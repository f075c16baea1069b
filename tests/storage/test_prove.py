"""`prove` finds nothing wrong in a sound ledger, and whatever has been tampered with."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from tessera.domain.account import Account
from tessera.domain.entries import CASHBACK, POINTS, Balance, Record
from tessera.domain.filing import Filing, Key
from tessera.domain.lots import Lot, deposit, reserve
from tessera.domain.write import Write
from tessera.storage.columns import Row
from tessera.storage.ledger import DynamoLedger
from tessera.storage.memory.ledger import MemoryLedger
from tessera.storage.prove import Disagreement, Proof, prove, prove_books
from tessera.storage.rows import AccountRow, FilingRow
from tessera.storage.table import Put, Table
from tests.storage.samples import START, earned, newcomer

MEMBERS = ("anna", "bea", "carla")
SEGMENTS = 3


def story(member_id: str) -> tuple[Account, list[Filing]]:
    """A member's four records, each filed elsewhere."""
    account, filings = newcomer(member_id), list[Filing]()
    kinds = (Key("order", f"{member_id}-1"), Key("claim", member_id, "c1"), Key("reservation", member_id))
    for key in (*kinds, Key("settlement", member_id, "4")):
        account, record = earned(account, 10, cause=key.cause)
        filings.append(Filing(key, {}, {}, {}, record))
    return account, filings


def write_all(ledger: DynamoLedger | MemoryLedger) -> None:
    for member_id in MEMBERS:
        _, filings = story(member_id)
        account = newcomer(member_id)
        for filing in filings:
            account, _ = earned(account, 10)
            ledger.record(Write((filing,), account))


def put(table: Table, row: Row) -> None:
    table.transact([Put(row, None)], ())


def remove(table: Table, row: Row) -> None:
    table.transact((), [row])


@pytest.fixture
def told(table: Table) -> Callable[[], list[str]]:
    """A table of three sound members, and what `prove` tells of bea when it is run; of the others it tells nothing."""
    write_all(DynamoLedger(table))

    def tell() -> list[str]:
        proof = prove(table, segments=SEGMENTS)
        assert {each.member_id for each in proof.disagreements} <= {"bea"}
        return [each.what for each in proof.disagreements]

    return tell


def rewrite(table: Table, number: int, **changes: Any) -> None:
    """Change a record of bea's where it lies."""
    filing = story("bea")[1][number - 1]
    assert filing.record
    put(table, FilingRow.of(replace(filing, record=replace(filing.record, **changes))))


def record_of_bea(number: int) -> Record:
    record = story("bea")[1][number - 1].record
    assert record
    return record


def _moved() -> Counter[tuple[str, str]]:
    """What all entries of the sound ledger come to, by wallet and kind."""
    moved = Counter[tuple[str, str]]()
    for member_id in MEMBERS:
        for filing in story(member_id)[1]:
            for entry in filing.record.entries if filing.record else ():
                moved[entry.wallet, entry.kind] += entry.amount
    return moved


def test_a_sound_table_is_counted_and_nothing_is_told(table: Table) -> None:
    write_all(DynamoLedger(table))
    proof = prove(table, segments=SEGMENTS)
    assert proof == prove(table, segments=1) == Proof(3, 12, 36, _moved(), ())


def test_a_sound_ledger_in_memory_is_counted_and_nothing_is_told() -> None:
    ledger = MemoryLedger()
    write_all(ledger)
    assert prove_books(ledger.books()) == Proof(3, 12, 36, _moved(), ())


def test_a_ledger_in_memory_is_judged_alike() -> None:
    account, filings = story("bea")
    records = [filing.record for filing in filings if filing.record and filing.record.seq != 2]
    told = prove_books([(account, records)]).disagreements
    assert told[0] == Disagreement("bea", "records 2 of 4 are missing")


def test_an_empty_table_is_sound(table: Table) -> None:
    assert prove(table) == Proof(0, 0, 0, Counter(), ())


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_record_that_is_missing_is_told(table: Table, told: Callable[[], list[str]], number: int) -> None:
    remove(table, FilingRow.of(story("bea")[1][number - 1]))
    assert f"records {number} of 4 are missing" in told()


def test_a_record_that_is_there_twice_is_told(table: Table, told: Callable[[], list[str]]) -> None:
    filing = story("bea")[1][1]
    put(table, FilingRow.of(replace(filing, key=Key("claim", "bea", "c2"))))
    assert "records 2 of 4 are there more than once" in told()


def test_a_record_beyond_the_account_is_told(table: Table, told: Callable[[], list[str]]) -> None:
    account, _ = story("bea")
    _, record = earned(account, 10)
    put(table, FilingRow.of(Filing(Key("claim", "bea", "c9"), {}, {}, {}, record)))
    assert "records 5 of 4 are beyond the account's last" in told()


def test_an_account_that_is_set_back_is_told(table: Table, told: Callable[[], list[str]]) -> None:
    account, _ = earned(newcomer("bea"), 10)
    put(table, AccountRow.of(account))
    assert "records 2, 3, 4 of 1 are beyond the account's last" in told()


def test_an_account_that_is_gone_is_told(table: Table, told: Callable[[], list[str]]) -> None:
    remove(table, AccountRow.of(story("bea")[0]))
    assert told() == ["there are 4 records and no account"]


def test_points_that_no_record_entered_are_told(table: Table, told: Callable[[], list[str]]) -> None:
    account, _ = story("bea")
    wallet = deposit(account.wallets[POINTS], Lot(START.date(), None, 7))
    put(table, AccountRow.of(replace(account, wallets={**account.wallets, POINTS: wallet})))
    assert told() == [
        "the account stands with 27 active, 20 pending, 0 reserved points, "
        "its records end with 20 active, 20 pending, 0 reserved"
    ]


def test_units_that_are_reserved_by_no_reservation_are_told(table: Table, told: Callable[[], list[str]]) -> None:
    account, _ = story("bea")
    wallet, _ = reserve(account.wallets[CASHBACK], 5)
    put(table, AccountRow.of(replace(account, wallets={**account.wallets, CASHBACK: wallet})))
    assert "the account has 5 cashback reserved, its reservations hold 0" in told()


def test_a_debt_that_no_record_entered_is_told(table: Table, told: Callable[[], list[str]]) -> None:
    account, _ = story("bea")
    wallet = replace(account.wallets[POINTS], debt=1)
    put(table, AccountRow.of(replace(account, wallets={**account.wallets, POINTS: wallet})))
    assert "the account stands with 19 active" in told()[0]


def test_a_lot_of_nothing_is_told(table: Table, told: Callable[[], list[str]]) -> None:
    account, _ = story("bea")
    wallet = account.wallets[POINTS]
    odd = replace(wallet, lots=(*wallet.lots, Lot(START.date(), None, 0)))
    put(table, AccountRow.of(replace(account, wallets={**account.wallets, POINTS: odd})))
    assert told() == ["the account has a lot of no points"]


def test_an_amount_that_is_not_the_change_it_makes_is_told(table: Table, told: Callable[[], list[str]]) -> None:
    first, *rest = record_of_bea(3).entries
    rewrite(table, 3, entries=(replace(first, amount=first.amount + 1), *rest))
    assert told() == [
        "record 3: accrual of 5 points does not lead from 10 active, 10 pending, 0 reserved "
        "to 15 active, 10 pending, 0 reserved"
    ]


def test_a_balance_that_was_changed_is_told(table: Table, told: Callable[[], list[str]]) -> None:
    *rest, last = record_of_bea(2).entries
    rewrite(table, 2, entries=(*rest, replace(last, amount=last.amount + 1, units=last.units + 1, active=11)))
    assert told() == [
        "record 3 begins with 10 active, 0 pending, 0 reserved cashback, "
        "the one before ended with 11 active, 0 pending, 0 reserved"
    ]


def test_an_entry_that_is_gone_is_told(table: Table, told: Callable[[], list[str]]) -> None:
    rewrite(table, 4, entries=record_of_bea(4).entries[:-1])
    assert len(told()) == 1


def test_a_record_that_begins_elsewhere_is_told(table: Table, told: Callable[[], list[str]]) -> None:
    before = record_of_bea(3).before
    rewrite(table, 3, before={**before, POINTS: Balance(9, 11, 0)})
    assert told() == [
        "record 3 begins with 9 active, 11 pending, 0 reserved points, "
        "the one before ended with 10 active, 10 pending, 0 reserved"
    ]


def test_a_record_of_another_member_is_told_of_both(table: Table) -> None:
    write_all(DynamoLedger(table))
    rewrite(table, 2, member_id="carla")
    proof = prove(table, segments=SEGMENTS)
    assert {each.member_id for each in proof.disagreements} == {"bea", "carla"}


def test_a_table_that_is_being_written_is_proven_without_false_alarm(table: Table) -> None:
    """Records and accounts are read at different instants; whoever seems to disagree is looked at again."""
    ledger = DynamoLedger(table)

    def write_on(member_id: str) -> None:
        account = newcomer(member_id)
        for number in range(60):
            account, record = earned(account, 10, cause=f"claim/{number}")
            ledger.record(Write((Filing(Key("claim", member_id, str(number)), {}, {}, {}, record),), account))

    with ThreadPoolExecutor(len(MEMBERS)) as writers:
        writing = [writers.submit(write_on, member_id) for member_id in MEMBERS]
        proofs = [prove(table, segments=SEGMENTS)]
        while not all(each.done() for each in writing):
            proofs.append(prove(table, segments=SEGMENTS))
    assert {proof.disagreements for proof in proofs} == {()}
    assert prove(table).records == 60 * len(MEMBERS)
