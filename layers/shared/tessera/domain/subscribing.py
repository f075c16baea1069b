"""Subscriptions: facts are sent to endpoints of the shop, and each sending is known (docs/rules.md §11).

The ports and what they hand over; one contract suite (tests/storage) holds every adapter to the promises written here.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, Protocol

from tessera.domain.back_off import UNTIL_IT_IS_TRIED, due_after
from tessera.domain.calendar import parse_instant
from tessera.domain.facts import Fact

SUBSCRIPTIONS_MAX = 20
OLD_SECRET_SIGNS_FOR = timedelta(days=1)
FAILURES_MIN = 20
"""So many failures in a row within a day, or the last one of a delivery: those of one fact alone leave it its days."""
FAILING_FOR_MAX = timedelta(days=1)
FAILS_OVER_AND_OVER = 5
"""From so many failures in a row on, a fact is not tried at once: a dead endpoint does not hold up the living."""

PauseReason = Literal["gone", "failing"]
"""`gone`: it answered 410. `failing`: nothing has arrived there for a day or longer."""

DeliveryState = Literal["waiting", "delivered", "failed", "held"]
"""`waiting`: it is tried (again). `failed`: it was tried for three days, in vain. `held`: its endpoint is paused."""


class Pause(NamedTuple):
    """Since when, and why, nothing is sent to an endpoint."""

    at: datetime
    reason: PauseReason


@dataclass(frozen=True, slots=True)
class Subscription:
    """Facts of some kinds, for one endpoint. `secret` numbers its secret, which took the place of the one before at
    `rotated_at`; `failures` have followed one another since `failing_since`; `version` counts its writes."""

    subscription_id: str
    url: str
    kinds: tuple[str, ...]
    created_at: datetime
    description: str | None = None
    secret: int = 1
    rotated_at: datetime | None = None
    paused: Pause | None = None
    failing_since: datetime | None = None
    failures: int = 0
    version: int = 1

    @property
    def fails_over_and_over(self) -> bool:
        """Whether it seems to be down."""
        return self.failures >= FAILS_OVER_AND_OVER

    def secrets(self, now: datetime) -> tuple[int, ...]:
        """The numbers of the secrets that sign now: for a day after a rotation the old one does, too."""
        is_rotating = self.rotated_at is not None and now < self.rotated_at + OLD_SECRET_SIGNS_FOR
        return (self.secret, self.secret - 1) if is_rotating else (self.secret,)

    def rotated(self, now: datetime) -> "Subscription":
        """With a new secret."""
        return replace(self, secret=self.secret + 1, rotated_at=now)

    def taken(self) -> "Subscription":
        """After a fact has arrived there."""
        return replace(self, failing_since=None, failures=0)

    def missed(self, now: datetime, *, is_gone: bool, is_last: bool) -> "Subscription":
        """After a fact has not arrived there: paused where it is gone, or where nothing has arrived for a day, after
        many attempts or the last one of a delivery."""
        since, failures = self.failing_since or now, self.failures + 1
        is_failing = now - since >= FAILING_FOR_MAX and (is_last or failures >= FAILURES_MIN)
        pause = Pause(now, "gone" if is_gone else "failing") if is_gone or is_failing else None
        return replace(self, failing_since=since, failures=failures, paused=self.paused or pause)


class Answered(NamedTuple):
    """What became of one sending: the status that the endpoint answered with, or a word for why there is none."""

    status: int | None
    reason: str | None = None

    @property
    def is_taken(self) -> bool:
        """Any 2xx: the endpoint has it."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """410: the endpoint wants nothing any more."""
        return self.status == 410


Post = Callable[[Subscription, Fact], Answered]
"""Sends a fact to an endpoint, once, signed."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A fact on its way to an endpoint: `attempts` were made, the last one `tried_at`, and the next is `due_at`.
    `version` counts its writes."""

    subscription_id: str
    delivery_id: str
    fact: Fact
    due_at: datetime
    state: DeliveryState = "waiting"
    attempts: int = 0
    tried_at: datetime | None = None
    answered: Answered | None = None
    version: int = 1

    def after(self, answered: Answered, now: datetime) -> "Delivery":
        """After one more attempt."""
        attempts = self.attempts + 1
        due_at = due_after(attempts, now)
        state: DeliveryState = "delivered" if answered.is_taken else "waiting" if due_at else "failed"
        tried = replace(self, attempts=attempts, tried_at=now, answered=answered, state=state)
        return replace(tried, due_at=due_at or self.due_at)

    def again(self, now: datetime) -> "Delivery":
        """As if it were new: tried at once, and for three days."""
        return replace(self, state="waiting", attempts=0, due_at=now)


def delivery_of(fact: Fact, subscription: Subscription, now: datetime) -> Delivery:
    """The delivery of a fact to an endpoint: held where that is paused, somewhat later where it seems to be down."""
    due_at = now + UNTIL_IT_IS_TRIED if subscription.fails_over_and_over else now
    state: DeliveryState = "held" if subscription.paused else "waiting"
    return Delivery(subscription.subscription_id, delivery_id_of(fact), fact, due_at, state)


def delivery_id_of(fact: Fact) -> str:
    """The same whenever the fact is told; ids sort as the facts happened."""
    at = parse_instant(fact.detail["at"])
    return f"{at:%Y%m%dT%H%M%S.%fZ}.{hashlib.sha256(fact.id.encode()).hexdigest()[:16]}"


class DeliveryPage(NamedTuple):
    """Deliveries to an endpoint, newest fact first, and where the next page starts (None: this was the last)."""

    deliveries: tuple[Delivery, ...]
    cursor: str | None


class Subscriptions(Protocol):
    """The shop's subscriptions, SUBSCRIPTIONS_MAX of them at most."""

    def of(self, subscription_id: str) -> Subscription | None:
        """One of them (consistent)."""
        ...

    def all(self) -> tuple[Subscription, ...]:
        """All of them, by their ids; it may be a moment old."""
        ...

    def add(self, subscription: Subscription) -> bool:
        """Keep a new one; False when there is one of this id."""
        ...

    def change(self, subscription: Subscription) -> Subscription | None:
        """Put it in the place of what was read, with the next version; None when another write came between."""
        ...

    def drop(self, subscription_id: str) -> None:
        """There is no such subscription any more, or never was."""
        ...


class Deliveries(Protocol):
    """The log of what was sent; each delivery is forgotten thirty days after it was last written."""

    def of(self, subscription_id: str, delivery_id: str) -> Delivery | None:
        """One of them (consistent)."""
        ...

    def add(self, delivery: Delivery, *, now: datetime) -> bool:
        """Keep a new one; False when there is one of this id."""
        ...

    def change(self, delivery: Delivery, *, now: datetime) -> Delivery | None:
        """Put it in the place of what was read, with the next version; None when another write came between."""
        ...

    def page(
        self, subscription_id: str, *, limit: int, cursor: str | None = None, state: DeliveryState | None = None
    ) -> DeliveryPage:
        """A page of those to an endpoint (of one state, where that is asked: then a page may be short, and not be the
        last); it may be a moment old. A cursor that is none of ours is an InvalidRequest."""
        ...
