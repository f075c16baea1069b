"""The promises of suppressions: to a suppressed address no mail is sent until it is lifted."""

from datetime import UTC, datetime, timedelta

import pytest

from tessera.domain.suppressing import Suppression, Suppressions
from tessera.storage.ledger import DynamoLedger
from tessera.storage.memory.suppressions import MemorySuppressions
from tessera.storage.suppressions import DynamoSuppressions
from tessera.storage.table import Table

NOON = datetime(2026, 3, 2, 12, 0, 0, 250, UTC)
BOUNCE = Suppression("bounce", NOON, "General")
COMPLAINT = Suppression("complaint", NOON + timedelta(days=1), "abuse")


@pytest.fixture(params=("memory", "dynamodb"))
def suppressions(request: pytest.FixtureRequest) -> Suppressions:
    """Suppressions of each kind."""
    if request.param == "memory":
        return MemorySuppressions()
    return DynamoSuppressions(request.getfixturevalue("table"))


def test_an_address_is_suppressed_until_that_is_lifted(suppressions: Suppressions) -> None:
    assert suppressions.of("k1") is None
    suppressions.suppress("k1", BOUNCE)
    assert (suppressions.of("k1"), suppressions.of("k2")) == (BOUNCE, None)
    assert suppressions.lift("k1") == BOUNCE
    assert suppressions.of("k1") is None


def test_nothing_is_lifted_where_nothing_was_suppressed(suppressions: Suppressions) -> None:
    assert suppressions.lift("k1") is None


def test_the_first_reason_stays(suppressions: Suppressions) -> None:
    for suppression in (BOUNCE, Suppression("bounce", NOON + timedelta(days=9), "NoEmail")):
        suppressions.suppress("k1", suppression)
    assert suppressions.of("k1") == BOUNCE


def test_a_complaint_takes_the_place_of_a_bounce_and_never_the_other_way(suppressions: Suppressions) -> None:
    for suppression in (BOUNCE, COMPLAINT, BOUNCE):
        suppressions.suppress("k1", suppression)
    assert suppressions.of("k1") == COMPLAINT


def test_one_without_a_word_of_the_provider_is_kept_too(suppressions: Suppressions) -> None:
    suppressions.suppress("k1", Suppression("complaint", NOON))
    assert suppressions.of("k1") == Suppression("complaint", NOON)


def test_a_suppressed_address_is_no_member(table: Table) -> None:
    DynamoSuppressions(table).suppress("k1", BOUNCE)
    assert DynamoLedger(table).members_with_email("k1", limit=9) == ()
