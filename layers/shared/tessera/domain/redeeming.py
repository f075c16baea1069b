"""What of a cart may be paid with vouchers, points and cashback, and with what of them (docs/rules.md §6).

The standing discount comes first, then vouchers, then wallets. All values are minor units of money.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, Strict, StringConstraints

from tessera.domain.account import Account
from tessera.domain.applied import Applied, off_goods
from tessera.domain.blocking import BLOCKED
from tessera.domain.entries import CASHBACK, POINTS
from tessera.domain.order import Body, Cart, Id, Money
from tessera.domain.privileges import share, standing_discount
from tessera.domain.programme import Programme
from tessera.domain.voucher_uses import RewardOf, VoucherUse, voucher_uses

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


def points_limits(programme: Programme, available: int, goods_minor: int, left_minor: int) -> Limits:
    """What of the points may pay goods of which vouchers left `goods_minor` and other wallets `left_minor`."""
    rule = programme.wallets.points.redeem
    if rule is None:
        return Limits(available, 0, 0, 1, 0, "points of this programme buy rewards only")
    payable = min(left_minor, share(goods_minor, rule.max_share), rule.max_value or left_minor)
    maximum = min(available // rule.points, payable // rule.value) * rule.points
    return _from_minimum(Limits(available, max(rule.minimum, rule.points), maximum, rule.points, rule.value))


def cashback_limits(programme: Programme, available: int, goods_minor: int, left_minor: int) -> Limits:
    """The same of cashback, to the minor unit."""
    rule = programme.wallets.cashback.redeem
    payable = min(left_minor, share(goods_minor, rule.max_share), rule.max_value or left_minor)
    return _from_minimum(Limits(available, max(rule.minimum, 1), min(available, payable), 1, 1))


def _from_minimum(limits: Limits) -> Limits:
    if limits.maximum >= limits.minimum:
        return limits
    short = limits.available < limits.minimum
    reason = "the balance is below the minimum" if short else "the cart allows less than the minimum"
    return Limits(limits.available, limits.minimum, 0, limits.step, limits.step_minor, reason)


LIMITS = {POINTS: points_limits, CASHBACK: cashback_limits}


def limits_of(account: Account, programme: Programme, name: str, goods_minor: int, left_minor: int) -> Limits:
    """What may be used of one of the member's wallets; nothing of a blocked member's."""
    limits = LIMITS[name](programme, account.wallets[name].available, goods_minor, left_minor)
    return replace(limits, maximum=0, reason=BLOCKED) if account.is_blocked else limits


def applied_to(
    account: Account, programme: Programme, cart: Cart, uses: Sequence[VoucherUse], wanted: Sequence[tuple[str, int]]
) -> tuple[Applied, ...]:
    """The standing discount, vouchers, then units of wallets in the sequence wanted, each clamped to what it may."""
    applied = [*standing_discount(account, programme, cart)]
    applied += [_of_voucher(use) for use in uses if use.discount_minor]
    goods = cart.goods_amount - off_goods(applied)
    left = goods
    for name, units in wanted:
        limits = limits_of(account, programme, name, goods, left)
        clamped = limits.clamped(units)
        if clamped:
            applied.append(Applied(limits.worth(clamped), wallet=name, units=clamped))
            left -= limits.worth(clamped)
    return tuple(applied)


def _of_voucher(use: VoucherUse) -> Applied:
    return Applied(use.discount_minor, voucher=use.voucher, on_shipping=use.on_shipping)


def best_use(
    account: Account, programme: Programme, cart: Cart, today: date, reward_of: RewardOf
) -> tuple[Applied, ...]:
    """All that `checkout.auto_apply` names and that applies, in its sequence for the wallets; vouchers first."""
    names = programme.checkout.auto_apply
    vouchers = account.vouchers if "voucher" in names else ()
    uses = voucher_uses(account, vouchers, programme, cart, today, reward_of)
    wanted = [(name, account.wallets[name].available) for name in names if name != "voucher"]
    return applied_to(account, programme, cart, uses, wanted)
