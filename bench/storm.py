"""A storm: everything that a shop does, by many at once and each of it twice, while the table falters."""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bench.faults import Faults, injected
from tessera.commands.in_process import InProcessDesk
from tessera.domain.calendar import parse_instant
from tessera.edge.mint import SecretMint
from tessera.edge.patience import JitteredPatience
from tessera.storage.ledger import DynamoLedger
from tessera.storage.programmes import DynamoProgrammes
from tessera.storage.table import Table

Json = dict[str, Any]
Step = tuple[str, Json]

BUSY = "busy"
START = parse_instant("2026-01-10T10:00:00+01:00")
MEMBERS = tuple(f"m{number:02}" for number in range(24))
PROGRAMME: Json = {
    "id": "storm",
    "name": "Storm",
    "currency": "EUR",
    "timezone": "Europe/Rome",
    "earning": {
        "rules": [
            {"id": "base", "wallet": "points", "earn": {"points": 1, "per": "1.00"}},
            {"id": "back", "wallet": "cashback", "earn": {"percent": "5"}},
        ]
    },
    "wallets": {"points": {"redeem": {"points": 10, "value": "0.50"}}},
    "bonuses": {"welcome": {"points": 50}, "actions": {"review": {"points": 20}}},
    "rewards": [{"id": "tea", "kind": "amount_off", "value": "1.00", "cost": 30}],
}


@dataclass(slots=True)
class Weathered:
    """What came of a storm: the answers to each call by its natural key, how long each call took, in seconds of the
    clock that was given, and what was sent."""

    answers: dict[str, list[Json]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    sent: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def refusals(self) -> Counter[str]:
        """How often which refusal was the answer."""
        each = (answer for answers in self.answers.values() for answer in answers)
        return Counter(answer["refused"] for answer in each if "refused" in answer)

    @property
    def done(self) -> dict[str, list[Json]]:
        """The answers that say that something was done, of each call that has one."""
        done = {key: [each for each in answers if "refused" not in each] for key, answers in self.answers.items()}
        return {key: answers for key, answers in done.items() if answers}


class Storm:
    """A shop on a table, whose threads keep the time of `clock` and `sleep`."""

    def __init__(
        self,
        table: Callable[[JitteredPatience], Table],
        *,
        seed: int,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._seed, self._clock = seed, clock
        self._patience = JitteredPatience(clock=clock, sleep=sleep, chance=chance)
        self.table = table(self._patience)
        self.desk = _desk(self.table, self._patience)

    def rage(self, stories: int, *, threads: int, passing: Callable[[], None] = lambda: None) -> Weathered:
        """Play so many stories, each by two of so many threads: in two orders, so that some calls meet and others
        come again later. The members enrol before it begins."""
        self._open()
        weathered, told = Weathered(), self.stories(stories)
        again = Random(self._seed).sample(told, len(told))
        faults = Faults(self.table.client, seed=self._seed, passing=passing)
        with injected(faults, self.table.client), ThreadPoolExecutor(threads) as pool:
            for played in [
                pool.submit(self._play, steps, weathered) for pair in zip(told, again, strict=True) for steps in pair
            ]:
                played.result()
        weathered.sent = faults.sent
        return weathered

    def stories(self, number: int) -> list[list[Step]]:
        """So many stories, always the same."""
        return [story(each, Random(f"{self._seed}/{each}")) for each in range(number)]

    def _open(self) -> None:
        _must(self.desk.call("publish", PROGRAMME))
        for member_id in MEMBERS:
            _must(self.desk.call("enrol", {"member_id": member_id, "email": f"{member_id}@example.com"}))

    def _play(self, steps: Sequence[Step], weathered: Weathered) -> None:
        """Step by step; what is busy is sent again, as a client does."""
        for verb, body in steps:
            while self._call(verb, body, weathered).get("refused") == BUSY:
                pass

    def _call(self, verb: str, body: Json, weathered: Weathered) -> Json:
        began = self._clock()
        with self._patience.for_one_request():
            answer = self.desk.call(verb, body)
        weathered.seconds.append(self._clock() - began)
        weathered.answers.setdefault(key_of(verb, body), []).append(answer)
        return answer


def story(number: int, chance: Random) -> list[Step]:
    """What one customer does: an order with its refund, a redemption to its end, or something small."""
    member = {"member_id": chance.choice(MEMBERS)}
    own = f"{member['member_id']}-{number}"
    amount = f"{chance.randrange(500, 9000) / 100:.2f}"
    line = {"line_id": "1", "sku": "TEE", "quantity": 1, "unit_price": amount}
    order = ("order", {"order_id": own, **member, "placed_at": START.isoformat(), "lines": [line]})
    reserve = ("reserve", {"redemption_id": own, **member, "points": 10, "cart": {"lines": [line]}})
    stories: list[list[Step]] = [
        [order, ("refund", {"order_id": own, "refund_id": "r1", "amount": "2.50"})],
        [("refund", {"order_id": own, "refund_id": "r1", "amount": "2.50"}), order],
        [reserve, ("capture", {"redemption_id": own, "order_id": own})],
        [reserve, ("release", {"redemption_id": own})],
        [("adjust", {**member, "wallet": "points", "amount": 100, "reason": "goodwill", "reference": own})],
        [("claim", {**member, "reward_id": "tea", "reference": own})],
        [("action", {**member, "action": "review", "reference": own})],
        [("enrol", {"member_id": f"new-{number}", "email": f"new-{number}@example.com"})],
    ]
    return chance.choice(stories)


def key_of(verb: str, body: Json) -> str:
    """The natural key of a call, to tell its answers by."""
    ids = [str(body[name]) for name in ("order_id", "refund_id", "redemption_id", "reference") if name in body]
    return "/".join([verb, *(ids or [str(body["member_id"])])])


def _desk(table: Table, patience: JitteredPatience) -> InProcessDesk:
    programmes = DynamoProgrammes(table, fresh_for_seconds=1.0, monotonic=time.monotonic)
    return InProcessDesk(
        ledger=DynamoLedger(table),
        programmes=programmes,
        mint=SecretMint(),
        patience=patience,
        email_key=lambda email: email,
        now=lambda: START,
    )


def _must(answer: Json) -> None:
    if "refused" in answer:
        raise RuntimeError(f"the storm was refused before it began: {answer}")
