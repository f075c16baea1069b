"""The ledger in memory: the twin of the one in DynamoDB, for stories, trials and tests."""

from collections.abc import Iterator
from itertools import islice

from tessera.domain.found import Filed
from tessera.domain.outcome import Outcome, Recorded
from tessera.domain.write import Write
from tessera.storage.cursors import write_cursor
from tessera.storage.entries import write_moment
from tessera.storage.memory.erasings import Erasings
from tessera.storage.memory.filings import Kept
from tessera.storage.outcomes import foremost


class MemoryLedger(Erasings):
    """The `Ledger` of domain/ports.py and the `Erasures` of domain/erased.py, whose promises are written there; safe
    from any number of threads."""

    def filings(self, member_id: str, *, limit: int, cursor: str | None = None) -> Iterator[Filed]:
        """What the member's records are filed with, newest first."""
        for record in islice(reversed(self._before(member_id, cursor)), limit):
            filing = self.filed(self._keys[member_id, record.seq])
            if filing:
                yield Filed(filing, write_cursor(member_id, write_moment(record)))

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
