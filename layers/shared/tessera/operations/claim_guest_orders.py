"""Award a member the orders that their e-mail had placed as a guest (docs/rules.md §3.8)."""

from dataclasses import dataclass
from datetime import datetime

from tessera.domain.book import Mint
from tessera.domain.calendar import day_of
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.found import OrderFile
from tessera.domain.member import Profile
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.refusals import Conflict
from tessera.domain.write import GuestOrder, Progress, Write
from tessera.operations.carrying_out import Attempt, carry_out
from tessera.operations.case import Case
from tessera.operations.entering_order import PlacedOrder, enter_order, order_answer
from tessera.operations.filed_orders import FiledOrder, arrived_for, filed_order

CLAIMED_AT_ONCE_MAX = 20


@dataclass(frozen=True, slots=True)
class _Claim(Case):
    """One order that a member claims, and what it needs."""

    guest: GuestOrder
    member_id: str

    @property
    def key(self) -> Key:
        return Key("claimed", self.guest.order_id)

    @property
    def body(self) -> Json:
        return {"member_id": self.member_id}


def claim_guest_orders(
    profile: Profile, *, ledger: Ledger, programmes: Programmes, patience: Patience, mint: Mint, now: datetime
) -> bool:
    """Award the member, as of when they were placed, the orders that came as a guest's before the member enrolled and
    whose time was not over then: the oldest first, twenty at most, each in a transaction of its own.

    Gives whether there were any. May be run again, and goes on where it was cut short; an order that another member
    with this e-mail was first to claim is left to them. Raises Busy.
    """
    enrolled_on = day_of(profile.enrolled_at, programmes.in_force(now).programme.timezone)
    found = ledger.guest_orders(profile.email_key, on=enrolled_on, limit=CLAIMED_AT_ONCE_MAX)
    guests = sorted(found, key=lambda guest: (guest.placed_at, guest.order_id))
    claims = [
        _Claim(guest, profile.member_id, ledger=ledger, programmes=programmes, mint=mint, now=now)
        for guest in guests
        if guest.recorded_at <= profile.enrolled_at
    ]
    for claim in claims:
        _carry_out(claim, patience)
    return bool(claims)


def _carry_out(claim: _Claim, patience: Patience) -> None:
    def propose(attempt: Attempt) -> Write:
        file = claim.ledger.order(claim.guest.order_id)
        filed = filed_order(file)
        if file is None or filed is None:
            raise LookupError(f"the look-up of a guest leads to no order: {claim.guest.order_id}")
        return _write(claim, attempt, file, filed)

    try:
        carry_out(propose, key=claim.key, body=claim.body, ledger=claim.ledger, patience=patience, trusting=False)
    except Conflict:
        return  # another member with this e-mail was first


def _write(claim: _Claim, attempt: Attempt, file: OrderFile, filed: FiledOrder) -> Write:
    order = filed.order.model_copy(update={"member_id": claim.member_id})
    version = claim.programmes.version(filed.awarded.version)
    placed = PlacedOrder(claim.guest.order_id, order, version)
    book = claim.book(attempt, claim.member_id, version)
    entered = enter_order(book, placed, None, arrived_for(file, filed), file, claim.current)
    answer = order_answer(placed, entered.awards, entered.awarded, filed.answer["redemption"], entered.view)
    # What a refund or a completion wrote meanwhile for a guest has to be seen: it moves this number on too.
    count = file.progress.count + 1 if file.progress else 1
    return Write(
        filings=(Filing(claim.key, claim.body, answer, entered.content, entered.record),),
        account=entered.account,
        progress=Progress(claim.guest.order_id, count, entered.refunded),
        guest_was=claim.guest,
        counts=tuple(book.counts),
    )
