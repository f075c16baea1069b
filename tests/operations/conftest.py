"""A shop in memory, whose ledger is proven after every test."""

from collections.abc import Iterator

import pytest

from tests.operations.hooks import Hooks
from tests.operations.referrals import befriended
from tests.operations.shop import Shop


@pytest.fixture
def shop() -> Iterator[Shop]:
    """A shop without a programme; afterwards every account must equal its entries."""
    shop = Shop()
    yield shop
    shop.prove()


@pytest.fixture
def friends(shop: Shop) -> Shop:
    """Ada has referred Bea."""
    return befriended(shop)


@pytest.fixture
def hooks() -> Hooks:
    """With one subscription, whose endpoint takes what it is sent."""
    made = Hooks()
    made.subscribe()
    return made
