"""What is applied to a cart, and what of it comes off the goods (docs/rules.md §6). Values are minor units."""

from collections.abc import Iterable
from dataclasses import dataclass

from tessera.domain.voucher import Voucher


@dataclass(frozen=True, slots=True)
class Applied:
    """What is applied to a cart and what it takes off: units of a wallet, a voucher (of the shipping, if
    `on_shipping`), or the discount that goes with a tier or a membership."""

    value_minor: int
    wallet: str | None = None
    units: int = 0
    voucher: Voucher | None = None
    tier: str | None = None
    membership: str | None = None
    on_shipping: bool = False

    @property
    def is_standing(self) -> bool:
        """Whether it is a discount that the shop passes on as its own: nothing is put aside for it."""
        return self.tier is not None or self.membership is not None


def off_goods(applied: Iterable[Applied]) -> int:
    """What discounts and vouchers together take off the goods, before any wallet pays."""
    return sum(each.value_minor for each in applied if not each.wallet and not each.on_shipping)


def off_shipping(applied: Iterable[Applied]) -> int:
    """What vouchers take off the shipping."""
    return sum(each.value_minor for each in applied if each.on_shipping)
