"""What a member has by standing alone, without spending anything: perks, and the discount of the tier or of the
membership (docs/rules.md §2)."""

from collections.abc import Iterator
from fractions import Fraction

from tessera.domain.account import Account, tier_of
from tessera.domain.applied import Applied
from tessera.domain.money import half_up
from tessera.domain.order import Cart
from tessera.domain.programme import Programme
from tessera.domain.programme.members import Level, Membership
from tessera.domain.tiers import level_of


def perks_of(account: Account, programme: Programme) -> tuple[str, ...]:
    """The perks of the member's tier, then those that the membership adds; each once."""
    level, membership = _level(account, programme), membership_of(account, programme)
    perks = (*(level.perks if level else ()), *(membership.perks if membership else ()))
    return tuple(dict.fromkeys(perks))


def standing_discount(account: Account, programme: Programme, cart: Cart) -> tuple[Applied, ...]:
    """What the member's tier or membership takes off the goods before anything else: the highest of them only, the
    tier's of two that are equal; nothing where they take nothing."""
    highest = max(_discounts(account, programme, cart), key=lambda each: each.value_minor, default=None)
    return (highest,) if highest and highest.value_minor else ()


def membership_of(account: Account, programme: Programme) -> Membership | None:
    """The membership that the member has, as the programme knows it; nothing once it no longer does."""
    plan = account.membership.plan if account.membership else None
    return next((each for each in programme.memberships if each.id == plan), None)


def share(minor: int, percent: Fraction) -> int:
    """A percentage of an amount, half up."""
    return half_up(minor * percent.numerator, percent.denominator * 100)


def _level(account: Account, programme: Programme) -> Level | None:
    return level_of(programme.tiers, tier_of(account, programme.tiers)) if programme.tiers else None


def _discounts(account: Account, programme: Programme, cart: Cart) -> Iterator[Applied]:
    if level := _level(account, programme):
        yield Applied(share(cart.goods_amount, level.discount), tier=level.id)
    if membership := membership_of(account, programme):
        yield Applied(share(cart.goods_amount, membership.discount), membership=membership.id)
