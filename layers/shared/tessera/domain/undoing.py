"""Undoing an order: restoration of what it burned, then reversal of what it earned (docs/rules.md §4).

What was recorded is undone, never what today's rules would say. Restoration comes first, so that what the member gets
back can pay what the order takes back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tessera.domain.activity import Deeds
from tessera.domain.awarding import Awarded, Burn, Credit, deeds_of
from tessera.domain.book import Book
from tessera.domain.calendar import day_of
from tessera.domain.entries import CASHBACK, POINTS
from tessera.domain.issuing import void_conversions
from tessera.domain.lots import Lot, Wallet, has_expired, put_back, take, take_own, take_pending
from tessera.domain.order import Cart
from tessera.domain.programme import Programme
from tessera.domain.programme.document import Refunds
from tessera.domain.refunding import (
    Refunded,
    Step,
    goods_refunded,
    is_wholly_refunded,
    minor_between,
    reversal_targets,
    target,
)
from tessera.domain.reservation import Tender
from tessera.domain.shortage import below_policy
from tessera.domain.stamping import Unstamped, unstamp
from tessera.domain.tiers import months_counted
from tessera.domain.voucher import Voucher


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the units of a reversal were taken: the order's own pending ones, its own active lot, the other lots; what
    the wallet owes for it. `back` are the units that came back first, from unused vouchers that the order's units had
    become, by the lots that they had been of."""

    wallet: str
    pending: int = 0
    own: int = 0
    others: int = 0
    owed: int = 0
    back: tuple[Lot, ...] = ()

    @property
    def units(self) -> dict[str, int]:
        """The units by where they came from."""
        return {"pending": self.pending, "own": self.own, "others": self.others, "owed": self.owed}

    @property
    def total(self) -> int:
        """All units of the reversal."""
        return sum(self.units.values())

    @property
    def voided(self) -> int:
        """All units that came back first."""
        return sum(lot.units for lot in self.back)


@dataclass(frozen=True, slots=True)
class Collected:
    """How a reversal was collected: where its units were taken, and how many of them were written off."""

    sources: Sources
    short: int = 0


@dataclass(frozen=True, slots=True)
class Undone:
    """What one refund did: minor units refunded of each line, units reversed (of each line) and restored per wallet,
    what could not be collected, the vouchers that came back, where the reversed units and the stamps were taken, how
    the points of the member's own referral were, if they went, and how much less the order counts for as spend."""

    refund_id: str
    minor: tuple[int, ...]
    reversed: tuple[tuple[str, int], ...] = ()
    reversed_of_lines: tuple[tuple[str, tuple[int, ...]], ...] = ()
    restored: tuple[tuple[str, int], ...] = ()
    shortage: tuple[tuple[str, int], ...] = ()
    vouchers: tuple[str, ...] = ()
    sources: tuple[Sources, ...] = ()
    unstamped: tuple[Unstamped, ...] = ()
    referral: Collected | None = None
    spend_minor: int = 0


def undo(book: Book, step: Step, awarded: Awarded, burns: tuple[Burn, ...], programme: Programme) -> Undone:
    """Enter in a settled book what a refund undoes, by the refund policy of `programme`."""
    today = day_of(book.at, programme.timezone)
    restored, vouchers = give_back_burned(book, step, burns, programme)
    taken = [_reverse(book, step, credit, programme, today) for credit in awarded.credits]
    unstamped = [unstamp(book, step, stamped, programme, today) for stamped in awarded.stamped]
    gone = _left(awarded, step.cart, step.after).minus(_left(awarded, step.cart, step.before))
    book.count(awarded.placed_on, gone, months=months_counted(programme.tiers))
    return Undone(
        step.refund_id,
        minor_between(step.before, step.after),
        tuple((wallet, sum(lines)) for wallet, lines, *_ in taken if any(lines)),
        tuple((wallet, lines) for wallet, lines, *_ in taken if any(lines)),
        restored,
        tuple((wallet, short) for wallet, _, short, _ in taken if short),
        tuple(voucher.code for voucher in vouchers),
        tuple(sources for _, lines, _, sources in taken if any(lines)),
        tuple(each for each in unstamped if each),
        spend_minor=-gone.spend_minor,
    )


def _left(awarded: Awarded, cart: Cart, so_far: Refunded) -> Deeds:
    """What an order still counts for once so much of it is refunded."""
    undone = {credit.wallet: sum(reversal_targets(cart, so_far, credit.lines)) for credit in awarded.credits}
    spend = sum(reversal_targets(cart, so_far, awarded.spend_minor))
    is_whole = int(is_wholly_refunded(cart, so_far))
    return deeds_of(awarded).minus(Deeds(spend, is_whole, undone.get(POINTS, 0), undone.get(CASHBACK, 0)))


