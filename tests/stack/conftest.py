"""The deployed stack, for the tests of one module at a time."""

from collections.abc import Iterator

import pytest

from tests.shared_servers import stage
from tests.stack.calling import Shop, opened


@pytest.fixture
def permutations(pytestconfig: pytest.Config) -> int:
    """In how many orders of arrival the life of an order is told."""
    asked: int = pytestconfig.getoption("--permutations")
    return asked


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    """A shop that has just opened; nobody else moves its clock meanwhile."""
    with stage() as stack:
        yield opened(stack)
