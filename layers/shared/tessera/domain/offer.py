"""What a programme offers on an occasion: the rules that hold, and what a product earns by them (docs/rules.md §3).

What rules give to a line is a multiple of its basis, so it is worked out once for a product and remembered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from tessera.domain.matching import Covers, Holds
from tessera.domain.order import Line
from tessera.domain.programme.earning import Cap, Rule

PRODUCTS_KEPT = 1024


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule and what it takes to apply it: what must hold, which lines it covers, how narrow its scope
    is (sku, then category, brand or label, then the order), and its rate in units per minor unit or its factor."""

    rule: Rule
    conditions: tuple[Holds, ...]
    covers: Covers
    specificity: int
    rate: Fraction = Fraction(0)
    factor: Fraction = Fraction(1)


class Yield(NamedTuple):
    """What a minor unit of a product's basis earns in a wallet: in all, and of each rule that counts for it; and
    whether some bonus takes the product in."""

    units: int
    rules: tuple[tuple[str, int], ...]
    has_bonus: bool


@dataclass(frozen=True, slots=True)
class WalletOffer:
    """The rules of one wallet that hold, by their effect, each in document order. `denominator` is that of yields: all
    rates and multipliers are whole over it. `shadow` names the shadow rule that is tried with the live ones."""

    wallet: str
    shadow: str | None
    denominator: int
    rates: tuple[CompiledRule, ...]
    multipliers: tuple[CompiledRule, ...]
    bonuses: tuple[CompiledRule, ...]
    caps: tuple[Cap, ...]

    def yield_of(self, line: Line) -> Yield:
        """What the rates give to a line, and what multipliers, one after the other, add to that."""
        rules = [(each.rule.id, int(each.rate * self.denominator)) for each in _claiming(self.rates, line)]
        units = sum(given for _, given in rules)
        for each in _that_count([each for each in self.multipliers if each.covers(line)]):
            multiplied = int(units * each.factor)
            rules.append((each.rule.id, multiplied - units))
            units = multiplied
        return Yield(units, tuple(rules), any(each.covers(line) for each in self.bonuses))


class Offer:
    """The rules that hold in every wallet, and what products have been found to earn by them. `named` are the skus
    that rules name: no other sku makes a difference."""

    def __init__(self, wallets: tuple[WalletOffer, ...], named: frozenset[str]) -> None:
        self.wallets = wallets
        self._named = named
        self.known: dict[object, tuple[Yield, ...]] = {}

    def yields_of(self, lines: Sequence[Line]) -> list[tuple[Yield, ...]]:
        """What the product on each line earns, wallet by wallet."""
        named, known = self._named, self.known
        found = []
        for line in lines:
            product = (line.sku if line.sku in named else None, line.categories, line.brand, line.labels)
            found.append(known.get(product) or self._learned(product, line))
        return found

    def _learned(self, product: object, line: Line) -> tuple[Yield, ...]:
        if len(self.known) >= PRODUCTS_KEPT:
            self.known.clear()
        self.known[product] = tuple(wallet.yield_of(line) for wallet in self.wallets)
        return self.known[product]


def _claiming(rates: Sequence[CompiledRule], line: Line) -> list[CompiledRule]:
    """The rate rules that count for a line: of the most specific scope that takes it in."""
    matching = [each for each in rates if each.covers(line)]
    narrowest = max((each.specificity for each in matching), default=0)
    return _that_count([each for each in matching if each.specificity == narrowest])


def _that_count(matching: list[CompiledRule]) -> list[CompiledRule]:
    """All of them together, unless one is not stackable: then the one of these with the highest priority alone."""
    alone = [each for each in matching if not each.rule.stackable]
    return [max(alone, key=lambda each: each.rule.priority)] if alone else matching
