"""Vouchers in the book: issued, and taken back unused with what was paid for them (docs/rules.md §4 and §6)."""

from datetime import date, datetime, timedelta

from tessera.domain.account import Book, Counting, Voucher
from tessera.domain.entries import POINTS
from tessera.domain.lots import Wallet, put_back
from tessera.domain.programme.rewards import Purchasable
from tessera.domain.stamps import Stamps, laid_on

VOUCHERS_MAX = 200


def issue(book: Book, voucher: Voucher, *, at: datetime | None = None) -> None:
    """Hand the member a new voucher."""
    book.give_vouchers((voucher,))
    book.note_change("voucher", "", "issued", of=voucher.reward_id, at=at)


def draw_on_stock(book: Book, reward: Purchasable, amount: int = 1) -> None:
    """Take so many of a reward out of its stock, or, negative, put them back."""
    if reward.stock is not None:
        book.counts.append(Counting(stock_of(reward), amount, reward.stock if amount > 0 else None))


def stock_of(reward: Purchasable) -> str:
    """The counter of how many of a reward were claimed."""
    return f"stock/{reward.id}"


def is_out_of_stock(book: Book, reward: Purchasable) -> bool:
    """Whether this write has been told that nothing is left of the reward."""
    return stock_of(reward) in book.exhausted


def take_back(
    book: Book, voucher: Voucher, cause: str, reward: Purchasable | None, *, today: date, grace_days: int
) -> None:
    """Take back an unused voucher: points go back to the very lots they came from, stamps onto their card, both with
    days of grace where their last day has passed. `reward` is the one it was claimed of (None: of a full card)."""
    book.take_voucher(voucher)
    book.note_change("voucher", "issued", "voided", of=voucher.reward_id)
    if voucher.paid:
        book.post("restoration", cause, POINTS, _paid_back(book.wallet(POINTS), voucher, today, grace_days))
    if voucher.stamps:
        _lay_back(book, voucher, today, grace_days)
    if reward is not None:
        book.note_claim(reward.id, -1)
        draw_on_stock(book, reward, -1)


def _paid_back(wallet: Wallet, voucher: Voucher, today: date, grace_days: int) -> Wallet:
    for lot in voucher.paid:
        wallet = put_back(wallet, lot, today=today, grace_days=grace_days)
    return wallet


def _lay_back(book: Book, voucher: Voucher, today: date, grace_days: int) -> None:
    card = book.account.card(voucher.reward_id)
    for stamps in voucher.stamps:
        card = laid_on(card, _graced(stamps, today, grace_days))
    book.keep_card(card)


def _graced(stamps: Stamps, today: date, grace_days: int) -> Stamps:
    if stamps.last_day is None or stamps.last_day >= today:
        return stamps
    return Stamps(
        stamps.order_id, stamps.given_on, today + timedelta(days=grace_days), stamps.price_minor, stamps.count
    )
