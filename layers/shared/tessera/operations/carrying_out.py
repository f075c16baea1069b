"""How every write is carried out: propose, record, and if the race was lost, look again (docs/rules.md §1).

A key that has been used is answered with the first answer, and that is looked up before any refusal is given.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from tessera.domain.account import Account
from tessera.domain.clearing import is_cleared
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.outcome import AlreadyFiled, Exhausted, Recorded, RefundsWaiting, Stale
from tessera.domain.ports import Ledger, Patience
from tessera.domain.refusals import Busy, Conflict, Fault, Refusal
from tessera.domain.write import Parked, Write


class Answer(NamedTuple):
    """The answer to a write; `replayed` when it was given before and nothing changed now."""

    body: Json
    replayed: bool = False


class Attempt(NamedTuple):
    """One attempt at a write: whether its reads must be consistent, the parked refunds it has to take in, the
    account as the attempt before found it (consistently) when it lost its race, and how much is left of the counters
    that were found to have too little."""

    sure: bool
    waiting: Parked | None = None
    account: Account | None = None
    left: Mapping[str, int] = MappingProxyType({})

    def with_left(self, counter: str, left: int) -> "Attempt":
        """The same, now that this counter was found to have no more than so much left."""
        return self._replace(left={**self.left, counter: left})


def carry_out(
    propose: Callable[[Attempt], Write], *, key: Key, body: Json, ledger: Ledger, patience: Patience, trusting: bool
) -> Answer:
    """Record what `propose` makes of what it reads, once under its natural key.

    A `trusting` write first tries what an eventually consistent read says; it refuses only after a consistent one.
    Raises the proposal's Refusal, Conflict for another body under the same key, Busy when the race is lost until
    patience ends.
    """
    attempt = Attempt(sure=not trusting)
    for _ in patience.attempts():
        try:
            write = propose(attempt)
        except Busy:
            raise
        except Refusal:
            if filed := ledger.filed(key):
                return replay(filed, body)
            if attempt.sure:
                raise
            attempt = attempt._replace(sure=True, account=None)
            continue
        match ledger.record(write):
            case Recorded():
                return Answer(write.filings[0].answer)
            case AlreadyFiled(filed) if filed.key == key:
                return replay(filed, body)
            case RefundsWaiting(parked):
                attempt = attempt._replace(sure=True, waiting=parked, account=None)
            case Stale(account):
                attempt = attempt._replace(sure=True, account=account)
            case AlreadyFiled():
                attempt = attempt._replace(sure=True, account=None)
            case Exhausted(counter, left):
                attempt = attempt.with_left(counter, left)._replace(sure=True, account=None)
    raise Busy("Many writes to this account are under way; send the same request again.")


def see_to(propose: Callable[[Attempt], Write | None], *, ledger: Ledger, patience: Patience) -> Write | None:
    """Record what `propose` makes of what it reads, consistently, until it is recorded or nothing is left to be done:
    for what has no key of a caller's. Gives what was written, None when nothing was. Raises Busy.
    """
    attempt = Attempt(sure=True)
    for _ in patience.attempts():
        write = propose(attempt)
        if write is None:
            return None
        match ledger.record(write):
            case Recorded():
                return write
            case Exhausted(counter, left):
                attempt = attempt.with_left(counter, left)
    raise Busy("Many writes to this account are under way; send the same request again.")


def replay(filed: Filing, body: Json) -> Answer:
    """The first answer, for the same content. Raises Conflict that names the fields that differ. What was cleared since
    cannot be compared any more: what is left of the answer stands for whatever comes."""
    if is_cleared(filed):
        return Answer(filed.answer, replayed=True)
    differing = sorted(_differences(filed.body, body))
    if differing:
        faults = tuple(Fault(path, "differs from what was sent before under the same key") for path in differing)
        raise Conflict(f"{filed.key.cause} came before with other content.", faults)
    return Answer(filed.answer, replayed=True)


def _differences(first: object, now: object, path: str = "") -> list[str]:
    if isinstance(first, dict) and isinstance(now, dict):
        names = first.keys() | now.keys()
        return [each for name in names for each in _differences(first.get(name), now.get(name), _join(path, name))]
    if isinstance(first, list) and isinstance(now, list) and len(first) == len(now):
        pairs = enumerate(zip(first, now, strict=True))
        return [each for index, (old, new) in pairs for each in _differences(old, new, f"{path}[{index}]")]
    return [] if first == now else [path]


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
