"""Entering a paid order: what it burned, what it earned, and into which lots (docs/rules.md §3 and §5)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from tessera.domain.activity import Deeds
from tessera.domain.book import Book
from tessera.domain.calendar import day_of
from tessera.domain.earning import Evaluation, WalletAward, evaluate
from tessera.domain.entries import CASHBACK, POINTS
from tessera.domain.expiry import expiry_of, new_lot, restart_clocks
from tessera.domain.friends import enter_friend_order
from tessera.domain.lots import OPEN, Lot, after_expiry, deposit, hold
from tessera.domain.matching import occasion
from tessera.domain.order import Order
from tessera.domain.programme import Programme
from tessera.domain.referral import FriendOrder
from tessera.domain.reservation import Tender
from tessera.domain.stamping import Stamped, stamp
from tessera.domain.standing import Standing, standing_of
from tessera.domain.tiers import TierState, months_counted
from tessera.domain.versions import Version


@dataclass(frozen=True, slots=True)
class Burn:
    """What a redemption paid of an order."""

    redemption_id: str
    tenders: tuple[Tender, ...] = ()

    @property
    def vouchers_minor(self) -> int:
        """What its vouchers paid of the goods."""
        return sum(tender.value_minor for tender in self.tenders if tender.voucher and not tender.on_shipping)

    @property
    def shipping_minor(self) -> int:
        """What its vouchers paid of the shipping."""
        return sum(tender.value_minor for tender in self.tenders if tender.on_shipping)

    @property
    def wallets_minor(self) -> int:
        """What points and cashback paid."""
        return sum(tender.value_minor for tender in self.tenders if tender.wallet)


@dataclass(frozen=True, slots=True)
class Credit:
    """What an order earned in one wallet: of each line, of each rule, and the lot it went into."""

    wallet: str
    lines: tuple[int, ...]
    rules: tuple[tuple[str, int], ...]
    lot: Lot


@dataclass(frozen=True, slots=True)
class Awarded:
    """What is kept of an awarded order: all that refunds and explanations need besides the order itself.

    `standing` is how the account stood, `placed_on` the day on which the order counts, `spend_minor` what each line
    counts for, `referral` what it may bring whoever referred the member, `raised` the member's tier before and after,
    where the order raised it.
    """

    version: int
    standing: Standing
    placed_on: date
    spend_minor: tuple[int, ...] = ()
    credits: tuple[Credit, ...] = ()
    burn: Burn | None = None
    shadow: tuple[tuple[str, str, int], ...] = ()
    stamped: tuple[Stamped, ...] = ()
    referral: FriendOrder | None = None
    raised: tuple[TierState, TierState] | None = None


def evaluated(order: Order, version: Version, standing: Standing, burn: Burn | None) -> Evaluation:
    """What the order earns: a function of the order, the version and how the account stood, so it can be asked again.

    A guest's order has no account and earns nothing.
    """
    programme = version.programme
    seen = occasion(order.placed_at, programme.timezone, standing, channel=order.channel, tags=order.tags)
    evaluation = evaluate(order, programme, version.plan, seen, **_paid(burn) if burn else {})
    return evaluation if order.member_id else evaluation._replace(awards=(), shadow=())


def _paid(burn: Burn) -> dict[str, int]:
    """What was paid of the order other than in money, as `evaluate` asks for it."""
    return {
        "vouchers_minor": burn.vouchers_minor,
        "wallets_minor": burn.wallets_minor,
        "shipping_minor": burn.shipping_minor,
    }


def enter_award(book: Book, order_id: str, order: Order, version: Version, burn: Burn | None) -> Awarded:
    """Enter what the order earns in a settled book whose redemption is already entered."""
    placed_on = day_of(order.placed_at, version.programme.timezone)
    today = day_of(book.at, version.programme.timezone)
    standing = standing_of(book.account, version.programme, placed_on=placed_on, today=today)
    evaluation = evaluated(order, version, standing, burn)
    restart_clocks(book, version.programme, "order", placed_on)
    credits = tuple(_credit(book, order_id, award, version, placed_on) for award in evaluation.awards if award.amount)
    if credits:
        restart_clocks(book, version.programme, "earn", placed_on)
    awarded = Awarded(version.number, standing, placed_on, evaluation.bases.spend_minor, credits, burn)
    book.count(placed_on, deeds_of(awarded), months=months_counted(version.programme.tiers))
    shadow = tuple((share.rule, share.wallet, share.amount) for share in evaluation.shadow)
    stamped = tuple(stamp(book, order_id, order, version.programme, placed_on))
    referral = enter_friend_order(book, order_id, order, version, placed_on, awarded.spend_minor)
    return replace(awarded, shadow=shadow, stamped=stamped, referral=referral)


def deeds_of(awarded: Awarded) -> Deeds:
    """What the order counts for, wherever something is counted."""
    earned = {credit.wallet: sum(credit.lines) for credit in awarded.credits}
    return Deeds(sum(awarded.spend_minor), 1, earned.get(POINTS, 0), earned.get(CASHBACK, 0))


def _credit(book: Book, order_id: str, award: WalletAward, version: Version, placed_on: date) -> Credit:
    wallet = book.wallet(award.wallet)
    lot = after_expiry(wallet, _lot(award, version.programme, placed_on))
    is_active = lot.activates_on <= day_of(book.at, version.programme.timezone)
    after = deposit(wallet, lot) if is_active else hold(wallet, lot)
    book.post("accrual", f"order/{order_id}", award.wallet, after)
    return Credit(award.wallet, award.lines, award.rules, lot)


def _lot(award: WalletAward, programme: Programme, placed_on: date) -> Lot:
    """The lot of what was earned; while the hold waits for the order's completion, one without a day."""
    held = programme.earning.hold
    if held.from_ == "completed":
        return Lot(OPEN, None, award.amount)
    return new_lot(expiry_of(programme, award.wallet), placed_on + timedelta(days=held.days), award.amount)
