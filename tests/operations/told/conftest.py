"""A shop whose members are told what happens."""

from collections.abc import Iterator

import pytest

from tests.operations.shop import Shop
from tests.operations.telling import HeardLedger


@pytest.fixture
def quiet() -> Iterator[Shop]:
    """A shop whose writes are heard, and which is proven afterwards."""
    shop = Shop(HeardLedger())
    yield shop
    shop.prove()
