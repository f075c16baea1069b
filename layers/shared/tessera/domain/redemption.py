"""A redemption's life in the book: reserve, then capture or release; and the claim of a reward (docs/rules.md §6)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from tessera.domain.applied import Applied
from tessera.domain.awarding import Burn
from tessera.domain.book import Book
from tessera.domain.counting import draw_stock, note_donation
from tessera.domain.entries import POINTS
from tessera.domain.expiry import restart_clocks
from tessera.domain.lots import Lot, free_reserved, reserve, spend_reserved, take
from tessera.domain.money import half_up
from tessera.domain.programme import Programme
from tessera.domain.programme.rewards import Donation, Purchasable, VoucherReward
from tessera.domain.refusals import InsufficientBalance, LimitReached, OverCapture
from tessera.domain.reservation import Reservation, Tender
from tessera.domain.shortage import write_off
from tessera.domain.voucher import ISSUED, USED, Voucher


def enter_reservation(book: Book, redemption_id: str, applied: Sequence[Applied], lapses_at: datetime) -> Reservation:
    """Put what is applied out of reach until `lapses_at`, in a settled book."""
    tenders = tuple(_reserved(book, f"redemption/{redemption_id}", each) for each in applied)
    reservation = Reservation(redemption_id, lapses_at, tenders)
    book.open_reservation(reservation)
    return reservation


def _reserved(book: Book, cause: str, applied: Applied) -> Tender:
    if applied.voucher is not None:
        book.take_voucher(applied.voucher)
        return Tender(applied.value_minor, voucher=applied.voucher, on_shipping=applied.on_shipping)
    name = applied.wallet or POINTS
    wallet, lots = reserve(book.wallet(name), applied.units)
    book.post("reservation", cause, name, wallet, units=applied.units)
    return Tender(applied.value_minor, wallet=name, lots=lots)


def enter_capture(
    book: Book, reservation: Reservation, programme: Programme, on: date, units: dict[str, int] | None = None
) -> Burn:
    """Burn an open reservation, or so many `units` of its wallets; the rest is released.

    Raises OverCapture when more than is reserved is asked for.
    """
    book.close_reservation(reservation)
    tenders = tuple(_captured(book, reservation.redemption_id, tender, units or {}) for tender in reservation.tenders)
    for tender in tenders:
        if tender.wallet:
            write_off(book, f"redemption/{reservation.redemption_id}", tender.wallet, programme.refunds)
    restart_clocks(book, programme, "redeem", on)
    return Burn(reservation.redemption_id, tuple(each for each in tenders if each.units or each.voucher))


def _captured(book: Book, redemption_id: str, tender: Tender, units: dict[str, int]) -> Tender:
    if tender.voucher:
        book.note_change("voucher", ISSUED, USED, of=tender.voucher.reward_id)
    if tender.wallet is None:
        return tender
    wanted = units.get(tender.wallet, tender.units)
    if wanted > tender.units:
        raise OverCapture(f"The redemption reserves fewer {tender.wallet} than this would capture.")
    kept, rest = _split(tender.lots, wanted)
    cause = f"redemption/{redemption_id}"
    book.post("redemption", cause, tender.wallet, spend_reserved(book.wallet(tender.wallet), wanted))
    freed = free_reserved(book.wallet(tender.wallet), rest)
    book.post("release", cause, tender.wallet, freed, units=tender.units - wanted)
    return replace(tender, lots=kept, value_minor=half_up(tender.value_minor * wanted, tender.units))


def _split(lots: Sequence[Lot], units: int) -> tuple[tuple[Lot, ...], tuple[Lot, ...]]:
    """The lots of the first `units`, and those of the rest."""
    first, rest = [], []
    for lot in lots:
        part = min(lot.units, units)
        units -= part
        first.append(replace(lot, units=part))
        rest.append(replace(lot, units=lot.units - part))
    return tuple(lot for lot in first if lot.units), tuple(lot for lot in rest if lot.units)


def is_still_there(book: Book, tenders: Sequence[Tender]) -> bool:
    """Whether the wallets and vouchers still hold what a lapsed reservation had put aside."""
    return all(
        book.account.voucher(tender.voucher.code) is not None
        if tender.voucher
        else book.wallet(tender.wallet or POINTS).available >= tender.units
        for tender in tenders
    )


def reserve_again(book: Book, redemption_id: str, tenders: Sequence[Tender]) -> Reservation:
    """Take a lapsed reservation's units and vouchers anew, so that they can be captured after all."""
    return enter_reservation(book, redemption_id, [_applied_again(book, each) for each in tenders], book.at)


def _applied_again(book: Book, tender: Tender) -> Applied:
    held = book.account.voucher(tender.voucher.code) if tender.voucher else None
    return Applied(tender.value_minor, tender.wallet, tender.units, held, on_shipping=tender.on_shipping)


def enter_claim(
    book: Book, cause: str, reward: Purchasable, voucher: Voucher, programme: Programme, on: date
) -> Voucher:
    """Buy a voucher with points, in a settled book; gives it with the lots that paid for it. Raises
    InsufficientBalance, LimitReached."""
    bought = replace(voucher, is_of_stock=reward.stock is not None, paid=_pay_for(book, cause, reward, programme, on))
    book.issue(bought)
    return bought


def enter_donation(book: Book, cause: str, donation: Donation, programme: Programme, on: date) -> None:
    """Give points for a charity, in a settled book. Raises InsufficientBalance, LimitReached."""
    _pay_for(book, cause, donation, programme, on)
    note_donation(book, donation)


def _pay_for(book: Book, cause: str, reward: Purchasable, programme: Programme, on: date) -> tuple[Lot, ...]:
    """Take what one of a reward costs; gives the lots that paid for it."""
    if reward.limit_per_member is not None and book.account.claimed(reward.id) >= reward.limit_per_member:
        raise LimitReached(f"A member may claim the reward {reward.limit_per_member} times at most.")
    wallet = book.wallet(POINTS)
    if wallet.available < reward.cost:
        raise InsufficientBalance(f"The reward costs {reward.cost} points; {wallet.available} are available.")
    draw_stock(book, reward)
    after, paid = take(wallet, reward.cost)
    book.post("redemption", cause, POINTS, after)
    book.note_claim(reward.id)
    restart_clocks(book, programme, "redeem", on)
    return paid


def new_voucher(code: str, reward: Purchasable, version: int, today: date) -> Voucher:
    """A voucher of a reward, usable through the n-th day after today where the reward says n."""
    valid_days = reward.valid_days if isinstance(reward, VoucherReward) else None
    return Voucher(code, reward.id, version, today, None if valid_days is None else today + timedelta(days=valid_days))
