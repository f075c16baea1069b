"""What an order earns: exact rationals over one denominator, rounded once (docs/rules.md §3).

Rules are compiled on publishing (plan.py) and what a product earns by them is remembered (offer.py), so evaluating an
order is integer arithmetic alone. `evaluate` is a pure function of the order, the programme and the occasion:
explanations call it again and must find what was recorded.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from operator import attrgetter, mul
from typing import NamedTuple

from tessera.domain.basis import Bases, bases_of, earns_nothing
from tessera.domain.caps import capped
from tessera.domain.matching import Occasion
from tessera.domain.money import ceil, floor, half_up, spread
from tessera.domain.offer import CompiledRule, WalletOffer, Yield
from tessera.domain.order import Cart
from tessera.domain.plan import Plan
from tessera.domain.programme import Programme
from tessera.domain.programme.earning import Rule
from tessera.domain.standing import Standing

UNITS, HAS_BONUS = attrgetter("units"), attrgetter("has_bonus")
Rounding = Callable[[int, int], int]
ROUNDINGS: dict[str, Rounding] = {"floor": floor, "half_up": half_up, "ceil": ceil}


class BonusShare(NamedTuple):
    """What a bonus gave to a line, in whole units."""

    line: int
    rule: str
    units: int


class WalletAward(NamedTuple):
    """What an order earns in one wallet: `amount` units, and of each line.

    `uncapped` is what it would be without caps. What it came from stays with it: the bases, what a minor unit of each
    line yields over `denominator`, and the bonuses; what each rule gave is worked out of these where it is asked for.
    """

    wallet: str
    amount: int
    uncapped: int
    lines: tuple[int, ...]
    bases: Bases
    yields: tuple[Yield, ...]
    denominator: int
    bonuses: Sequence[BonusShare]

    @property
    def rules(self) -> tuple[tuple[str, int], ...]:
        """The amount, spread back over the rules that gave it."""
        given: dict[str, int] = {}
        for basis, each in zip(self.bases.parts, self.yields, strict=True):
            for rule, units in each.rules if basis else ():
                given[rule] = given.get(rule, 0) + basis * units
        for bonus in self.bonuses:
            given[bonus.rule] = given.get(bonus.rule, 0) + bonus.units * self.denominator
        return tuple(zip(given, spread(self.amount, list(given.values())), strict=True)) if self.amount else ()

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
    basis, rounding = programme.earning.basis, ROUNDINGS[programme.earning.rounding]
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
        award = _award(wallet, each, cart, bases, seen.standing, rounding)
        if wallet.shadow is not None:
            shadow.append(ShadowShare(wallet.shadow, wallet.wallet, dict(award.rules).get(wallet.shadow, 0)))
        elif award.uncapped:
            awards.append(award)
    return Evaluation(bases, tuple(awards), tuple(shadow))


def _award(
    offer: WalletOffer, yields: tuple[Yield, ...], cart: Cart, bases: Bases, standing: Standing, rounding: Rounding
) -> WalletAward:
    denominator = offer.denominator * bases.denominator
    earned = list(map(mul, bases.parts, map(UNITS, yields)))
    bonuses = _bonus_shares(offer.bonuses, cart) if offer.bonuses and any(map(HAS_BONUS, yields)) else ()
    for line, _, units in bonuses:
        earned[line] += units * denominator
    uncapped = rounding(sum(earned), denominator)
    amount = capped(uncapped, offer.caps, standing.earned_in(offer.wallet)) if offer.caps else uncapped
    lines = tuple(spread(amount, earned)) if amount else (0,) * len(earned)
    return WalletAward(offer.wallet, amount, uncapped, lines, bases, yields, denominator, bonuses)


def _bonus_shares(bonuses: Sequence[CompiledRule], cart: Cart) -> list[BonusShare]:
    """A bonus belongs to the goods it is given for: per unit to each, per order by what they amount to."""
    given: list[BonusShare] = []
    for rule, covers in [(each.rule, each.covers) for each in bonuses]:
        taken_in = [place for place, line in enumerate(cart.lines) if line.kind == "product" and covers(line)]
        if taken_in:
            shares = _shares_of(rule, cart, taken_in)
            given += [BonusShare(place, rule.id, share) for place, share in zip(taken_in, shares, strict=True) if share]
    return given


def _shares_of(rule: Rule, cart: Cart, taken_in: Sequence[int]) -> list[int]:
    bonus = rule.bonus or 0
    if rule.per == "unit":
        return [bonus * cart.lines[place].quantity for place in taken_in]
    amounts = [cart.amounts[place] for place in taken_in]
    return spread(bonus, amounts if any(amounts) else [1] * len(amounts))
