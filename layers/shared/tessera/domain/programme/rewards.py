"""What points buy: each claim issues a voucher, a donation none (docs/rules.md §2 and §6); and stamp cards."""

from typing import Annotated, Literal

from pydantic import Tag

from tessera.domain.programme.amounts import Money, SomeMoney, SomePercent, SomePoints, Times
from tessera.domain.programme.earning import Products, Scope
from tessera.domain.programme.moments import SomeDays, SomeMonths
from tessera.domain.programme.section import Section, chosen_by
from tessera.domain.programme.values import Id, Name


class Purchasable(Section):
    """What every reward has: what it costs in points, how many there are, how many one member may have."""

    id: Id
    cost: SomePoints
    stock: Times | None = None
    limit_per_member: Times | None = None


class VoucherReward(Purchasable):
    """A reward claimed as a voucher. `min_order`, `max_discount`: minor units; usable through day `valid_days`."""

    automatic: bool = False
    min_order: Money = 0
    max_discount: SomeMoney | None = None
    valid_days: SomeDays | None = None


class AmountOff(VoucherReward):
    """So much money off (minor units)."""

    kind: Literal["amount_off"]
    value: SomeMoney


class PercentOff(VoucherReward):
    """A percentage off."""

    kind: Literal["percent_off"]
    value: SomePercent


class FreeProduct(VoucherReward):
    """One of these products for nothing; the member pays what it is worth beyond `max_discount`."""

    kind: Literal["free_product"]
    product: Products


class FreeShipping(VoucherReward):
    """No shipping to pay."""

    kind: Literal["free_shipping"]


class Donation(Purchasable):
    """The shop gives `value` (minor units) to a charity."""

    kind: Literal["donation"]
    charity: Name
    value: SomeMoney


Reward = Annotated[
    Annotated[AmountOff, Tag("<amount_off>")]
    | Annotated[PercentOff, Tag("<percent_off>")]
    | Annotated[FreeProduct, Tag("<free_product>")]
    | Annotated[FreeShipping, Tag("<free_shipping>")]
    | Annotated[Donation, Tag("<donation>")],
    chosen_by("kind", "amount_off", "percent_off", "free_product", "free_shipping", "donation"),
]


class FreeUpTo(Section):
    """A product of equal or lesser value than the cheapest, average or highest of the stamped unit prices."""

    free_product_up_to: Literal["cheapest", "average", "highest"]


class StampCard(Section):
    """So many stamps, one per unit or order in scope, then the reward; each stamp expires by itself."""

    id: Id
    scope: Scope | None = None
    stamps: Times
    per: Literal["unit", "order"] = "unit"
    reward: FreeUpTo
    expires_months: SomeMonths | None = None
