"""What part of an order earns: the basis of each line (docs/rules.md §3.1)."""

from dataclasses import dataclass
from math import lcm

from tessera.domain.money import half_up
from tessera.domain.order import Cart, Line, less_spread
from tessera.domain.programme.earning import Basis


@dataclass(frozen=True, slots=True)
class Bases:
    """The basis of each line: `parts[i] / denominator` minor units, exactly."""

    parts: tuple[int, ...]
    denominator: int

    @property
    def spend_minor(self) -> tuple[int, ...]:
        """Each line's rounded half up to the minor unit: the qualifying spend, which tiers and segments count."""
        return tuple(half_up(part, self.denominator) for part in self.parts)


def bases_of(cart: Cart, policy: Basis, *, vouchers_minor: int, wallets_minor: int, shipping_minor: int = 0) -> Bases:
    """The bases of a cart of which vouchers and wallets paid so many minor units of the goods, and vouchers so many of
    the shipping."""
    amounts = less_spread(cart.amounts, shipping_minor, cart.lines, kind="shipping")
    amounts = less_spread(amounts, vouchers_minor, cart.lines)
    if policy.paid_with_wallets == "cash_part":
        amounts = less_spread(amounts, wallets_minor, cart.lines)
    counted = [amount if _counts(line, policy) else 0 for amount, line in zip(amounts, cart.lines, strict=True)]
    parts, denominator = _untaxed(counted, cart.lines) if policy.tax == "excluded" else (tuple(counted), 1)
    return Bases(parts, denominator)


def earns_nothing(policy: Basis, *, wallets_minor: int) -> bool:
    """Whether the burn from wallets alone keeps the order from earning."""
    return policy.paid_with_wallets == "none" and wallets_minor > 0


def _counts(line: Line, policy: Basis) -> bool:
    return line.is_goods or (line.kind == "shipping" and policy.shipping == "included")


def _untaxed(amounts: list[int], lines: tuple[Line, ...]) -> tuple[tuple[int, ...], int]:
    """A line's tax shrinks with what is left of it, so the rest may have fractions of a cent."""
    denominator = lcm(*(line.gross or 1 for line in lines if line.tax))
    shares = (
        amount * (line.gross - line.tax) * (denominator // line.gross) if line.tax else amount * denominator
        for amount, line in zip(amounts, lines, strict=True)
    )
    return tuple(shares), denominator
