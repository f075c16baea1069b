"""An import that is run again, cut short, or at work from several threads at once: everything is entered once."""

from collections.abc import Iterator
from pathlib import Path
from threading import Lock

import pytest

from tessera.commands.importing.entering import Pace
from tessera.commands.importing.mapping import packaged
from tessera.domain.outcome import Outcome, Recorded
from tessera.domain.write import Write
from tessera.storage.ledger import DynamoLedger
from tessera.storage.memory.ledger import MemoryLedger
from tessera.storage.prove import prove
from tessera.storage.table import Table
from tests.commands.importing import Import, journal_of, outcomes
from tests.operations.erasing import erasing_on
from tests.operations.shop import Shop

LOYALTYLION = packaged("members", "loyaltylion")
SHOPIFY = packaged("orders", "shopify")


class Crash(Exception):
    """The process ends here."""


class CrashingLedger(MemoryLedger):
    """Crashes after so many writes, with the last of them made, and stays so."""

    def __init__(self) -> None:
        super().__init__()
        self.writes_left: int | None = None
        self._counting = Lock()

    def record(self, write: Write) -> Outcome:
        """One transaction."""
        with self._counting:
            if self.writes_left == 0:
                raise Crash
            outcome = super().record(write)
            if self.writes_left is not None and isinstance(outcome, Recorded):
                self.writes_left -= 1
                if self.writes_left == 0:
                    raise Crash
            return outcome


def members(folder: Path, count: int) -> Path:
    """An export of so many members, each with 10 points more than the one before."""
    file = folder / "members.csv"
    rows = (f"m{number},m{number}@example.com,2020-01-01,{number * 10}" for number in range(count))
    file.write_text("\n".join(["merchant_id,email,enrolled_at,points_approved", *rows]) + "\n")
    return file


def past_orders(folder: Path, count: int, of: int) -> Path:
    """An export of so many orders, in turn of so many members."""
    file = folder / "orders.csv"
    rows = (
        f"m{number % of}@example.com,paid,2025-{number % 12 + 1:02}-03T10:00:00+01:00,EUR,10.00,0.00,0.00,o{number}"
        for number in range(count)
    )
    file.write_text("\n".join(["Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Refunded Amount,Id", *rows]))
    return file


@pytest.fixture
def ledger() -> CrashingLedger:
    return CrashingLedger()


@pytest.fixture
def shop(ledger: CrashingLedger) -> Shop:
    shop = Shop(ledger)
    shop.publish()
    return shop


def held(ledger: MemoryLedger) -> int:
    return sum(account.wallets["points"].active for account, _ in ledger.books())


def test_an_import_twice_is_an_import_once(shop: Shop, ledger: CrashingLedger, tmp_path: Path) -> None:
    file, imports = members(tmp_path, 20), Import(shop)
    assert outcomes(imports.run(file, LOYALTYLION)) == {"new": 20}
    shop.later(days=1)
    end = imports.run(file, LOYALTYLION)
    assert (outcomes(end), end.agrees, held(ledger)) == ({"before": 20}, True, 1900)
    assert not journal_of(file).exists()


@pytest.mark.parametrize("writes", [1, 7, 19])
def test_an_import_that_was_cut_short_is_gone_on_with(
    shop: Shop, ledger: CrashingLedger, tmp_path: Path, writes: int
) -> None:
    file, imports = members(tmp_path, 20), Import(shop)
    ledger.writes_left = writes
    with pytest.raises(Crash):
        imports.run(file, LOYALTYLION)
    assert journal_of(file).exists()
    ledger.writes_left = None
    end = imports.run(file, LOYALTYLION)
    assert outcomes(end) == {"before": writes, "new": 20 - writes}
    assert (end.agrees, held(ledger)) == (True, 1900)


def test_a_journal_of_another_table_is_not_believed(shop: Shop, tmp_path: Path, ledger: CrashingLedger) -> None:
    file = members(tmp_path, 5)
    ledger.writes_left = 3
    with pytest.raises(Crash):
        Import(shop).run(file, LOYALTYLION)
    empty = Shop()
    empty.publish()
    assert outcomes(Import(empty).run(file, LOYALTYLION)) == {"new": 5}


def test_a_line_of_the_journal_that_was_cut_short_is_no_id(shop: Shop, ledger: CrashingLedger, tmp_path: Path) -> None:
    file = members(tmp_path, 20)
    ledger.writes_left = 5
    with pytest.raises(Crash):
        Import(shop).run(file, LOYALTYLION)
    with journal_of(file).open("a") as journal:
        journal.write("m1")  # of m12, say
    ledger.writes_left = None
    assert outcomes(Import(shop).run(file, LOYALTYLION)) == {"before": 5, "new": 15}


def test_past_orders_twice_and_cut_short_count_once(shop: Shop, ledger: CrashingLedger, tmp_path: Path) -> None:
    imports = Import(shop)
    imports.run(members(tmp_path, 4), LOYALTYLION)
    shop.email_key = imports.ports.email_key
    file = past_orders(tmp_path, 30, of=4)
    ledger.writes_left = 11
    with pytest.raises(Crash):
        imports.run(file, SHOPIFY)
    ledger.writes_left = None
    end = imports.run(file, SHOPIFY)
    assert (outcomes(end), end.agrees) == ({"before": 11, "new": 19}, True)
    assert sum(account.activity.lifetime.orders for account, _ in ledger.books()) == 30


def test_orders_of_who_was_erased_were_imported_before_whether_for_real_or_not(table: Table, tmp_path: Path) -> None:
    erasing = erasing_on(table)
    erasing.shop.publish()
    imports, file = Import(erasing.shop), past_orders(tmp_path, 2, of=1)
    ids = tmp_path / "ids.csv"
    ids.write_text("id,email\nm0,m0@example.com\n")
    imports.run(members(tmp_path, 1), LOYALTYLION)
    assert outcomes(imports.run(file, SHOPIFY, ids=ids)) == {"new": 2}
    erasing.erase("m0")
    for for_real in (False, True):
        assert outcomes(imports.run(file, SHOPIFY, ids=ids, for_real=for_real)) == {"before": 2}


def test_a_pace_lets_so_many_through_a_second() -> None:
    now, slept = 100.0, list[float]()

    def ticks() -> Iterator[float]:
        while True:
            yield now

    pace = Pace(4, clock=lambda: next(ticks()), sleep=slept.append)
    for _ in range(3):
        pace.wait()
    assert slept == [0.0, 0.25, 0.5]


def test_a_thousand_members_and_their_orders_reconcile_on_dynamodb(table: Table, tmp_path: Path) -> None:
    shop = Shop()
    shop.publish()
    imports = Import(shop, DynamoLedger(table))
    file = members(tmp_path, 1000)
    end = imports.run(file, LOYALTYLION, workers=8)
    assert (outcomes(end), end.agrees) == ({"new": 1000}, True)
    counted = imports.run(past_orders(tmp_path, 60, of=6), SHOPIFY, workers=8)
    assert (outcomes(counted), counted.agrees) == ({"new": 60}, True)
    proof = prove(table)
    assert (proof.members, proof.disagreements) == (1000, ())
    assert proof.moved["points", "adjustment"] == end.into("points")["enrolled"] == 4995000
