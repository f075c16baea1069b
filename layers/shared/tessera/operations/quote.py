"""Quote a cart: what it would earn, what may be used on it, and what the use asked for leaves to pay."""

from datetime import date, datetime

from tessera.domain.account import Account
from tessera.domain.applied import Applied, off_goods, off_shipping
from tessera.domain.calendar import day_of
from tessera.domain.earning import evaluate
from tessera.domain.entries import CASHBACK, POINTS, WALLETS
from tessera.domain.filing import Json
from tessera.domain.guessing import Guesser
from tessera.domain.matching import occasion
from tessera.domain.money import show_minor
from tessera.domain.order import Cart
from tessera.domain.ports import Ledger, Programmes
from tessera.domain.privileges import perks_of
from tessera.domain.programme import Programme
from tessera.domain.redeeming import Limits, QuoteRequest, applied_to, best_use, limits_of
from tessera.domain.settling import settled
from tessera.domain.standing import standing_of
from tessera.domain.versions import Version
from tessera.domain.views import applied_view, show_units
from tessera.domain.voucher_uses import RewardOf, VoucherUse, voucher_uses
from tessera.operations.guessing import count_wrong, refuse_guesser
from tessera.operations.reading import known_account, reward_of


def quote(request: QuoteRequest, *, ledger: Ledger, programmes: Programmes, now: datetime) -> Json:
    """What a cart earns and may be paid with at `now`; changes nothing, but that codes which are nobody's are counted.

    The answer is that of `POST /quotes`. Raises UnknownMember, TooManyGuesses.
    """
    version = programmes.in_force(now)
    programme = version.programme
    account = settled(known_account(ledger, request.member_id, sure=True), now, version)
    _listen_to_codes(request, account, ledger, now)
    today = day_of(now, programme.timezone)
    uses = voucher_uses(account, account.vouchers, programme, request.cart, today, reward_of(programmes))
    applied = _applied(account, request, version, today, reward_of(programmes))
    return {
        "total": show_minor(request.cart.total, programme.digits),
        "to_pay": show_minor(request.cart.total - sum(each.value_minor for each in applied), programme.digits),
        "earns": _earns(account, request.cart, version, applied, now),
        "wallets": {name: _limits_view(programme, name, account, request.cart, applied) for name in WALLETS},
        "vouchers": [_voucher_view(programme, use) for use in uses],
        "applied": [applied_view(programme, each) for each in applied],
        "perks": list(perks_of(account, programme)),
    }


def _listen_to_codes(request: QuoteRequest, account: Account, ledger: Ledger, now: datetime) -> None:
    if request.use == "best" or not request.use.vouchers:
        return
    guesser = Guesser("voucher", request.member_id)
    refuse_guesser(guesser, ledger=ledger, now=now)
    if wrong := [code for code in request.use.vouchers if not account.knows(code)]:
        count_wrong(guesser, wrong, ledger=ledger, now=now)


def _applied(
    account: Account, request: QuoteRequest, version: Version, today: date, look_up: RewardOf
) -> tuple[Applied, ...]:
    if request.use == "best":
        return best_use(account, version.programme, request.cart, today, look_up)
    held = [voucher for code in dict.fromkeys(request.use.vouchers) if (voucher := account.voucher(code))]
    uses = voucher_uses(account, held, version.programme, request.cart, today, look_up)
    wanted = [(POINTS, request.use.points), (CASHBACK, request.use.cashback)]
    return applied_to(account, version.programme, request.cart, uses, wanted)


def _earns(account: Account, cart: Cart, version: Version, applied: tuple[Applied, ...], now: datetime) -> list[Json]:
    programme = version.programme
    today = day_of(now, programme.timezone)
    standing = standing_of(account, programme, placed_on=today, today=today)
    seen = occasion(now, programme.timezone, standing)
    evaluation = evaluate(
        cart,
        programme,
        version.plan,
        seen,
        vouchers_minor=off_goods(applied),
        shipping_minor=off_shipping(applied),
        wallets_minor=sum(each.value_minor for each in applied if each.wallet),
    )
    return [
        {"wallet": award.wallet, "amount": show_units(programme, award.wallet, award.amount)}
        for award in evaluation.awards
        if award.amount
    ]


def _limits_view(programme: Programme, name: str, account: Account, cart: Cart, applied: tuple[Applied, ...]) -> Json:
    goods = cart.goods_amount - off_goods(applied)
    others = sum(each.value_minor for each in applied if each.wallet not in (None, name))
    limits = limits_of(account, programme, name, goods, goods - others)
    return _shown(programme, name, limits)


def _shown(programme: Programme, name: str, limits: Limits) -> Json:
    units = {"available": limits.available, "minimum": limits.minimum, "maximum": limits.maximum, "step": limits.step}
    shown: Json = {key: show_units(programme, name, number) for key, number in units.items()}
    value = show_minor(limits.worth(limits.maximum), programme.digits)
    return {**shown, "value": value, "reason": limits.reason}


def _voucher_view(programme: Programme, use: VoucherUse) -> Json:
    return {
        "code": use.voucher.code,
        "reward_id": use.voucher.reward_id,
        "applies": use.reason is None,
        "reason": use.reason,
        "discount": show_minor(use.discount_minor, programme.digits),
    }
