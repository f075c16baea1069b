"""Entering what was sorted out: in several lanes at once, each member's things in their order, at a pace of choice."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any, Literal

from tessera.commands.importing.items import Item
from tessera.domain.book import Mint
from tessera.domain.clearing import is_cleared
from tessera.domain.importing import is_brought
from tessera.domain.ports import EmailKey, Ledger, Patience, Programmes
from tessera.domain.refusals import Conflict, Refusal
from tessera.operations.import_member import Coming, import_member
from tessera.operations.import_order import import_order

Outcome = Literal["new", "known", "before", "here", "refused"]
"""`new`: a member enrolled, an order counted; `known`: added to who is a member already; `before`: entered before;
`here`: the order was recorded here, and stays as it is; `refused`: not entered, for a reason."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an item."""

    item: Item
    outcome: Outcome
    reason: str = ""


@dataclass(slots=True)
class Tally:
    """What came of all items: how many of each outcome, and what they come to."""

    items: Counter[str] = field(default_factory=Counter)
    lots: Counter[str] = field(default_factory=Counter)
    sums: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, done: Done) -> None:
        """Count one in."""
        self.items[done.outcome] += 1
        self.lots[done.outcome] += done.item.lots
        self.sums[done.outcome].update(done.item.sums)


@dataclass(frozen=True, slots=True)
class Ports:
    """What writing to a stack takes; `now` is when the import began."""

    ledger: Ledger
    programmes: Programmes
    email_key: EmailKey
    patience: Patience
    mint: Mint
    now: datetime

    @property
    def writing(self) -> dict[str, Any]:
        """What every write takes."""
        return {
            "ledger": self.ledger,
            "programmes": self.programmes,
            "patience": self.patience,
            "now": self.now,
        }


class Pace:
    """So many a second at most, all lanes together; none: as fast as it goes."""

    def __init__(
        self,
        per_second: float | None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._between = 1 / per_second if per_second else 0.0
        self._clock, self._sleep, self._lock, self._next = clock, sleep, Lock(), 0.0

    def wait(self) -> None:
        """Until it is the caller's turn."""
        if not self._between:
            return
        with self._lock:
            now = self._clock()
            turn = max(now, self._next)
            self._next = turn + self._between
        self._sleep(turn - now)


Handle = Callable[[Item], Done]


def in_lanes(items: Iterable[Item], handle: Handle, *, workers: int) -> Iterator[Done]:
    """What comes of each item. Those of one lane are handled one after the other; what has not begun when something
    fails does not begin."""
    lanes = defaultdict[str, list[Item]](list)
    for item in items:
        lanes[item.lane].append(item)
    with ThreadPoolExecutor(workers) as pool:
        running = [pool.submit(_handled, lane, handle) for lane in lanes.values()]
        try:
            for lane in as_completed(running):
                yield from lane.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _handled(lane: list[Item], handle: Handle) -> list[Done]:
    return [handle(item) for item in lane]


def enter(item: Item, ports: Ports) -> Done:
    """Write one item, or find that it has been."""
    try:
        return _entered(item, ports)
    except Refusal as refusal:
        if isinstance(refusal, Conflict) and is_from_here(item, ports.ledger):
            return Done(item, "here")
        return Done(item, "refused", refusal.detail)


def _entered(item: Item, ports: Ports) -> Done:
    if isinstance(item.todo, Coming):
        answer = import_member(item.todo, email_key=ports.email_key, mint=ports.mint, **ports.writing)
        return Done(item, "before" if answer.replayed else "new" if answer.body["is_new"] else "known")
    past = item.todo
    replayed = import_order(past.order_id, past.order, source=past.source, **ports.writing).replayed
    return Done(item, "before" if replayed else "new")


def look(item: Item, ports: Ports) -> Done:
    """What would come of an item, nothing written."""
    filed = ports.ledger.filed(item.todo.key)
    if filed is None:
        return _look_at_member(item, ports.ledger)
    if is_cleared(filed) or (filed.body == item.todo.body and is_brought(filed.key, filed.content)):
        return Done(item, "before")
    if is_from_here(item, ports.ledger):
        return Done(item, "here")
    return Done(item, "refused", f"{filed.key.cause} came before with other content.")


def _look_at_member(item: Item, ledger: Ledger) -> Done:
    if ledger.erased(item.lane):
        return Done(item, "refused", f'The member "{item.lane}" was erased; an import brings nobody back.')
    is_known = ledger.account(item.lane) is not None
    if isinstance(item.todo, Coming):
        return Done(item, "known" if is_known else "new")
    return Done(item, "new") if is_known else Done(item, "refused", f'There is no member "{item.lane}".')


def is_from_here(item: Item, ledger: Ledger) -> bool:
    """Whether an order was recorded here, and not imported."""
    filed = ledger.filed(item.todo.key)
    return filed is not None and not is_brought(filed.key, filed.content)


def was_entered(item: Item, ledger: Ledger) -> bool:
    """Whether the table has it."""
    return ledger.filed(item.todo.key) is not None
