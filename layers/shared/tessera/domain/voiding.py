"""Taking back an unused voucher: what it cost returns (docs/rules.md §6)."""

from dataclasses import replace
from datetime import date, timedelta

from tessera.domain.account import Account
from tessera.domain.book import Book
from tessera.domain.calendar import day_of
from tessera.domain.counting import return_stock
from tessera.domain.entries import POINTS
from tessera.domain.lots import put_back
from tessera.domain.programme import Programme
from tessera.domain.refusals import Conflict, UnknownVoucher
from tessera.domain.stamps import laid_on
from tessera.domain.voucher import ISSUED, VOIDED, Voucher


def unused_voucher(account: Account, code: str) -> Voucher:
    """The voucher of this code that the member may still use. Raises Conflict when it is reserved, UnknownVoucher when
    it is used, expired, voided, or nobody's."""
    if voucher := account.voucher(code):
        return voucher
    tenders = (tender for reservation in account.reservations for tender in reservation.tenders)
    if any(tender.voucher and tender.voucher.code == code for tender in tenders):
        raise Conflict("The voucher is reserved for a cart; release the redemption first, or wait until it lapses.")
    raise UnknownVoucher("The member holds no unused voucher of this code.")


def youngest_first(account: Account) -> list[Voucher]:
    """The member's unused vouchers, the last issued first; one that a release gave back has kept its age."""
    return sorted(account.vouchers, key=lambda each: each.issued_on)[::-1]


def enter_void(book: Book, cause: str, voucher: Voucher, programme: Programme) -> None:
    """Take an unused voucher back in a settled book: points return to the lots they came from and stamps to their card
    (both with the grace of a refund where they are over), and one to the stock that it was drawn from."""
    today, grace_days = day_of(book.at, programme.timezone), programme.refunds.restore_grace_days
    book.take_voucher(voucher)
    _points_back(book, cause, voucher, today, grace_days)
    _stamps_back(book, voucher, today, grace_days)
    if voucher.is_of_stock:
        return_stock(book, voucher.reward_id)
    if voucher.paid:
        book.note_claim(voucher.reward_id, -1)
    book.note_change("voucher", ISSUED, VOIDED, of=voucher.reward_id)


def _points_back(book: Book, cause: str, voucher: Voucher, today: date, grace_days: int) -> None:
    wallet = book.wallet(POINTS)
    for lot in reversed(voucher.paid):
        wallet = put_back(wallet, lot, today=today, grace_days=grace_days)
    book.post("restoration", cause, POINTS, wallet)


def _stamps_back(book: Book, voucher: Voucher, today: date, grace_days: int) -> None:
    card = book.account.card(voucher.reward_id)
    for stamps in voucher.stamps:
        is_over = stamps.last_day is not None and stamps.last_day < today
        last_day = today + timedelta(days=grace_days) if is_over else stamps.last_day
        card = laid_on(card, replace(stamps, last_day=last_day))
    if voucher.stamps:
        book.keep_card(card)
