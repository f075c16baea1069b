"""A ledger of each kind, empty, for every test that names one."""

import pytest
from hypothesis import settings

from tessera.domain.outbox import Devices, Outbox
from tessera.domain.ports import Ledger, Programmes
from tessera.storage.ledger import DynamoLedger
from tessera.storage.memory.ledger import MemoryLedger
from tessera.storage.memory.outbox import MemoryDevices, MemoryOutbox
from tessera.storage.memory.programmes import MemoryProgrammes
from tessera.storage.outbox import DynamoDevices, DynamoOutbox
from tessera.storage.programmes import DynamoProgrammes

# A busy machine is no bug: nothing here is judged by how long it takes.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

KINDS = ("memory", "dynamodb")


@pytest.fixture(params=KINDS)
def ledger(request: pytest.FixtureRequest) -> Ledger:
    """A ledger of each kind."""
    if request.param == "memory":
        return MemoryLedger()
    return DynamoLedger(request.getfixturevalue("table"))


@pytest.fixture(params=KINDS)
def programmes(request: pytest.FixtureRequest) -> Programmes:
    """Programmes of each kind, which look for newer versions each time."""
    if request.param == "memory":
        return MemoryProgrammes()
    return DynamoProgrammes(request.getfixturevalue("table"), fresh_for_seconds=0, monotonic=lambda: 0.0)


@pytest.fixture(params=KINDS)
def outbox(request: pytest.FixtureRequest) -> Outbox:
    """An outbox of each kind."""
    return MemoryOutbox() if request.param == "memory" else DynamoOutbox(request.getfixturevalue("table"))


@pytest.fixture(params=KINDS)
def devices(request: pytest.FixtureRequest) -> Devices:
    """Phones of each kind."""
    return MemoryDevices() if request.param == "memory" else DynamoDevices(request.getfixturevalue("table"))


class HandClock:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def hand_clock() -> HandClock:
    return HandClock()
