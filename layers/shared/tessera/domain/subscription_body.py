"""A webhook subscription as the shop asks for it (docs/rules.md §10)."""

from typing import Annotated

from pydantic import AfterValidator, Field, Strict, StringConstraints

from tessera.domain.facts import KINDS
from tessera.domain.order import Body, Id
from tessera.domain.programme.faults import did_you_mean
from tessera.domain.quoting import quoted


def _a_kind(text: str) -> str:
    if text not in KINDS:
        raise ValueError(f"there is no fact {quoted(text)}{did_you_mean(text, KINDS) or ''}")
    return text


Kind = Annotated[str, AfterValidator(_a_kind), Field(json_schema_extra={"enum": list(KINDS)})]
Url = Annotated[str, StringConstraints(min_length=1, max_length=2000), Field(json_schema_extra={"format": "uri"})]


class EndpointBody(Body):
    """Which facts are sent, and where to. `description` is for people."""

    url: Url
    kinds: Annotated[tuple[Kind, ...], Strict(False), Field(min_length=1, max_length=len(KINDS))]
    description: Annotated[str, StringConstraints(max_length=200)] | None = None


class SubscriptionBody(EndpointBody):
    """A new subscription; without an id it is given one."""

    subscription_id: Id | None = None
