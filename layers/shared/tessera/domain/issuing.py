"""Vouchers that issue themselves: points that reach the cost of an automatic reward, and full stamp cards
(docs/rules.md §4 and §6)."""

from dataclasses import replace
from datetime import date, datetime

from tessera.domain.account import VOUCHERS_MAX, Account
from tessera.domain.book import Book, Mint
from tessera.domain.calendar import day_of
from tessera.domain.counting import draw_stock, stock_of
from tessera.domain.entries import POINTS
from tessera.domain.lots import Lot, has_lot, joined, own_units, take
from tessera.domain.programme import Programme
from tessera.domain.programme.rewards import Reward, StampCard, VoucherReward
from tessera.domain.redemption import new_voucher
from tessera.domain.stamps import used_up, worth_of
from tessera.domain.versions import Version
from tessera.domain.voiding import enter_void, youngest_first
from tessera.domain.voucher import Voucher

Issuing = VoucherReward | StampCard
ISSUED_AT_ONCE_MAX = 20
"""Of one write; the rest follows with the next."""


def next_to_issue(account: Account, version: Version, exhausted: frozenset[str] = frozenset()) -> Issuing | None:
    """The first full card, or else the first automatic reward whose cost the available points reach."""
    if account.is_blocked or len(account.vouchers) >= VOUCHERS_MAX:
        return None
    programme = version.programme
    full = (card for card in programme.stamp_cards if account.card(card.id).held >= card.stamps)
    reached = (
        reward
        for reward in programme.rewards
        if isinstance(reward, VoucherReward) and reward.automatic and stock_of(reward.id) not in exhausted
        if account.wallets[POINTS].available >= reward.cost and not is_at_its_limit(account, reward)
    )
    return next(full, None) or next(reached, None)


def is_at_its_limit(account: Account, reward: Reward) -> bool:
    """Whether the member has claimed a reward as often as one member may."""
    return reward.limit_per_member is not None and account.claimed(reward.id) >= reward.limit_per_member


def published_at(due: Issuing, version: Version) -> datetime:
    """Since when there has been such a card, or such a reward: nothing turned into it before."""
    return version.since[f"{'stamp_cards' if isinstance(due, StampCard) else 'rewards'}/{due.id}"]


def issue_next(book: Book, at: datetime, *, due: Issuing, version: Version, mint: Mint) -> None:
    """Turn points or stamps into the voucher that is due. It is issued, and valid, from the day of this write on, also
    where a night was missed: no voucher is over before the member could have it."""
    today = day_of(book.at, version.programme.timezone)
    if isinstance(due, StampCard):
        voucher = _of_card(book, due, mint.voucher_code(), version, today)
    else:
        voucher = _of_points(book, due, mint.voucher_code(), version, today, at)
    book.issue(voucher, at=at)


def _of_card(book: Book, card: StampCard, code: str, version: Version, today: date) -> Voucher:
    after, stamps = used_up(book.account.card(card.id), card.stamps)
    book.keep_card(after)
    most = worth_of(stamps, card.reward.free_product_up_to)
    return Voucher(code, card.id, version.number, today, None, stamps=stamps, most_minor=most)


def _of_points(book: Book, reward: VoucherReward, code: str, version: Version, today: date, at: datetime) -> Voucher:
    after, lots = take(book.wallet(POINTS), reward.cost)
    book.post("redemption", f"conversion/{reward.id}", POINTS, after, at=at, version=version.number)
    book.note_claim(reward.id)
    draw_stock(book, reward)
    return replace(
        new_voucher(code, reward, version.number, today),
        paid=lots,
        automatic=True,
        is_of_stock=reward.stock is not None,
    )


def void_conversions(book: Book, own: Lot, units: int, cause: str, programme: Programme) -> tuple[Lot, ...]:
    """Take back the unused vouchers that points of a lot turned into by themselves, the youngest first, until the lot
    has so many units: what else they cost is there again too, and may turn into another voucher. Gives the lots that
    they had been paid from."""
    paid: list[Lot] = []
    for voucher in youngest_first(book.account):
        if own_units(book.wallet(POINTS), own, units) >= units:
            break
        if voucher.automatic and has_lot(voucher.paid, own):
            enter_void(book, cause, voucher, programme)
            paid += voucher.paid
    return joined(paid)
