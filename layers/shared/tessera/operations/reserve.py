"""Reserve points, cashback and vouchers for a cart (docs/rules.md §6)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tessera.domain.account import Account
from tessera.domain.applied import Applied
from tessera.domain.blocking import refuse_blocked
from tessera.domain.book import Mint
from tessera.domain.calendar import day_of, show_instant
from tessera.domain.entries import CASHBACK, POINTS
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.guessing import Guesser
from tessera.domain.money import show_minor
from tessera.domain.papers import canonical, packed
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.privileges import perks_of
from tessera.domain.redeeming import ReservationRequest, applied_to
from tessera.domain.redemption import enter_reservation
from tessera.domain.refusals import Fault, InsufficientBalance, LimitReached, UnknownCodes, VoucherNotApplicable
from tessera.domain.reservation import Reservation
from tessera.domain.versions import Version
from tessera.domain.views import applied_view
from tessera.domain.voucher_uses import VoucherUse, voucher_uses
from tessera.domain.write import Write
from tessera.operations.carrying_out import Answer, Attempt, carry_out
from tessera.operations.guessing import counted, refuse_guesser
from tessera.operations.reading import account_for, reward_of, settled_book

RESERVATIONS_MAX = 20


def reserve(
    redemption_id: str,
    request: ReservationRequest,
    *,
    ledger: Ledger,
    programmes: Programmes,
    patience: Patience,
    mint: Mint,
    now: datetime,
) -> Answer:
    """Put units and vouchers out of reach for the minutes the programme says, clamped to what the cart allows.

    The answer is that of `PUT /redemptions/{redemption_id}`. Raises UnknownMember, InsufficientBalance when nothing
    can be applied, VoucherNotApplicable, TooManyGuesses, Blocked, LimitReached, Conflict, Busy.
    """
    version = programmes.in_force(now)
    key = Key("reservation", redemption_id)
    body = canonical(request)
    guesser = Guesser("voucher", request.member_id)

    def propose(attempt: Attempt) -> Write:
        account = account_for(attempt, ledger, request.member_id)
        book = settled_book(attempt, account, version, now, programmes, mint)
        if request.vouchers:
            refuse_guesser(guesser, ledger=ledger, now=now)
        applied = _applied(book.account, request, version, programmes, book.at)
        lapses_at = book.at + timedelta(minutes=version.programme.checkout.reservation_minutes)
        held = [each for each in applied if not each.is_standing]
        reservation = enter_reservation(book, redemption_id, held, lapses_at)
        after, record = book.close()
        content = {"member_id": request.member_id, "reservation": packed(reservation)}
        perks = list(perks_of(after, version.programme))
        answer = reservation_view(reservation, applied, request.cart.total, version) | {"perks": perks}
        return Write(filings=(Filing(key, body, answer, content, record),), account=after, counts=tuple(book.counts))

    with counted(guesser, ledger=ledger, now=now):
        return carry_out(propose, key=key, body=body, ledger=ledger, patience=patience, trusting=False)


def reservation_view(reservation: Reservation, applied: Sequence[Applied], total_minor: int, version: Version) -> Json:
    """A reservation for a cart that amounts to `total_minor`, and all that is applied to it."""
    programme = version.programme
    off = sum(each.value_minor for each in applied)
    return {
        "redemption_id": reservation.redemption_id,
        "state": "reserved",
        "applied": [applied_view(programme, each) for each in applied],
        "total": show_minor(total_minor, programme.digits),
        "to_pay": show_minor(total_minor - off, programme.digits),
        "lapses_at": show_instant(reservation.lapses_at),
    }


def _applied(
    account: Account, request: ReservationRequest, version: Version, programmes: Programmes, now: datetime
) -> tuple[Applied, ...]:
    refuse_blocked(account)
    if len(account.reservations) >= RESERVATIONS_MAX:
        raise LimitReached(f"The member has {RESERVATIONS_MAX} open reservations; capture or release one first.")
    uses = _named_vouchers(account, request, version, programmes, now)
    wanted = [(POINTS, request.points), (CASHBACK, request.cashback)]
    applied = applied_to(account, version.programme, request.cart, uses, wanted)
    if all(each.is_standing for each in applied):
        raise InsufficientBalance("Nothing of what was asked for can be applied to this cart; ask for a quote.")
    return applied


def _named_vouchers(
    account: Account, request: ReservationRequest, version: Version, programmes: Programmes, now: datetime
) -> tuple[VoucherUse, ...]:
    places = {code: index for index, code in reversed([*enumerate(request.vouchers)])}
    missing = [
        Fault(f"vouchers[{places[code]}]", "the member holds no unused voucher with this code")
        for code in dict.fromkeys(request.vouchers)
        if account.voucher(code) is None
    ]
    today = day_of(now, version.programme.timezone)
    vouchers = [voucher for code in dict.fromkeys(request.vouchers) if (voucher := account.voucher(code))]
    uses = voucher_uses(account, vouchers, version.programme, request.cart, today, reward_of(programmes))
    faults = [Fault(f"vouchers[{places[use.voucher.code]}]", use.reason) for use in uses if use.reason]
    if missing:
        unknown = tuple(code for code in places if not account.knows(code))
        raise UnknownCodes("A voucher cannot be used on this cart.", (*missing, *faults), unknown)
    if faults:
        raise VoucherNotApplicable("A voucher cannot be used on this cart.", tuple(faults))
    return uses
