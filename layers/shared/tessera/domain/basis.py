"""What part of an order earns: the basis of each line (docs/rules.md §3.1)."""

from math import lcm
from typing import NamedTuple

from tessera.domain.money import half_up
from tessera.domain.order import Cart, Line, less_spread
from tessera.domain.programme.earning import Basis


class Bases(NamedTuple):
    """The basis of each line: `parts[i] / denominator` minor units, exactly."""

    parts: tuple[int, ...]
    denominator: int

    @property
    def spend_minor(self) -> tuple[int, ...]:
        """Each line's rounded half up to the minor unit: the qualifying spend, which tiers and segments count."""
        whole = self.denominator == 1
        return self.parts if whole else tuple(half_up(part, self.denominator) for part in self.parts)


def bases_of(cart: Cart, policy: Basis, *, vouchers_minor: int, wallets_minor: int, shipping_minor: int = 0) -> Bases:
    """The bases of a cart of which vouchers and wallets paid so many minor units of the goods, and vouchers so many of
    the shipping."""
    counted = cart.goods if policy.shipping == "excluded" else _with_shipping(cart)
    if shipping_minor:
        counted = less_spread(counted, shipping_minor, cart.lines, kind="shipping")
    if vouchers_minor:
        counted = less_spread(counted, vouchers_minor, cart.lines)
    if wallets_minor and policy.paid_with_wallets == "cash_part":
        counted = less_spread(counted, wallets_minor, cart.lines)
    return Bases(counted, 1) if policy.tax == "included" else _untaxed(counted, cart.lines)


def earns_nothing(policy: Basis, *, wallets_minor: int) -> bool:
    """Whether the burn from wallets alone keeps the order from earning."""
    return policy.paid_with_wallets == "none" and wallets_minor > 0


def _with_shipping(cart: Cart) -> tuple[int, ...]:
    """What each line of goods or shipping amounts to; 0 of any other line."""
    lines = zip(cart.amounts, cart.lines, strict=True)
    return tuple([amount if line.kind in ("product", "shipping") else 0 for amount, line in lines])


def _untaxed(amounts: tuple[int, ...], lines: tuple[Line, ...]) -> Bases:
    """A line's tax shrinks with what is left of it, so the rest may have fractions of a cent."""
    denominator = lcm(*(line.gross or 1 for line in lines if line.tax))
    shares = (
        amount * (line.gross - line.tax) * (denominator // line.gross) if line.tax else amount * denominator
        for amount, line in zip(amounts, lines, strict=True)
    )
    return Bases(tuple(shares), denominator)
