"""The promises of `Programmes` (domain/ports.py), and what the one in DynamoDB remembers."""

from datetime import timedelta
from typing import Any

import pytest

from bench.units import counted
from tessera.domain.ports import Programmes
from tessera.domain.programme import check
from tessera.domain.refusals import NoProgramme
from tessera.domain.versions import Version, version_of
from tessera.storage.programmes import DynamoProgrammes
from tessera.storage.table import Table
from tests.storage.conftest import HandClock
from tests.storage.samples import DAY, START

FRESH_SECONDS = 30.0


def version(number: int, name: str = "Bottega Club") -> Version:
    """A version in force from day `number` on."""
    rules = [{"id": "base", "wallet": "points", "earn": {"points": number, "per": "1.00"}}]
    document: dict[str, Any] = {"id": "bottega", "name": name, "currency": "EUR", "timezone": "Europe/Rome"}
    programme = check({**document, "earning": {"rules": rules}})
    return version_of(programme, number=number, in_force_from=START + number * DAY + timedelta(microseconds=1))


def test_there_is_no_programme_before_the_first(programmes: Programmes) -> None:
    for ask in (lambda: programmes.latest(), lambda: programmes.in_force(START)):
        with pytest.raises(NoProgramme):
            ask()
    with pytest.raises(LookupError):
        programmes.version(1)


def test_a_version_is_read_as_it_was_published(programmes: Programmes) -> None:
    assert programmes.publish(version(1))
    assert programmes.latest() == programmes.version(1) == version(1)
    assert programmes.version(1).programme.source == version(1).programme.source


def test_the_version_in_force_is_the_newest_that_had_begun(programmes: Programmes) -> None:
    for number in (1, 2, 3):
        assert programmes.publish(version(number))
    begins = version(2).in_force_from
    assert programmes.in_force(begins).number == 2
    assert programmes.in_force(begins - timedelta(microseconds=1)).number == 1
    assert programmes.in_force(START - DAY).number == 1
    assert programmes.in_force(START + 99 * DAY).number == 3
    assert programmes.latest().number == 3


def test_a_number_is_published_once(programmes: Programmes) -> None:
    assert programmes.publish(version(1))
    assert not programmes.publish(version(1, "Another Club"))
    assert programmes.latest() == version(1)
    with pytest.raises(LookupError):
        programmes.version(0)


def test_what_is_known_is_asked_for_again_only_when_it_is_no_longer_fresh(table: Table, hand_clock: HandClock) -> None:
    here, elsewhere = (_programmes(table, hand_clock) for _ in range(2))
    elsewhere.publish(version(1))
    assert here.latest().number == 1
    elsewhere.publish(version(2))
    hand_clock.seconds = FRESH_SECONDS - 1
    with counted(table.client) as count:
        assert here.latest().number == 1
    assert count.round_trips == 0
    hand_clock.seconds = FRESH_SECONDS
    with counted(table.client) as count:
        assert here.latest().number == 2
    assert count.round_trips == 1


def test_a_version_that_an_entry_names_is_looked_for_though_all_is_fresh(table: Table, hand_clock: HandClock) -> None:
    here, elsewhere = (_programmes(table, hand_clock) for _ in range(2))
    elsewhere.publish(version(1))
    assert here.latest().number == 1
    elsewhere.publish(version(2))
    assert here.version(2) == version(2)


def test_a_publisher_knows_its_version_at_once(table: Table, hand_clock: HandClock) -> None:
    here = _programmes(table, hand_clock)
    here.publish(version(1))
    assert here.latest().number == 1
    here.publish(version(2))
    assert here.latest().number == 2


def test_a_table_that_was_emptied_is_read_anew(table: Table, hand_clock: HandClock) -> None:
    here, elsewhere = (_programmes(table, hand_clock) for _ in range(2))
    for number in (1, 2):
        elsewhere.publish(version(number))
    assert here.latest().number == 2
    for number in (1, 2):
        key = {"pk": {"S": "P"}, "sk": {"S": f"PROGRAMME#00000{number}"}}
        table.client.delete_item(TableName=table.name, Key=key)
    hand_clock.seconds = FRESH_SECONDS
    with pytest.raises(NoProgramme):
        here.latest()
    assert _programmes(table, hand_clock).publish(version(1, "A new story"))
    assert not here.publish(version(1))
    assert here.latest().programme.name == "A new story"


def _programmes(table: Table, clock: HandClock) -> DynamoProgrammes:
    return DynamoProgrammes(table, fresh_for_seconds=FRESH_SECONDS, monotonic=clock)
