"""How a document differs from the programme in force, and what that would mean for members."""

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from tessera.edge.answers.values import Amount, Money, Wallet


class Difference(TypedDict):
    """A place in which the document differs from the programme in force: what stands there in either, as documents
    write it, and a sentence. The path is that in the document sent; of what is removed, that in the one in force."""

    path: str
    change: Literal["changed", "added", "removed", "moved"]
    what: Annotated[str, Field(examples=['Rule "back": earn.percent'])]
    before: Any
    after: Any
    text: str


class Earns(TypedDict):
    """What orders earn in a wallet by the programme in force and by the document."""

    wallet: Wallet
    now: Amount
    then: Amount
    difference: Amount


class Pays(TypedDict):
    """Money that is taken off a cart by the programme in force and by the document."""

    now: Money
    then: Money
    difference: Money


class MembersOnLevel(TypedDict):
    """How many members of the sample are on a level by the programme in force and by the document."""

    level: str
    now: int
    then: int


class Levels(TypedDict):
    """The level that a member's purchases reach today by the programme in force and by the document."""

    now: str | None
    then: str | None


class Effect(TypedDict):
    """What the document would mean for a member: for all these orders together, and, under `checkout`, for what wallets
    and level take off the latest cart today."""

    member_id: str
    verdict: Literal["loses", "mixed", "gains", "same"]
    orders: list[str]
    wallets: list[Earns]
    level: Levels
    checkout: Pays | None


class Sample(TypedDict):
    """What the document would mean for a sample of members, together and each: who loses comes first."""

    members: int
    orders: int
    gain: int
    lose: int
    mixed: int
    same: int
    wallets: list[Earns]
    levels: list[MembersOnLevel]
    each: list[Effect]
