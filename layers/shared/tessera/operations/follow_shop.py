"""Follow what the shop's platform tells of its orders and customers (docs/decisions/0031)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from tessera.domain.ports import Ledger
from tessera.domain.shop_orders.customer import Customer
from tessera.domain.shop_orders.heard import Heard, Paid

Hear = Callable[[str, Sequence[Heard]], None]
"""Hears of an order by its id: hear_of_order."""

Enrol = Callable[[Customer], object]
"""Enrols a customer, or changes who they are: enrol."""


def follow_order(
    order_id: str,
    heard: Sequence[Heard],
    customer: Customer | None,
    *,
    enrols: bool,
    ledger: Ledger,
    hear: Hear,
    enrol: Enrol,
) -> None:
    """Hear of an order. Where its customer is no member yet they are enrolled first, if `enrols`; else it is a guest's
    of that e-mail. Whose it is does not change afterwards. Raises what `hear` and `enrol` raise."""

    def whose(paid: Paid) -> str | None:
        if taken := _taken(order_id, ledger):
            return taken[0]
        member_id = paid.order.member_id
        if member_id is None or ledger.profile(member_id):
            return member_id
        if not enrols or customer is None or _is_erased(member_id, paid.at, ledger):
            return None
        enrol(customer)
        return member_id

    hear(order_id, tuple(_owned(heard, whose)))


def follow_customer(customer: Customer, *, enrols: bool, ledger: Ledger, enrol: Enrol) -> None:
    """Enrol a customer, if `enrols`, or change who a member is; of who was erased, nothing older is taken. Raises what
    `enrol` raises."""
    is_member = ledger.profile(customer.member_id) is not None
    if is_member or (enrols and not _is_erased(customer.member_id, customer.told_at, ledger)):
        enrol(customer)


def _owned(heard: Sequence[Heard], whose: Callable[[Paid], str | None]) -> Iterator[Heard]:
    for each in heard:
        if isinstance(each, Paid):
            yield replace(each, order=each.order.model_copy(update={"member_id": whose(each)}))
        else:
            yield each


def _taken(order_id: str, ledger: Ledger) -> tuple[str | None] | None:
    """Whose the order was when it was awarded first: nobody's, if it was a guest's. Who enrols later claims it, as
    every guest's order is claimed; a snapshot that names them would make it another order."""
    file = ledger.order(order_id)
    return (file.filing.body.get("member_id"),) if file and file.filing else None


def _is_erased(member_id: str, told_at: datetime | None, ledger: Ledger) -> bool:
    """Whether it was told before they were erased: a delivery that comes late brings nobody back."""
    erased = ledger.erased(member_id)
    return erased is not None and (told_at is None or told_at <= erased.erased_at)
