"""What of a cart may be paid with vouchers, points and cashback, and with what of them (docs/rules.md §6).

Vouchers come before wallets; percentages before amounts, so that the order in which codes are typed changes nothing.
All values are minor units of money.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, Strict, StringConstraints

from tessera.domain.account import Account, Voucher, tier_of
from tessera.domain.entries import CASHBACK, POINTS
from tessera.domain.money import half_up
from tessera.domain.order import Body, Cart, Id, Money
from tessera.domain.programme import Programme
from tessera.domain.programme.rewards import AmountOff, PercentOff, Reward
from tessera.domain.tiers import level_of

RewardOf = Callable[[Voucher], Reward]
Code = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Codes = Annotated[tuple[Code, ...], Strict(False), Field(max_length=20)]
Units = Annotated[int, Field(ge=0, le=1_000_000_000)]


class Use(Body):
    """What a quote is asked to use: so many points, so much cashback, these vouchers."""

    points: Units = 0
    cashback: Money = 0
    vouchers: Codes = ()


class QuoteRequest(Body):
    """A cart to be quoted, for a member; `use` is `best`, or what to use (nothing, when left out)."""

    member_id: Id
    cart: Cart
    use: Literal["best"] | Use = Use.model_construct()


class ReservationRequest(Use):
    """What to reserve of a member's wallets and vouchers for a cart."""

    member_id: Id
    cart: Cart


class CaptureRequest(Body):
    """The order that was paid, and how much of what is reserved it took (all of it, when left out)."""

    order_id: Id
    points: Units | None = None
    cashback: Money | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be used of one wallet on a cart: units from `minimum` to `maximum` in steps of `step`, each step worth
    `step_minor`. `maximum` 0 says that nothing may, and `reason` why."""

    available: int
    minimum: int
    maximum: int
    step: int
    step_minor: int
    reason: str | None = None

    def clamped(self, units: int) -> int:
        """The most of a request that may be used."""
        fits = min(units, self.maximum) // self.step * self.step
        return fits if fits >= self.minimum else 0

    def worth(self, units: int) -> int:
        """What units of the wallet pay."""
        return units // self.step * self.step_minor


@dataclass(frozen=True, slots=True)
class VoucherUse:
    """Whether a voucher applies to a cart, what it takes off, and if it does not, why."""

    voucher: Voucher
    discount_minor: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What is applied to a cart: units of a wallet, a voucher or the discount of a tier, and what it takes off."""

    value_minor: int
    wallet: str | None = None
    units: int = 0
    voucher: Voucher | None = None
    tier: str | None = None


