"""What a member's vouchers do to a cart (docs/rules.md §6).

Free products come first, then percentages, then amounts, so that the order in which codes are typed changes nothing;
free shipping stands apart. All values are minor units of money.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tessera.domain.account import Account
from tessera.domain.applied import off_goods
from tessera.domain.blocking import BLOCKED
from tessera.domain.matching import Covers, covering
from tessera.domain.order import Cart
from tessera.domain.privileges import share, standing_discount
from tessera.domain.programme import Programme
from tessera.domain.programme.earning import Scope
from tessera.domain.programme.rewards import (
    AmountOff,
    FreeProduct,
    FreeShipping,
    PercentOff,
    StampCard,
    VoucherReward,
)
from tessera.domain.voucher import Voucher

Redeemable = VoucherReward | StampCard
"""What a voucher stands for: a reward, or a stamp card that was full, which is a free product of its scope."""

RewardOf = Callable[[Voucher], Redeemable]

NOTHING_LEFT = "nothing is left that it could take off"
NO_SHIPPING = "there is no shipping to pay"
NOTHING_FREE = "the cart has nothing that it is free for"


@dataclass(frozen=True, slots=True)
class VoucherUse:
    """Whether a voucher applies to a cart, what it takes off the goods (or the shipping), and if it does not, why."""

    voucher: Voucher
    discount_minor: int
    reason: str | None = None
    on_shipping: bool = False


def voucher_uses(
    account: Account, vouchers: Sequence[Voucher], programme: Programme, cart: Cart, today: date, reward_of: RewardOf
) -> tuple[VoucherUse, ...]:
    """What each of the member's vouchers does to the cart less the standing discount, when all that apply are used
    together, in the order given."""
    if account.is_blocked:
        return tuple(VoucherUse(voucher, 0, BLOCKED) for voucher in vouchers)
    basket = _Basket(cart, cart.goods_amount - off_goods(standing_discount(account, programme, cart)))
    turns = sorted(vouchers, key=lambda each: _turn(each, reward_of(each), basket))
    uses = {voucher.code: basket.use(voucher, reward_of(voucher), today) for voucher in turns}
    return tuple(uses[voucher.code] for voucher in vouchers)


class _Basket:
    """A cart from which one voucher after the other takes off what it can: of the goods, of the shipping, of the units
    that are not free yet."""

    def __init__(self, cart: Cart, goods_minor: int) -> None:
        lines = [*zip(cart.lines, cart.amounts, strict=True)]
        self._cart, self._goods = cart, goods_minor
        self._shipping = sum(amount for line, amount in lines if line.kind == "shipping")
        self._prices = [amount // line.quantity if line.is_goods else 0 for line, amount in lines]
        self._left = [line.quantity for line in cart.lines]
        self._used = set[str]()

    def use(self, voucher: Voucher, reward: Redeemable, today: date) -> VoucherUse:
        """Take off what the voucher does, if it applies."""
        if reason := self._why_not(voucher, reward, today):
            return VoucherUse(voucher, 0, reason)
        self._used.add(voucher.reward_id)
        if isinstance(reward, FreeShipping):
            off = _capped(self._shipping, voucher, reward)
            self._shipping -= off
            return VoucherUse(voucher, off, on_shipping=True)
        off = self._off_goods(voucher, reward)
        self._goods -= off
        return VoucherUse(voucher, off)

    @property
    def dearest_minor(self) -> int:
        """The price of the dearest unit of all."""
        return max(self._prices)

    def choices(self, covers: Covers) -> int:
        """How many units are covered that cost something and are not free yet."""
        return sum(self._left[index] for index in self._units(covers))

    def _why_not(self, voucher: Voucher, reward: Redeemable, today: date) -> str | None:
        if voucher.last_day is not None and voucher.last_day < today:
            return "it was valid until " + voucher.last_day.isoformat()
        if isinstance(reward, VoucherReward) and self._cart.goods_amount < reward.min_order:
            return "the goods are below its min_order"
        if voucher.reward_id in self._used:
            return "only one voucher of a reward applies to an order"
        return self._why_nothing(voucher, reward)

    def _why_nothing(self, voucher: Voucher, reward: Redeemable) -> str | None:
        if isinstance(reward, FreeShipping):
            return None if self._shipping else NO_SHIPPING
        if isinstance(reward, FreeProduct | StampCard) and not self.choices(_covers(reward)):
            return NOTHING_FREE
        takes_off = share(self._goods, reward.value) if isinstance(reward, PercentOff) else self._goods
        return None if takes_off and voucher.most_minor != 0 else NOTHING_LEFT

    def _off_goods(self, voucher: Voucher, reward: Redeemable) -> int:
        if isinstance(reward, PercentOff):
            off = share(self._goods, reward.value)
        elif isinstance(reward, AmountOff):
            off = reward.value
        else:
            off = self._dearest(_covers(reward))
        return min(self._goods, _capped(off, voucher, reward))

    def _dearest(self, covers: Covers) -> int:
        """The price of the dearest unit that is covered and not free yet, which is free from now on."""
        index = max(self._units(covers), key=lambda each: self._prices[each])
        self._left[index] -= 1
        return self._prices[index]

    def _units(self, covers: Covers) -> list[int]:
        lines = enumerate(zip(self._cart.lines, self._prices, self._left, strict=True))
        return [index for index, (line, price, left) in lines if price and left and covers(line)]


def _turn(voucher: Voucher, reward: Redeemable, basket: _Basket) -> tuple[object, ...]:
    """Free products before percentages before amounts; then the soonest expiring, the oldest. Of free products the one
    with the fewest units to choose from is first, then the one that may cost the most."""
    age = (voucher.last_day or date.max, voucher.issued_on, voucher.code)
    if isinstance(reward, FreeProduct | StampCard):
        return 0, basket.choices(_covers(reward)), -_capped(basket.dearest_minor, voucher, reward), *age
    return 1 if isinstance(reward, PercentOff) else 2, 0, 0, *age


def _covers(reward: Redeemable) -> Covers:
    """Which lines a free product may be of."""
    if isinstance(reward, FreeProduct):
        return covering(Scope.model_construct(**dict(reward.product)))
    return covering(reward.scope if isinstance(reward, StampCard) else None)


def _capped(off_minor: int, voucher: Voucher, reward: Redeemable) -> int:
    """No more than the reward allows, nor than the voucher itself says."""
    most = (reward.max_discount if isinstance(reward, VoucherReward) else None, voucher.most_minor)
    return min([off_minor, *(each for each in most if each is not None)])
