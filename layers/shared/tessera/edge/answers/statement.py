"""A member's entries, and the wallets as they stood."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from tessera.edge.answers.account import Balance
from tessera.edge.answers.values import Amount, Instant, Version, Wallet


class Entry(TypedDict):
    """One movement. `amount` is the change of the balance, `units` how many moved; then the wallet after it."""

    entry_id: str
    at: Instant
    kind: str
    cause: Annotated[str, Field(examples=["order/o1"])]
    wallet: Wallet
    amount: Amount
    units: Amount
    balance: Amount
    active: Amount
    pending: Amount
    reserved: Amount
    version: Version
    text: str


class Statement(TypedDict):
    """A page of entries, newest first; `next_cursor` is null on the last one."""

    entries: list[Entry]
    next_cursor: str | None


class Balances(TypedDict):
    """The wallets as they stood at an instant."""

    as_of: Instant
    wallets: dict[Wallet, Balance]
