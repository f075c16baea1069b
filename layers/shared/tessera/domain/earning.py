"""What an order earns: exact rationals over one denominator, rounded once (docs/rules.md §3).

Rules are compiled on publishing (plan.py) and what a product earns by them is remembered (offer.py), so evaluating an
order is integer arithmetic alone. `evaluate` is a pure function of the order, the programme and the occasion:
explanations call it again and must find what was recorded.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from tessera.domain.basis import Bases, bases_of, earns_nothing
from tessera.domain.caps import capped
from tessera.domain.matching import Occasion
from tessera.domain.money import ceil, floor, half_up, spread
from tessera.domain.offer import CompiledRule, WalletOffer, Yield
from tessera.domain.order import Cart
from tessera.domain.plan import Plan
from tessera.domain.programme import Programme
from tessera.domain.standing import Standing

ROUNDINGS: dict[str, Callable[[int, int], int]] = {"floor": floor, "half_up": half_up, "ceil": ceil}


class BonusShare(NamedTuple):
    """What a bonus gave to a line, in whole units."""

    line: int
    rule: str
    units: int


class WalletAward(NamedTuple):
    """What an order earns in one wallet: `amount` units, of each line and of each rule.

    `uncapped` is what it would be without caps. What it came from stays with it: the bases, what a minor unit of each
    line yields over `denominator`, and the bonuses.
    """

    wallet: str
    amount: int
    uncapped: int
    lines: tuple[int, ...]
    rules: tuple[tuple[str, int], ...]
    bases: Bases
    yields: tuple[Yield, ...]
    denominator: int
    bonuses: tuple[BonusShare, ...]

    def shares_of(self, line: int) -> dict[str, Fraction]:
        """What each rule gave to a line, before rounding, in the sequence in which they were applied."""
        basis = self.bases.parts[line]
        rules = self.yields[line].rules if basis else ()
        shares = {rule: Fraction(basis * units, self.denominator) for rule, units in rules}
        return shares | {each.rule: Fraction(each.units) for each in self.bonuses if each.line == line}

    @property
    def exact_total(self) -> Fraction:
        """All that was earned, before it was rounded."""
        earned = sum(basis * each.units for basis, each in zip(self.bases.parts, self.yields, strict=True))
        return Fraction(earned, self.denominator) + sum(each.units for each in self.bonuses)


class ShadowShare(NamedTuple):
    """What a shadow rule would have given."""

    rule: str
    wallet: str
    amount: int


class Evaluation(NamedTuple):
    """All that an order earns; an award of nothing is left out, one that caps brought to nothing is not."""

    bases: Bases
    awards: tuple[WalletAward, ...]
    shadow: tuple[ShadowShare, ...]


def evaluate(
    cart: Cart,
    programme: Programme,
    plan: Plan,
    seen: Occasion,
    *,
    vouchers_minor: int = 0,
    wallets_minor: int = 0,
    shipping_minor: int = 0,
) -> Evaluation:
    """What a cart earns of which vouchers and wallets paid so many minor units of the goods, and vouchers so many of
    the shipping."""
    basis = programme.earning.basis
    bases = bases_of(
        cart, basis, vouchers_minor=vouchers_minor, wallets_minor=wallets_minor, shipping_minor=shipping_minor
    )
    if earns_nothing(basis, wallets_minor=wallets_minor):
        return Evaluation(bases, (), ())
    offer = plan.offer(cart, seen)
    yields = zip(*offer.yields_of(cart.lines), strict=True)
    awards: list[WalletAward] = []
    shadow: list[ShadowShare] = []
    for wallet, each in zip(offer.wallets, yields, strict=True):
        award = _award(wallet, each, cart, bases, seen.standing, programme.earning.rounding)
        if wallet.shadow is not None:
            shadow.append(ShadowShare(wallet.shadow, wallet.wallet, dict(award.rules).get(wallet.shadow, 0)))
        elif award.uncapped:
            awards.append(award)
    return Evaluation(bases, tuple(awards), tuple(shadow))


def _award(
    offer: WalletOffer, yields: tuple[Yield, ...], cart: Cart, bases: Bases, standing: Standing, rounding: str
) -> WalletAward:
    denominator = offer.denominator * bases.denominator
    by_line: list[int] = []
    by_rule: dict[str, int] = {}
    bonuses: tuple[BonusShare, ...] = ()
    for basis, (units, rules, has_bonus) in zip(bases.parts, yields, strict=True):
        by_line.append(basis * units)
        if basis:
            for rule, share in rules:
                by_rule[rule] = by_rule.get(rule, 0) + basis * share
        if has_bonus and not bonuses:
            bonuses = tuple([share for bonus in offer.bonuses for share in _bonus_shares(bonus, cart)])
    for line, rule, units in bonuses:
        by_line[line] += units * denominator
        by_rule[rule] = by_rule.get(rule, 0) + units * denominator
    uncapped = ROUNDINGS[rounding](sum(by_line), denominator)
    amount = capped(uncapped, offer.caps, standing.earned_in(offer.wallet))
    lines = tuple(spread(amount, by_line)) if amount else (0,) * len(by_line)
    rules = tuple(zip(by_rule, spread(amount, list(by_rule.values())), strict=True)) if amount else ()
    return WalletAward(offer.wallet, amount, uncapped, lines, rules, bases, yields, denominator, bonuses)


def _bonus_shares(bonus: CompiledRule, cart: Cart) -> list[BonusShare]:
    """A bonus belongs to the goods it is given for: per unit to each, per order by what they amount to."""
    rule, covers, lines = bonus.rule, bonus.covers, cart.lines
    taken_in = [place for place, line in enumerate(lines) if line.kind == "product" and covers(line)]
    if not taken_in or rule.bonus is None:
        return []
    if rule.per == "unit":
        shares = [rule.bonus * lines[place].quantity for place in taken_in]
    else:
        shares = _spread_over(rule.bonus, [cart.amounts[place] for place in taken_in])
    return [BonusShare(place, rule.id, share) for place, share in zip(taken_in, shares, strict=True) if share]


def _spread_over(total: int, amounts: Sequence[int]) -> list[int]:
    """In proportion to the amounts; evenly over what costs nothing."""
    return spread(total, amounts if any(amounts) else [1] * len(amounts))
