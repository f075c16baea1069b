"""While the table throttles, conflicts and loses answers, nothing is done twice and next to nobody is turned away."""

from collections import Counter
from threading import local

import pytest

from bench.storm import MEMBERS, Storm, Weathered
from tessera.storage.ledger import DynamoLedger
from tessera.storage.prove import prove
from tessera.storage.table import Table

THREADS = 8
SECONDS_OF_A_CALL = 0.01
SEED = 20261122
REFUSED_BY_THE_RULES = {"insufficient_balance", "unknown_redemption"}
OF_THE_MEMBERS_OWN = {"order", "refund", "adjustment", "claim", "action", "reservation", "closing", "enrolment"}


class Wristwatch:
    """Each thread's own time: a call takes ten milliseconds of it, and a pause as long as it is. However slow the
    machine is, three seconds are three seconds."""

    def __init__(self) -> None:
        self._threads = local()

    def __call__(self) -> float:
        return getattr(self._threads, "seconds", 1.0)

    def sleep(self, seconds: float) -> None:
        self._threads.seconds = self() + seconds

    def tick(self) -> None:
        self.sleep(SECONDS_OF_A_CALL)


@pytest.fixture
def storm(table: Table) -> Storm:
    """A shop with members, on an empty table of DynamoDB Local."""
    watch = Wristwatch()

    def patient(patience: object) -> Table:
        return Table(table.name, region="eu-south-1", endpoint=table.client.meta.endpoint_url, patience=patience)

    return Storm(patient, seed=SEED, clock=watch, sleep=watch.sleep, passing=watch.tick)


def test_nothing_is_done_twice_and_one_in_a_thousand_is_busy_at_most(
    storm: Storm, pytestconfig: pytest.Config
) -> None:
    weathered = storm.rage(pytestconfig.getoption("--storms"), threads=THREADS)
    assert prove(storm.table).disagreements == ()
    assert_each_call_has_one_answer(weathered)
    assert_each_key_took_effect_once(storm, weathered)
    assert_hardly_anybody_was_turned_away(weathered)
    assert_the_faults_were_met(weathered)