def give_back_burned(
    book: Book, step: Step, burns: tuple[Burn, ...], programme: Programme
) -> tuple[tuple[tuple[str, int], ...], tuple[Voucher, ...]]:
    """Restore what these redemptions burned of the part that a step refunds: units per wallet, and vouchers."""
    today, grace_days = day_of(book.at, programme.timezone), programme.refunds.restore_grace_days
    restored = tuple(_restore_wallets(book, step, burns, today, grace_days))
    return restored, _vouchers_back(book, step, burns, today, grace_days)


def _is_now_whole(step: Step) -> bool:
    return is_wholly_refunded(step.cart, step.after) and not is_wholly_refunded(step.cart, step.before)


def _restore_wallets(
    book: Book, step: Step, burns: tuple[Burn, ...], today: date, grace_days: int
) -> Iterator[tuple[str, int]]:
    parts = goods_refunded(step.cart, step.before), goods_refunded(step.cart, step.after)
    for tender in (tender for burn in burns for tender in burn.tenders):
        if tender.wallet is None:
            continue
        done, due = (target(tender.units, part) for part in parts)
        wallet = book.wallet(tender.wallet)
        for lot in last_burned_first(tender, skip=done, units=due - done):
            wallet = put_back(wallet, lot, today=today, grace_days=grace_days)
        if book.post("restoration", step.cause, tender.wallet, wallet):
            yield tender.wallet, due - done


def last_burned_first(tender: Tender, *, skip: int, units: int) -> Iterator[Lot]:
    """The lots that the next `units` go back to, `skip` units having gone back before."""
    for lot in reversed(tender.lots):
        skipped = min(lot.units, skip)
        part = min(lot.units - skipped, units)
        skip, units = skip - skipped, units - part
        if part:
            yield replace(lot, units=part)


def _vouchers_back(
    book: Book, step: Step, burns: tuple[Burn, ...], today: date, grace_days: int
) -> tuple[Voucher, ...]:
    if not _is_now_whole(step):
        return ()
    used = [tender.voucher for burn in burns for tender in burn.tenders if tender.voucher]
    back = tuple(_valid_again(voucher, today, grace_days) for voucher in used)
    book.give_vouchers(back)
    return back


def _valid_again(voucher: Voucher, today: date, grace_days: int) -> Voucher:
    if voucher.last_day is None or voucher.last_day >= today:
        return voucher
    return replace(voucher, last_day=today + timedelta(days=grace_days))


def _reverse(
    book: Book, step: Step, credit: Credit, programme: Programme, today: date
) -> tuple[str, tuple[int, ...], int, Sources]:
    """Take back what the refunded part of the lines earned; gives the units per line, what was short and from where
    they were taken."""
    before = reversal_targets(step.cart, step.before, credit.lines)
    after = reversal_targets(step.cart, step.after, credit.lines)
    lines = tuple(now - then for now, then in zip(after, before, strict=True))
    collected = take_back(book, step.cause, credit.wallet, credit.lot, sum(lines), programme, today)
    if collected is None:
        return credit.wallet, (0,) * len(lines), 0, Sources(credit.wallet)
    return credit.wallet, lines, collected.short, collected.sources


def take_back(
    book: Book, cause: str, name: str, own: Lot, units: int, programme: Programme, today: date
) -> Collected | None:
    """Enter the reversal of units that were once credited to `own`, also of those that turned into vouchers by
    themselves; gives how they were collected, None where they have expired and are left."""
    policy, held = programme.refunds, book.wallet(name)
    if policy.after_expiry == "leave" and has_expired(held, own, today):
        return None
    back = void_conversions(book, own, units, cause, programme) if name == POINTS else ()
    wallet = book.wallet(name)
    owing, sources = _collected(wallet, name, own, units)
    book.post("reversal", cause, name, owing)
    settled, short = _within_policy(owing, wallet.debt, policy)
    book.post("shortage", cause, name, settled)
    return Collected(replace(sources, back=back), short)


def _collected(wallet: Wallet, name: str, own: Lot, units: int) -> tuple[Wallet, Sources]:
    """The wallet less the units: from the order's own pending lot, its own active one, the others; the rest is owed."""
    wallet, pending = take_pending(wallet, own, units)
    wallet, own_lots = take_own(wallet, own, units - pending)
    active = sum(lot.units for lot in own_lots)
    wallet, other_lots = take(wallet, units - pending - active)
    others = sum(lot.units for lot in other_lots)
    owed = units - pending - active - others
    return replace(wallet, debt=wallet.debt + owed), Sources(name, pending, active, others, owed)


def _within_policy(wallet: Wallet, debt_before: int, policy: Refunds) -> tuple[Wallet, int]:
    """The wallet without the new debt that the policy does not allow, and how much that is.

    Reserved units still stand for a debt: if they are released they pay it, if they are captured it is looked at again.
    """
    short = min(wallet.debt - debt_before, below_policy(wallet, policy))
    return replace(wallet, debt=wallet.debt - short), short
