"""The nights that a moved clock passes: each settles whoever is due, at its own hour, and nobody else is looked at."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from tessera.domain.account import Account
from tessera.domain.calendar import parse_instant, show_instant
from tessera.domain.filing import Json
from tessera.operations.run_nights import run_nights
from tessera.storage.memory.ledger import MemoryLedger
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines

EXPIRING = {"points": {"expiry": {"mode": "fixed", "days": 30}}}


class CountedLedger(MemoryLedger):
    """A ledger in memory that counts what is asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = Counter[str]()

    def account(self, member_id: str, *, consistent: bool = False) -> Account | None:
        self.calls["account"] += 1
        return super().account(member_id, consistent=consistent)

    def record(self, write: Any) -> Any:
        self.calls["record"] += 1
        return super().record(write)


@pytest.fixture
def shop() -> Shop:
    made = Shop(CountedLedger())
    made.publish(ONE_POINT_PER_EURO, earning={"hold": {"days": 14}}, wallets=EXPIRING)
    made.enrol("anna")
    made.enrol("bruno")
    made.order("o1", "anna", lines=lines("10.00"))
    return made


def pass_until(shop: Shop, until: str) -> int:
    since, shop.now = shop.now, parse_instant(until)
    return nights(shop, since, shop.now)


def nights(shop: Shop, since: datetime, until: datetime) -> int:
    ledger = shop.ledger
    assert isinstance(ledger, CountedLedger)
    accounts = [account for account, _ in ledger.books()]
    ledger.calls.clear()
    return run_nights(accounts, since=since, until=until, **shop.kept, **shop.carrying)


def recorded(shop: Shop, member_id: str = "anna") -> list[Json]:
    records = shop.ledger.records(member_id, limit=100).records
    return [
        {"recorded": show_instant(record.recorded_at, "Europe/Rome"), "kinds": [entry.kind for entry in record.entries]}
        for record in reversed(records)
    ]


def test_each_night_enters_what_became_due_since_the_one_before(shop: Shop) -> None:
    assert pass_until(shop, "2027-01-01T00:00:00+01:00") == 2
    assert recorded(shop)[2:] == [
        {"recorded": "2026-01-24T00:30:00+01:00", "kinds": ["activation"]},
        {"recorded": "2026-02-24T00:30:00+01:00", "kinds": ["expiry"]},
    ]
    shop.prove()


def test_a_year_of_nights_costs_only_the_nights_in_which_something_is_due(shop: Shop) -> None:
    pass_until(shop, "2027-01-01T00:00:00+01:00")
    assert isinstance(shop.ledger, CountedLedger)
    # For each of two nights: settle_account reads and writes, then the account is looked at again. Bruno costs nothing.
    assert shop.ledger.calls == {"account": 4, "record": 2}


def test_a_night_begins_at_half_past_midnight_where_the_shop_is(shop: Shop) -> None:
    assert pass_until(shop, "2026-01-24T00:29:59+01:00") == 0
    assert pass_until(shop, "2026-01-24T00:30:00+01:00") == 1


def test_the_night_at_which_the_clock_stood_is_not_run_again(shop: Shop) -> None:
    pass_until(shop, "2026-01-24T00:30:00+01:00")
    assert pass_until(shop, "2026-01-24T23:00:00+01:00") == 0


def test_what_was_cut_short_can_be_run_again(shop: Shop) -> None:
    since = shop.now
    pass_until(shop, "2027-01-01T00:00:00+01:00")
    before = recorded(shop)
    assert nights(shop, since, shop.now) == 0
    assert recorded(shop) == before


def test_where_no_time_passes_the_night_is_run_at_once(shop: Shop) -> None:
    shop.now += timedelta(days=14)
    assert nights(shop, shop.now, shop.now) == 1
    assert recorded(shop)[-1] == {"recorded": "2026-01-24T10:00:00+01:00", "kinds": ["activation"]}


def test_nobody_and_no_programme_is_no_night() -> None:
    shop = Shop(CountedLedger())
    assert pass_until(shop, "2027-01-01T00:00:00+01:00") == 0


def test_a_night_that_comes_late_writes_nothing_to_an_account_that_is_further_on(shop: Shop) -> None:
    """Its day is told apart from the account's: by then the member was not yet in what they are in now."""
    since = shop.now
    known_for_days = {"id": "known", "all": [{"metric": "days_since_enrolment", "at_least": 5}]}
    shop.publish(ONE_POINT_PER_EURO, wallets=EXPIRING, segments=[known_for_days])
    shop.later(days=20).order("o2", "anna", lines=lines("10.00"))
    before = shop.ledger.account("anna")
    accounts = [before] if before else []
    assert run_nights(accounts, since=since, until=since + timedelta(days=3), **shop.kept, **shop.carrying) == 0
    assert shop.ledger.account("anna") == before
