"""Whatever happened in a shop, the accountant's books of any period open with what there was, close with opening and
entries, and agree with the accounts."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from tessera.commands.ledger.books import Books, Period
from tessera.domain.calendar import day_of
from tessera.domain.entries import WALLETS
from tessera.storage.memory.ledger import MemoryLedger
from tessera.storage.prove import prove_books
from tests.properties.books import hold
from tests.properties.machine import AnyShop
from tests.properties.proving import prove
from tests.properties.world import START, ZONE, Event, Json

PERIODS = ((0, 0), (0, 20), (3, 40), (41, 4000))
"""From which day to which, counted from the beginning."""


class Exported(AnyShop):
    def tell_again(self, programme: Json, story: Sequence[Event]) -> None:
        ledger = self.world.witness._ledger
        assert isinstance(ledger, MemoryLedger)
        kept = list(ledger.books())
        moved, start = prove_books(kept).moved, day_of(START, ZONE)
        for first, last in PERIODS:
            books = Books(
                Period(start + timedelta(first), start + timedelta(last), self.world.stores.programmes.latest())
            )
            for account, records in kept:
                for each in (account, *records):
                    books.enter(each)
            hold(not books.disagreements, f"the books of days {first} to {last} do not agree: {books}")
            for name in WALLETS:
                entered = books.closing(name) + books.later[name]
                proven = sum(units for (wallet, _), units in moved.items() if wallet == name)
                hold(entered == proven, f"the {name} of days {first} to {last} are not those of prove: {books}")


def test_the_books_of_any_period_agree_with_the_accounts(few_seeds: int, steps: int, tmp_path: Path) -> None:
    prove(Exported, few_seeds, steps // 2, tmp_path)
