"""Reading members with their recent orders, on which a programme is tried (docs/rules.md §10)."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial

from tessera.domain.awarding import Awarded
from tessera.domain.comparing import Placed, Sampled
from tessera.domain.filing import Key
from tessera.domain.papers import stored_order, unpacked
from tessera.domain.ports import Ledger
from tessera.domain.settling import settled
from tessera.domain.versions import Version

ORDERS_MAX = 10
RECORDS_MAX = 50
"""How far back the orders of a member are looked for: records are also made by refunds, claims and nights."""
AT_ONCE = 16


def sampled(member_ids: Iterable[str], *, ledger: Ledger, version: Version, now: datetime) -> list[Sampled]:
    """The members of these ids as they stand at `now` by a version, each with the ten latest of their orders at most.

    Several are read at once: somebody waits, and each takes a dozen reads.
    """
    read = partial(_sampled, ledger=ledger, version=version, now=now)
    with ThreadPoolExecutor(AT_ONCE) as readers:
        return [member for member in readers.map(read, member_ids) if member]


def _sampled(member_id: str, *, ledger: Ledger, version: Version, now: datetime) -> Sampled | None:
    """None for a member who is not there any more."""
    account = ledger.account(member_id)
    if account is None:
        return None
    order_ids = ledger.recent_orders(member_id, among=RECORDS_MAX)[:ORDERS_MAX]
    orders = (_placed(order_id, member_id, ledger) for order_id in order_ids)
    return Sampled(settled(account, now, version), tuple(order for order in orders if order))


def _placed(order_id: str, member_id: str, ledger: Ledger) -> Placed | None:
    filing = ledger.filed(Key("order", order_id))
    if filing is None:
        return None
    claim = None if filing.body.get("member_id") else ledger.filed(Key("claimed", order_id))
    awarded = unpacked(Awarded, (claim or filing).content["awarded"])
    order = stored_order(filing.body).model_copy(update={"member_id": member_id})  # a guest's is theirs once claimed
    return Placed(order_id, order, awarded.standing, awarded.burn)
