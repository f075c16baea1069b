"""A ledger whose writes are witnessed: laws look at each of them, also at those of one step and of its nights."""

from typing import Any

from tessera.domain.outcome import Outcome, Recorded
from tessera.domain.ports import Ledger
from tessera.domain.write import Write


class Witness:
    """The ledger it is given, remembering every write that took place."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._writes: list[Write] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    def record(self, write: Write) -> Outcome:
        """Carry out one transaction, or say why nothing took place."""
        outcome = self._ledger.record(write)
        if isinstance(outcome, Recorded):
            self._writes.append(write)
        return outcome

    def since_last_asked(self) -> list[Write]:
        """What was written since this was asked before."""
        writes, self._writes = self._writes, []
        return writes
