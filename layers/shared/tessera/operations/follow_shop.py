"""Follow what the shop's platform tells of its orders and customers (docs/decisions/0031)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from tessera.domain.ports import Ledger
from tessera.domain.refusals import UnknownMember
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
    """Hear of an order. Where its customer is no member yet they are enrolled with it, if `enrols`; else it is a
    guest's of that e-mail, and stays so. Raises what `hear` and `enrol` raise, and UnknownMember no more."""
    if customer is None or not enrols:
        hear(order_id, tuple(_by_whom_it_is(order_id, heard, ledger)))
        return
    try:
        hear(order_id, heard)
    except UnknownMember:
        enrol(customer)
        hear(order_id, heard)


def follow_customer(customer: Customer, *, enrols: bool, ledger: Ledger, enrol: Enrol) -> None:
    """Enrol a customer, if `enrols`, or change who a member is. Raises what `enrol` raises."""
    if enrols or ledger.profile(customer.member_id):
        enrol(customer)


def _by_whom_it_is(order_id: str, heard: Sequence[Heard], ledger: Ledger) -> Iterator[Heard]:
    """Without the member_id of whoever is no member, and of an order that has been taken as a guest's already: it does
    not change hands because its customer enrolled meanwhile, but is claimed as every guest's order is."""
    for each in heard:
        if isinstance(each, Paid) and not _is_a_member_s(order_id, each, ledger):
            yield replace(each, order=each.order.model_copy(update={"member_id": None}))
        else:
            yield each


def _is_a_member_s(order_id: str, paid: Paid, ledger: Ledger) -> bool:
    file, member_id = ledger.order(order_id), paid.order.member_id
    is_taken_as_a_guest_s = file is not None and file.filing is not None and "member_id" not in file.filing.body
    return member_id is not None and not is_taken_as_a_guest_s and ledger.profile(member_id) is not None