def points_limits(programme: Programme, available: int, goods_minor: int, left_minor: int) -> Limits:
    """What of the points may pay goods of which vouchers left `goods_minor` and other wallets `left_minor`."""
    rule = programme.wallets.points.redeem
    if rule is None:
        return Limits(available, 0, 0, 1, 0, "points of this programme buy rewards only")
    payable = min(left_minor, _share(goods_minor, rule.max_share), rule.max_value or left_minor)
    maximum = min(available // rule.points, payable // rule.value) * rule.points
    return _from_minimum(Limits(available, max(rule.minimum, rule.points), maximum, rule.points, rule.value))


def cashback_limits(programme: Programme, available: int, goods_minor: int, left_minor: int) -> Limits:
    """The same of cashback, to the minor unit."""
    rule = programme.wallets.cashback.redeem
    payable = min(left_minor, _share(goods_minor, rule.max_share), rule.max_value or left_minor)
    return _from_minimum(Limits(available, max(rule.minimum, 1), min(available, payable), 1, 1))


def _share(goods_minor: int, percent: Fraction) -> int:
    return half_up(goods_minor * percent.numerator, percent.denominator * 100)


def _from_minimum(limits: Limits) -> Limits:
    if limits.maximum >= limits.minimum:
        return limits
    short = limits.available < limits.minimum
    reason = "the balance is below the minimum" if short else "the cart allows less than the minimum"
    return Limits(limits.available, limits.minimum, 0, limits.step, limits.step_minor, reason)


LIMITS = {POINTS: points_limits, CASHBACK: cashback_limits}


def standing_discount(account: Account, programme: Programme, cart: Cart) -> tuple[Applied, ...]:
    """What the member's tier takes off the goods, before anything else; nothing where it takes nothing."""
    if programme.tiers is None:
        return ()
    level = level_of(programme.tiers, tier_of(account, programme.tiers))
    off = _share(cart.goods_amount, level.discount)
    return (Applied(off, tier=level.id),) if off else ()


def voucher_uses(
    account: Account, vouchers: Sequence[Voucher], programme: Programme, cart: Cart, today: date, reward_of: RewardOf
) -> tuple[VoucherUse, ...]:
    """What each of the member's vouchers does to the cart less the standing discount, when all that apply are used
    together, in the order given."""
    left = cart.goods_amount - sum(each.value_minor for each in standing_discount(account, programme, cart))
    used, uses = set[str](), dict[str, VoucherUse]()
    for voucher in sorted(vouchers, key=lambda each: _turn(each, reward_of(each))):
        reason = _why_not(voucher, reward_of(voucher), cart, today, used, left)
        discount = 0 if reason else _discount(reward_of(voucher), left)
        uses[voucher.code] = VoucherUse(voucher, discount, reason)
        left -= discount
        if not reason:
            used.add(voucher.reward_id)
    return tuple(uses[voucher.code] for voucher in vouchers)


def _turn(voucher: Voucher, reward: Reward) -> tuple[bool, date]:
    return not isinstance(reward, PercentOff), voucher.last_day or date.max


def _why_not(voucher: Voucher, reward: Reward, cart: Cart, today: date, used: set[str], left: int) -> str | None:
    if voucher.last_day is not None and voucher.last_day < today:
        return "it was valid until " + voucher.last_day.isoformat()
    if isinstance(reward, AmountOff | PercentOff) and cart.goods_amount < reward.min_order:
        return "the goods are below its min_order"
    if voucher.reward_id in used:
        return "only one voucher of a reward applies to an order"
    return None if left and _discount(reward, left) else "nothing is left that it could take off"


def _discount(reward: Reward, left: int) -> int:
    if isinstance(reward, PercentOff):
        off = _share(left, reward.value)
        return min(left, off if reward.max_discount is None else min(off, reward.max_discount))
    return min(left, reward.value) if isinstance(reward, AmountOff) else 0


def applied_to(
    account: Account, programme: Programme, cart: Cart, uses: Sequence[VoucherUse], wanted: Sequence[tuple[str, int]]
) -> tuple[Applied, ...]:
    """The standing discount, vouchers, then units of wallets in the sequence wanted, each clamped to what it may."""
    applied = [*standing_discount(account, programme, cart)]
    applied += [Applied(use.discount_minor, voucher=use.voucher) for use in uses if use.discount_minor]
    goods = cart.goods_amount - sum(each.value_minor for each in applied)
    left = goods
    for name, units in wanted:
        limits = LIMITS[name](programme, account.wallets[name].available, goods, left)
        clamped = limits.clamped(units)
        if clamped:
            applied.append(Applied(limits.worth(clamped), wallet=name, units=clamped))
            left -= limits.worth(clamped)
    return tuple(applied)


def best_use(
    account: Account, programme: Programme, cart: Cart, today: date, reward_of: RewardOf
) -> tuple[Applied, ...]:
    """All that `checkout.auto_apply` names and that applies, in its sequence for the wallets; vouchers first."""
    names = programme.checkout.auto_apply
    vouchers = account.vouchers if "voucher" in names else ()
    uses = voucher_uses(account, vouchers, programme, cart, today, reward_of)
    wanted = [(name, account.wallets[name].available) for name in names if name != "voucher"]
    return applied_to(account, programme, cart, uses, wanted)
