"""Where a story is played: one small protocol, and the rigs that run the operations in this process."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple, Protocol

from tessera.commands.calls import Desk, Json
from tessera.commands.in_process import InProcessDesk
from tessera.commands.play.postroom import Telling
from tessera.domain.erased import Erasures
from tessera.domain.filing import Key
from tessera.domain.outbox import Outbox
from tessera.domain.ports import Ledger, Programmes
from tessera.domain.programme import check, unsupported
from tessera.domain.refusals import NotSupportedYet
from tessera.domain.versions import Version, version_of
from tessera.edge.mint import GROUP_LENGTH, GROUPS, LETTERS, SECRET_LETTERS, own_letters
from tessera.operations.after_effects import after_effects, claims_of
from tessera.operations.run_nights import run_nights
from tessera.storage.memory.ledger import MemoryLedger
from tessera.storage.memory.outbox import MemoryOutbox
from tessera.storage.memory.programmes import MemoryProgrammes

ATTEMPTS = 10
ERASE = "erase"


KEYS: dict[str, Callable[[Json], Key]] = {
    "enrol": lambda body: Key("enrolment", body["member_id"]),
    "order": lambda body: Key("order", body["order_id"]),
    "refund": lambda body: Key("refund", body["order_id"], body["refund_id"]),
    "decide_referral": lambda body: Key("referral_decision", body["member_id"]),
}
"""Where the calls that concern other accounts too are filed."""


class Scene(Desk, Protocol):
    """One story's own world, in which nothing has happened yet but the publication of its programme."""

    def move_to(self, at: datetime) -> None:
        """Let time pass until that instant, with the nights in between that have something due."""
        ...

    def run_night(self) -> None:
        """Run the nightly steps now."""
        ...

    def settle(self) -> None:
        """Return once everything that has happened has been handled, so that expectations may be judged."""
        ...


OpenScene = Callable[[Json, datetime], AbstractContextManager[Scene]]
"""Opens the scene of a story: from its programme's document and the instant of its first event. Raises Refusal."""


class Stores(NamedTuple):
    """An empty ledger, an empty shelf of programmes and, unless it is to be one in memory, an empty outbox; and, where
    members are erased, what erasures of that ledger leave to be done."""

    ledger: Ledger
    programmes: Programmes
    outbox: Outbox | None = None
    erasures: Erasures | None = None


def in_memory() -> Stores:
    """Stores that live as long as the story."""
    ledger = MemoryLedger()
    return Stores(ledger, MemoryProgrammes(), erasures=ledger)


class InProcessScene(InProcessDesk):
    """A scene over stores of its own, with a clock that stands still between events and codes that repeat.

    What a call calls for in other accounts is done with it. Members are told when somebody asks for it: most
    stories do not.
    """

    def __init__(self, stores: Stores, source: Json, at: datetime) -> None:
        self._outbox, self._erasures = stores.outbox or MemoryOutbox(), stores.erasures
        self._telling = Telling(stores.ledger, stores.programmes, self._outbox)
        super().__init__(
            ledger=self._telling.ledger,
            programmes=stores.programmes,
            mint=_StoryMint(),
            patience=_Undelayed(),
            email_key=str.lower,
            now=lambda: self._now,
        )
        stores.programmes.publish(replace(_checked(json.dumps(source)), in_force_from=at))
        self._now = at
        self._members: dict[str, None] = {}

    def call(self, verb: str, body: Json) -> Json:
        """The answer to a call; whoever is enrolled is looked after by the nights from then on."""
        if verb == "enrol":
            self._telling.tell(self._now)  # by what the member has agreed to so far
        answer = super().call(verb, body)
        if verb == "enrol" and "refused" not in answer:
            self._members[body["member_id"]] = None
        if verb in KEYS and "refused" not in answer:
            for key in self._filed(verb, body):
                after_effects(key, **self.ports)
        if verb == ERASE and "refused" not in answer:
            self._clear(body["member_id"])
        return answer

    def _clear(self, member_id: str) -> None:
        """What a stack's queue sees to; a story has neither phones nor an agenda."""
        erased = self.ledger.erased(member_id)
        if erased and not erased.is_cleared and self._erasures:
            self._outbox.forget(member_id, has_time=_always)
            self._erasures.clear(erased, has_time=_always)
            self._erasures.mark_cleared(erased)

    def _filed(self, verb: str, body: Json) -> Iterator[Key]:
        yield KEYS[verb](body)
        if verb == "enrol":
            yield from claims_of(body["member_id"], self.ledger)

    def messages(self, member_id: str, kind: str) -> int:
        """How many messages of a kind were sent to a member so far."""
        self._telling.tell(self._now)
        return self._telling.told(member_id, kind)

    def move_to(self, at: datetime) -> None:
        """Run the nights up to then, for whoever has something due."""
        if at != self._now:
            self._run_nights(at)

    def run_night(self) -> None:
        """Run now what a night does."""
        self._run_nights(self._now)

    def settle(self) -> None:
        """Nothing is under way: every call returns when all of it is done."""

    def _run_nights(self, until: datetime) -> None:
        accounts = (self.ledger.account(member_id, consistent=True) for member_id in self._members)
        run_nights(
            [account for account in accounts if account],
            since=self._now,
            until=until,
            ledger=self.ledger,
            programmes=self.programmes,
            patience=self.patience,
            mint=self.mint,
        )
        self._now = until


def _always() -> bool:
    return True


class _StoryMint:
    """Codes that are the same whenever the story is played."""

    def __init__(self) -> None:
        self._chance, self._other_chance = random.Random(0), random.Random(1)

    def voucher_code(self) -> str:
        return "-".join("".join(self._chance.choices(LETTERS, k=GROUP_LENGTH)) for _ in range(GROUPS))

    def referral_code(self, member_id: str) -> str:
        return own_letters(member_id) + "".join(self._other_chance.choices(LETTERS, k=SECRET_LETTERS))


class _Undelayed:
    """Nobody else writes, so a lost race is run again at once."""

    def attempts(self) -> Iterator[int]:
        return iter(range(ATTEMPTS))


@lru_cache(maxsize=256)
def _checked(text: str) -> Version:
    """A programme of many stories is checked and compiled once. Raises ProgrammeRefused, NotSupportedYet."""
    programme = check(json.loads(text))
    if missing := unsupported(programme):
        raise NotSupportedYet("The programme uses what this version does not carry out yet.", tuple(missing))
    return version_of(programme, number=1, in_force_from=datetime.min.replace(tzinfo=UTC))
