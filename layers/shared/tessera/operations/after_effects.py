"""What a write calls for in other accounts: the credits of advocates, each in a write of its own (docs/rules.md §2).

A filing says it in its content, so that whoever hears of the write later knows it from the filing alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tessera.domain.awarding import Awarded
from tessera.domain.book import Mint
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.papers import packed, unpacked
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.operations.credit_friend import credit_friend
from tessera.operations.credit_referral import credit_referral

CREDITS = "credits"
ENROLMENT_WRITES_MAX = 21
"""An enrolment, and the orders that it claims, each in a write of its own."""


@dataclass(frozen=True, slots=True)
class Credits:
    """Whose advocate is to be credited: for a friend who counts now, and for orders of friends."""

    friend: str | None = None
    orders: tuple[str, ...] = ()


def credits_content(credits: Credits) -> Json:
    """What a filing's content says of the credits that the write calls for; nothing where it calls for none."""
    return {CREDITS: packed(credits)} if credits != Credits() else {}


def credits_of_order(order_id: str, awarded: Awarded) -> Json:
    """What the filing of an order, or of its refund, says of them."""
    return credits_content(Credits(orders=(order_id,)) if awarded.referral else Credits())


def credits_called_for(filing: Filing) -> Credits:
    """The credits that a write calls for, from its filing."""
    return unpacked(Credits, filing.content.get(CREDITS, {}))


def claims_of(member_id: str, ledger: Ledger) -> Iterator[Key]:
    """The keys under which the orders lie that a member's enrolment may have claimed just now, the oldest first: each
    calls for credits of its own."""
    causes = [entered.cause for entered in ledger.history(member_id, limit=ENROLMENT_WRITES_MAX)]
    orders = (cause.removeprefix("order/") for cause in reversed(causes) if cause.startswith("order/"))
    yield from (Key("claimed", order_id) for order_id in orders)


def after_effects(
    key: Key, *, ledger: Ledger, programmes: Programmes, patience: Patience, mint: Mint, now: datetime
) -> None:
    """Enter what the write under this key calls for, if there is one; any number of times. Raises Busy."""
    filing = ledger.filed(key)
    credits = credits_called_for(filing) if filing else Credits()
    if credits.friend:
        credit_friend(credits.friend, ledger=ledger, programmes=programmes, patience=patience, mint=mint, now=now)
    for order_id in credits.orders:
        credit_referral(order_id, ledger=ledger, programmes=programmes, patience=patience, mint=mint, now=now)
