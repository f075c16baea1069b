"""What is filed under natural keys in memory: filings, what is parked for orders, how much of them is refunded."""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tessera.domain.entries import Record
from tessera.domain.filing import Filing, Key
from tessera.domain.found import OrderFile, RedemptionFile
from tessera.domain.outcome import AlreadyFiled, Outcome, RefundsWaiting, Stale
from tessera.domain.write import Parked, Progress, Write
from tessera.storage.memory.shelf import Shelf
from tessera.storage.packing import text_of


class Kept(NamedTuple):
    """A filing, its JSON as text: whoever changes what he was handed changes nothing here."""

    key: Key
    papers: str
    record: Record | None

    @classmethod
    def of(cls, filing: Filing) -> "Kept":
        """What is kept of a filing. Raises TypeError for a float."""
        return cls(filing.key, text_of([filing.body, filing.answer, filing.content]), filing.record)

    def filing(self) -> Filing:
        """The filing, made anew."""
        body, answer, content = json.loads(self.papers)
        return Filing(self.key, body, answer, content, self.record)


class Filings(Shelf):
    """Filings by their keys, and what else lies under an order."""

    def __init__(self) -> None:
        super().__init__()
        self._filings: dict[Key, Kept] = {}
        self._of_order: dict[str, list[Kept]] = {}
        self._numbered: dict[Key, list[Kept]] = {}
        self._parked: dict[str, str] = {}
        self._progress: dict[str, Progress] = {}

    def filed(self, key: Key) -> Filing | None:
        """What lies under a natural key."""
        kept = self._filings.get(key)
        return kept.filing() if kept else None

    def last_filed(self, key: Key) -> Filing | None:
        """What lies under the greatest of the numbered keys."""
        with self._lock:
            filed = self._numbered.get(key, ())
            return max(filed, key=lambda kept: kept.key).filing() if filed else None

    def order(self, order_id: str) -> OrderFile | None:
        """All that lies under an order."""
        with self._lock:
            parked, beside = self._waiting(order_id), tuple(self._of_order.get(order_id, ()))
            filing, progress = self.filed(Key("order", order_id)), self._progress.get(order_id)
            completion, claim = self.filed(Key("completion", order_id)), self.filed(Key("claimed", order_id))
        refunds = tuple(each.filing() for each in beside if each.key.kind == "refund")
        captures = tuple(each.filing() for each in _by_id(beside) if each.key.kind == "capture")
        file = OrderFile(filing, progress, refunds, captures, parked, completion, claim)
        return file if any(file) else None

    def redemption(self, redemption_id: str) -> RedemptionFile | None:
        """A redemption's life."""
        with self._lock:
            reservation = self.filed(Key("reservation", redemption_id))
            closing = self.filed(Key("closing", redemption_id))
        return RedemptionFile(reservation, closing) if reservation else None

    def _filing_obstacles(self, write: Write) -> Iterator[Outcome]:
        for filing in write.filings:
            unparks = write.unpark is not None and filing.key == Key("order", write.unpark.order_id)
            yield from self._in_the_way(filing.key, (write.unpark if unparks else None,))
        if write.park:
            *before, _ = write.park.bodies
            all_but_the_last = Parked(write.park.order_id, tuple(before))
            yield from self._in_the_way(Key("order", write.park.order_id), (None, all_but_the_last))

    def _progress_obstacles(self, write: Write) -> Iterator[Outcome]:
        if write.progress and self._count(write.progress.order_id) != write.progress.count - 1:
            yield Stale()

    def _in_the_way(self, key: Key, expected: tuple[Parked | None, ...]) -> Iterator[Outcome]:
        """What lies under a key that should hold nothing but, as parked, one of what is expected."""
        waiting = self._waiting(key.owner) if key.kind == "order" else None
        if key in self._filings:
            yield AlreadyFiled(self._filings[key].filing())
        elif waiting not in expected:
            yield RefundsWaiting(waiting) if waiting else Stale()

    def _waiting(self, order_id: str) -> Parked | None:
        text = self._parked.get(order_id)
        return Parked(order_id, tuple(json.loads(text))) if text else None

    def _count(self, order_id: str) -> int:
        progress = self._progress.get(order_id)
        return progress.count if progress else 0

    def _file(self, write: Write, kept: Iterable[Kept]) -> None:
        for each in kept:
            self._put(each)
        if write.park:
            self._parked[write.park.order_id] = text_of(write.park.bodies)
        if write.unpark:
            del self._parked[write.unpark.order_id]
        if write.progress:
            self._progress[write.progress.order_id] = write.progress

    def _put(self, kept: Kept) -> None:
        self._filings[kept.key] = kept
        if kept.key.kind in ("refund", "capture"):
            self._of_order.setdefault(kept.key.owner, []).append(kept)
        if kept.key.kind == "referral":
            of_one = kept.key._replace(id=kept.key.id.rpartition("/")[0])
            self._numbered.setdefault(of_one, []).append(kept)


def _by_id(kept: Iterable[Kept]) -> list[Kept]:
    return sorted(kept, key=lambda each: each.key)
