"""A shop by another till, to whose writes something else comes first."""

from collections.abc import Callable
from typing import Any

from tessera.domain.outcome import Outcome
from tessera.domain.ports import Ledger
from tessera.domain.write import Write
from tests.operations.shop import Shop


class Interrupted:
    """A ledger that lets something else happen just before each write of a kind, or fails there."""

    def __init__(self, ledger: Ledger, kind: str, happen: Callable[[], object]) -> None:
        self._ledger, self._kind, self._happen = ledger, kind, happen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    def record(self, write: Write) -> Outcome:
        if write.filings and write.filings[0].key.kind == self._kind:
            self._happen()
        return self._ledger.record(write)


def interrupted(shop: Shop, kind: str, happen: Callable[[], object]) -> Shop:
    """The same shop by another till, of whose writes those of a kind come just after something else."""
    other = Shop(Interrupted(shop.ledger, kind, happen))
    other.programmes, other.now, other.credits_later = shop.programmes, shop.now, shop.credits_later
    return other
