"""The ledger in memory: the twin of the one in DynamoDB, for stories, trials and tests."""

from collections.abc import Iterator

from tessera.domain.outcome import Outcome, Recorded
from tessera.domain.write import Write
from tessera.storage.memory.erasings import Erasings
from tessera.storage.memory.filings import Kept
from tessera.storage.outcomes import foremost


class MemoryLedger(Erasings):
    """The `Ledger` of domain/ports.py and the `Erasures` of domain/erased.py, whose promises are written there; safe
    from any number of threads."""

    def record(self, write: Write) -> Outcome:
        """All of it under one lock."""
        kept = [Kept.of(filing) for filing in write.filings]
        with self._lock:
            outcome = foremost([*self._obstacles(write), Recorded()])
            if isinstance(outcome, Recorded):
                self._file(write, kept)
                self._enter(write)
                self._list(write)
                self._erase(write)
            return outcome

    def _obstacles(self, write: Write) -> Iterator[Outcome]:
        """In the order in which a transaction has them: of equals the first is told."""
        yield from self._filing_obstacles(write)
        yield from self._account_obstacles(write)
        yield from self._progress_obstacles(write)
        yield from self._look_up_obstacles(write)
