"""A shop on a stack of its own, whose clock, stream and queues are worked by hand."""

from collections.abc import Iterator
from typing import Any

import pytest

from tessera.domain.calendar import parse_instant
from tessera.edge import wiring
from tessera.edge.wiring import world
from tests.functions.nights.running import SECTIONS, STARTS, Stack
from tests.functions.test_publishing import WatchedClock
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines


@pytest.fixture
def clock(stack: Any, monkeypatch: pytest.MonkeyPatch) -> WatchedClock:
    made = WatchedClock()
    made.time = parse_instant(STARTS)
    monkeypatch.setattr(wiring, "SystemClock", lambda: made)
    monkeypatch.setattr("tessera.edge.nights.HANDS", 1)  # moto's table knows no threads
    monkeypatch.setattr("tessera.edge.plans.LEAD_SECONDS", 0)
    return made


@pytest.fixture
def running(stack: Any, function: Any, guard: Any, clock: WatchedClock) -> Stack:
    return Stack(stack, function, guard, clock)


@pytest.fixture
def shop(running: Stack) -> Iterator[Shop]:
    """Anna, who is born on 4 May and has ordered once; all of it was streamed."""
    shop = Shop(world().ledger).at(STARTS)
    shop.programmes = world().programmes
    shop.publish(ONE_POINT_PER_EURO, **SECTIONS)
    shop.enrol("anna", birthday="1990-05-04")
    shop.order("o1", lines=lines("10.00"))
    running.stream()
    running.received("plan")
    yield shop
