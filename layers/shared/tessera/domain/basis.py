"""What part of an order earns: the basis of each line (docs/rules.md §3.1)."""

from math import lcm
from typing import NamedTuple

from tessera.domain.money import half_up
from tessera.domain.order import Cart, Line, less_spread
from tessera.domain.programme.earning import Basis

COUNTED = {"included": ("product", "shipping"), "excluded": ("product",)}
"""Which kinds of lines earn, as `shipping` is included or not."""


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
    amounts = cart.amounts
    if shipping_minor:
        amounts = less_spread(amounts, shipping_minor, cart.lines, kind="shipping")
    if vouchers_minor:
        amounts = less_spread(amounts, vouchers_minor, cart.lines)
    if wallets_minor and policy.paid_with_wallets == "cash_part":
        amounts = less_spread(amounts, wallets_minor, cart.lines)
    kinds = COUNTED[policy.shipping]
    counted = tuple([amount if line.kind in kinds else 0 for amount, line in zip(amounts, cart.lines, strict=True)])
    return Bases(counted, 1) if policy.tax == "included" else _untaxed(counted, cart.lines)


def earns_nothing(policy: Basis, *, wallets_minor: int) -> bool:
    """Whether the burn from wallets alone keeps the order from earning."""
    return policy.paid_with_wallets == "none" and wallets_minor > 0


def _untaxed(amounts: tuple[int, ...], lines: tuple[Line, ...]) -> Bases:
    """A line's tax shrinks with what is left of it, so the rest may have fractions of a cent."""
    denominator = lcm(*(line.gross or 1 for line in lines if line.tax))
    shares = (
        amount * (line.gross - line.tax) * (denominator // line.gross) if line.tax else amount * denominator
        for amount, line in zip(amounts, lines, strict=True)
    )
    return Bases(tuple(shares), denominator)
