"""The promises of `Tallies` (domain/figures.py): what is told, in any company and however often, counts once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import count

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto import mock_aws

from tessera.domain.entries import WALLETS
from tessera.domain.figures import NAMES, Figures, Tallies, Tally, outstanding
from tessera.domain.refusals import Busy
from tessera.edge.patience import JitteredPatience
from tessera.storage.columns import Row
from tessera.storage.figure_rows import FiguresRow, ToldRow
from tessera.storage.figures import DynamoTallies
from tessera.storage.memory.figures import MemoryTallies
from tessera.storage.table import SCHEMA, Table
from tests.operations.shop import Patience
from tests.storage.samples import START

KINDS = ("memory", "moto", "dynamodb")
FIRST, LAST = date(2024, 2, 28), date(2026, 3, 31)
DAYS = st.dates(FIRST, LAST)
AMOUNTS = st.dictionaries(st.sampled_from(NAMES), st.integers(-(10**12), 10**12).filter(bool), min_size=1).map(Figures)


NUMBERS = count(1000)


@st.composite
def drawn_tallies(draw: st.DrawFn, days_max: int) -> Tally:
    """What a record comes to that was never told before."""
    days = draw(st.dictionaries(DAYS, AMOUNTS, min_size=1, max_size=days_max))
    return Tally(f"anna/{next(NUMBERS)}/0", tuple(sorted(days.items())))


@pytest.fixture
def moto_table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        boto3.client("dynamodb", "eu-south-1").create_table(TableName="ledger", BillingMode="PAY_PER_REQUEST", **SCHEMA)
        yield Table("ledger", region="eu-south-1")


@pytest.fixture(params=KINDS)
def tallies(request: pytest.FixtureRequest) -> Tallies:
    if request.param == "memory":
        return MemoryTallies()
    name = "table" if request.param == "dynamodb" else "moto_table"
    return DynamoTallies(request.getfixturevalue(name), Patience())


def one(number: int, day: date, **figures: int) -> Tally:
    return Tally(f"anna/{number}/0", ((day, Figures(figures)),))


def summed(tallies: list[Tally]) -> dict[date, Figures]:
    days: dict[date, Figures] = {}
    for each in tallies:
        for day, figures in each.days:
            days.setdefault(day, Figures()).update(figures)
    return days


def test_nothing_was_counted_yet(tallies: Tallies) -> None:
    assert tallies.days(FIRST, LAST) == {}
    assert tallies.through(LAST) == Figures()


def test_days_are_those_asked_for_and_the_sums_go_back_to_the_beginning(tallies: Tallies) -> None:
    days = [date(2025, 11, 30), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1)]
    told = [one(number, day, orders=1, points_issued=10**number) for number, day in enumerate(days)]
    assert tallies.count(told, at=START) == 4
    assert list(tallies.days(days[1], days[2])) == days[1:3]
    assert tallies.days(days[2], days[2]) == {days[2]: Figures(orders=1, points_issued=100)}
    sums = [tallies.through(day)["points_issued"] for day in (days[0] - timedelta(1), *days, LAST)]
    assert sums == [0, 1, 11, 111, 1111, 1111]


def test_what_is_told_again_counts_once_alone_and_in_any_company(tallies: Tallies) -> None:
    day = date(2026, 1, 25)
    told = [one(number, day, orders=1) for number in range(6)]
    assert tallies.count(told[:3], at=START) == 3
    assert tallies.count(told[:3], at=START) == 0
    assert tallies.count([*told[1:5], told[1]], at=START) == 2
    assert tallies.count(told[::-1], at=START) == 1
    assert tallies.days(day, day) == {day: Figures(orders=6)}


def test_a_batch_may_have_more_than_one_transaction_takes(tallies: Tallies) -> None:
    days = [FIRST + timedelta(number) for number in range(60)]
    told = [one(number, days[number % 60], orders=1) for number in range(150)]
    assert (tallies.count(told, at=START), tallies.count(told, at=START)) == (150, 0)
    assert tallies.days(FIRST, LAST) == summed(told)
    widest = Tally("bea/1/0", tuple((date(2000 + number, 1, 1), Figures(orders=1)) for number in range(40)))
    assert tallies.count([widest], at=START) == 1


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("tallies", ["memory", "dynamodb"], indirect=True)
def test_any_tallies_in_any_batches_come_to_their_sum(data: st.DataObject, tallies: Tallies) -> None:
    come_to_their_sum(tallies, data, most=12, days_max=8)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("tallies", ["moto"], indirect=True)
def test_a_few_tallies_come_to_their_sum_where_each_transaction_copies_the_table(
    data: st.DataObject, tallies: Tallies
) -> None:
    come_to_their_sum(tallies, data, most=3, days_max=2)


def come_to_their_sum(tallies: Tallies, data: st.DataObject, *, most: int, days_max: int) -> None:
    """So many tallies at most, each of so many days at most, in batches that have some of them again and again."""
    before = tallies.days(FIRST, LAST)
    told = [data.draw(drawn_tallies(days_max)) for _ in range(data.draw(st.integers(1, most)))]
    batches = data.draw(st.lists(st.lists(st.sampled_from(told), min_size=1, max_size=8), max_size=6))
    assert sum(tallies.count(batch, at=START) for batch in [*batches, told]) == len(told)
    expected = summed([Tally("before", tuple(before.items())), *told])
    assert tallies.days(FIRST, LAST) == expected
    assert tallies.through(LAST) == summed([Tally("all", tuple((LAST, each) for each in expected.values()))])[LAST]


def test_batches_that_are_counted_at_once_count_once_each(table: Table) -> None:
    """Those that meet wait for each other, and each is told to two."""
    day = date(2026, 1, 25)
    told = [[one(number, day, orders=1) for number in range(start, start + 5)] for start in range(0, 40, 5)]
    counting = DynamoTallies(table, JitteredPatience(deadline_seconds=60))
    with ThreadPoolExecutor(8) as workers:
        new = sum(workers.map(lambda batch: counting.count(batch, at=START), told * 2))
    assert (new, counting.days(day, day)) == (40, {day: Figures(orders=40)})


def test_who_meets_others_for_too_long_is_busy_and_has_counted_nothing(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = DynamoTallies(table, Patience(2))
    monkeypatch.setattr(counting, "_add", lambda tallies, at: set[int]())
    with pytest.raises(Busy):
        counting.count([one(1, FIRST, orders=1)], at=START)


def test_that_it_was_told_is_forgotten_after_a_week() -> None:
    assert ToldRow.of(one(1, FIRST, orders=1), START).ttl == int((START + timedelta(days=7)).timestamp())


def test_every_figure_has_a_column_of_its_own() -> None:
    assert FiguresRow.get_attributes().keys() == {*NAMES, *Row.get_attributes()}


@pytest.mark.parametrize("wallet", WALLETS)
def test_what_is_outstanding_is_what_entries_come_to(wallet: str) -> None:
    moved = {"issued": 1000, "redeemed": 200, "reversed": 100, "restored": 50, "expired": 20, "adjusted": -5}
    figures = Figures({f"{wallet}_{name}": amount for name, amount in {**moved, "written_off": 7}.items()})
    assert outstanding(figures, wallet) == 1000 - 200 - 100 + 50 - 20 - 5 + 7
