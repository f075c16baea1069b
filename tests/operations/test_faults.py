"""While the table throttles, conflicts and loses answers, nothing is done twice and next to nobody is turned away."""

from collections import Counter
from fractions import Fraction
from math import floor
from threading import local

import pytest

from bench.storm import MEMBERS, Json, Step, Storm, Weathered, key_of
from tessera.edge.patience import DEADLINE_SECONDS, JitteredPatience
from tessera.storage.prove import prove
from tessera.storage.table import Table

THREADS = 8
SECONDS_OF_A_CALL = 0.01
SEED = 20261122
WELCOME = 50
ONE_IN = 1000


class Wristwatch:
    """Each thread's own time: a call takes ten milliseconds of it, and a pause as long as it is. However slow the
    machine is, three seconds are three seconds."""

    def __init__(self) -> None:
        self._threads = local()

    def __call__(self) -> float:
        return float(getattr(self._threads, "seconds", 1.0))

    def sleep(self, seconds: float) -> None:
        self._threads.seconds = self() + seconds

    def tick(self) -> None:
        self.sleep(SECONDS_OF_A_CALL)


@pytest.fixture
def watch() -> Wristwatch:
    return Wristwatch()


@pytest.fixture
def storm(table: Table, watch: Wristwatch) -> Storm:
    """A shop on an empty table of DynamoDB Local."""
    endpoint, region = table.client.meta.endpoint_url, table.client.meta.region_name

    def patient(patience: JitteredPatience) -> Table:
        return Table(table.name, region=region, endpoint=endpoint, patience=patience)

    return Storm(patient, seed=SEED, clock=watch, sleep=watch.sleep)


def test_nothing_is_done_twice_and_one_in_a_thousand_is_busy_at_most(
    storm: Storm, watch: Wristwatch, pytestconfig: pytest.Config
) -> None:
    number = pytestconfig.getoption("--storm")
    weathered = storm.rage(number, threads=THREADS, passing=watch.tick)
    assert_the_faults_were_met(weathered)
    assert prove(storm.table).disagreements == ()
    assert_each_call_has_one_answer(weathered)
    assert_each_effect_is_there_once(storm, storm.stories(number), weathered)
    assert set(weathered.refusals) <= {"insufficient_balance", "unknown_redemption", "busy"}
    assert weathered.refusals["busy"] * ONE_IN <= len(weathered.seconds)
    assert sum(seconds > DEADLINE_SECONDS for seconds in weathered.seconds) * ONE_IN <= len(weathered.seconds)


def assert_the_faults_were_met(weathered: Weathered) -> None:
    """By every kind of call, each about as often as it should."""
    total, fates = Counter[str](), Counter[str]()
    for (operation, fate), times in weathered.sent.items():
        total[operation] += times
        fates[fate] += times
    assert set(total) == {"GetItem", "Query", "TransactWriteItems"}
    assert 0.27 < fates["throttled"] / total.total() < 0.33
    assert 0.08 < fates["in_the_way"] / total.total() < 0.12
    assert 0.05 < fates["lost"] / total.total() < 0.09


def assert_each_call_has_one_answer(weathered: Weathered) -> None:
    for key, answers in weathered.done.items():
        assert answers == [answers[0]] * len(answers), key


def assert_each_effect_is_there_once(storm: Storm, stories: list[list[Step]], weathered: Weathered) -> None:
    """Each member's points, added up from what was done, by a few lines that know nothing of the ledger."""
    expected = Counter(dict.fromkeys(MEMBERS, WELCOME))
    for steps in stories:
        member_id = next(body["member_id"] for _, body in steps if "member_id" in body)
        expected[member_id] += points_of([step for step in steps if key_of(*step) in weathered.done])
    for member_id, points in expected.items():
        assert storm.desk.account(member_id)["wallets"]["points"]["active"] == points, member_id


def points_of(done: list[Step]) -> int:
    """What the steps of a story that were done come to."""
    bodies = dict(done)
    gained = sum(GAINS.get(verb, 0) for verb in bodies)
    return gained + (order_points(bodies["order"], bodies.get("refund")) if "order" in bodies else 0)


GAINS = {"adjust": 100, "action": 20, "claim": -30, "capture": -10, "enrol": WELCOME}


def order_points(order: Json, refund: Json | None) -> int:
    """A point for each euro; of a refund, its share of them, half a point rounded up."""
    spent = Fraction(order["lines"][0]["unit_price"])
    earned = floor(spent)
    taken = earned * Fraction(refund["amount"]) / spent if refund else Fraction(0)
    return earned - floor(taken + Fraction(1, 2))
