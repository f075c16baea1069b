"""What is answered of webhook subscriptions and of what was sent to them."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from tessera.domain.facts import KINDS
from tessera.edge.answers.values import Instant

FactKind = Annotated[str, Field(json_schema_extra={"enum": list(KINDS)})]


class EndpointPause(TypedDict):
    """Since when, and why, nothing is sent there: it answered 410 (`gone`), or took nothing for a day (`failing`)."""

    at: Instant
    reason: Literal["gone", "failing"]


class SubscriptionState(TypedDict):
    """A subscription, and how its endpoint does: so many sendings in a row have failed since an instant."""

    subscription_id: str
    url: str
    kinds: list[FactKind]
    description: str | None
    created_at: Instant
    rotated_at: Instant | None
    state: Literal["active", "paused"]
    paused: EndpointPause | None
    failing_since: Instant | None
    failures: int


class SubscriptionWithSecret(SubscriptionState):
    """A subscription with its secret, which is shown this once."""

    secret: Annotated[str, Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])]


class SubscriptionsKept(TypedDict):
    """All subscriptions."""

    subscriptions: list[SubscriptionState]


class DeliveryState(TypedDict):
    """A fact on its way to an endpoint: the status it answered with last, or a word for why there was no answer."""

    delivery_id: str
    fact_id: str
    kind: FactKind
    at: Instant
    state: Literal["waiting", "delivered", "failed", "held"]
    attempts: int
    tried_at: Instant | None
    status: int | None
    reason: str | None
    due_at: Instant | None


class DeliveriesSent(TypedDict):
    """A page of deliveries, newest fact first; `next_cursor` is null on the last one."""

    deliveries: list[DeliveryState]
    next_cursor: str | None
