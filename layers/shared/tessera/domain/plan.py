"""A programme's rules, compiled on publishing: conditions to be asked, rates over one denominator per wallet.

Which rules hold changes little from order to order: what they come to is an `Offer`, remembered under what was asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm, prod

from tessera.domain.entries import POINTS, WALLETS
from tessera.domain.matching import Holds, Occasion, conditions, covering
from tessera.domain.offer import CompiledRule, Offer, WalletOffer
from tessera.domain.order import Cart
from tessera.domain.programme import Programme
from tessera.domain.programme.earning import Cap, EarnPoints, Rule

SPECIFICITY = {"sku": 3, "category": 2, "brand": 2, "label": 2, None: 1}
OFFERS_KEPT = 128


@dataclass(frozen=True, slots=True)
class WalletPlan:
    """The rules of one wallet, the live ones or, where `shadow` names one, the live ones with it; and its caps."""

    wallet: str
    shadow: str | None
    rules: tuple[CompiledRule, ...]
    caps: tuple[Cap, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The compiled rules of a programme: each wallet's, and again for each shadow rule; and what its levels and
    memberships multiply points by, under `tier/<level>` and `membership/<plan>`."""

    wallets: tuple[WalletPlan, ...]
    factors: dict[str, CompiledRule]
    conditions: tuple[Holds, ...]
    skus: frozenset[str]
    offers: dict[object, Offer] = field(default_factory=dict, compare=False, repr=False)

    def offer(self, cart: Cart, seen: Occasion) -> Offer:
        """What holds for a cart on an occasion."""
        answers = [holds(cart, seen) for holds in self.conditions]
        asked = (seen.standing.tier, seen.standing.membership, *answers)
        return self.offers.get(asked) or self._learned(asked, cart, seen)

    def _learned(self, asked: object, cart: Cart, seen: Occasion) -> Offer:
        if len(self.offers) >= OFFERS_KEPT:
            self.offers.clear()
        wallets = tuple(self._offered(wallet, cart, seen) for wallet in self.wallets)
        self.offers[asked] = Offer(wallets, self.skus)
        return self.offers[asked]

    def _offered(self, plan: WalletPlan, cart: Cart, seen: Occasion) -> WalletOffer:
        holding = [each for each in plan.rules if all(holds(cart, seen) for holds in each.conditions)]
        rates = tuple(each for each in holding if each.rule.earn is not None)
        multipliers = [each for each in holding if each.rule.multiply is not None]
        multipliers += self._standing_factors(seen) if plan.wallet == POINTS else []
        bonuses = tuple(each for each in holding if each.rule.bonus is not None)
        denominator = lcm(*(each.rate.denominator for each in rates))
        denominator *= prod(each.factor.denominator for each in multipliers)
        return WalletOffer(plan.wallet, plan.shadow, denominator, rates, tuple(multipliers), bonuses, plan.caps)

    def _standing_factors(self, seen: Occasion) -> list[CompiledRule]:
        names = (f"tier/{seen.standing.tier}", f"membership/{seen.standing.membership}")
        return [self.factors[name] for name in names if name in self.factors]


def compiled(programme: Programme) -> Plan:
    """The programme's rules, ready to be applied."""
    rules = [_compiled(rule) for rule in programme.earning.rules if rule.state != "paused"]
    caps = programme.earning.caps
    live = [_wallet_plan(wallet, None, rules, caps) for wallet in WALLETS]
    shadows = [each.rule for each in rules if each.rule.state == "shadow"]
    tried = [_wallet_plan(rule.wallet, rule.id, rules, caps) for rule in shadows]
    factors = {factor.rule.id: factor for factor in _factors(programme)}
    asked = tuple(holds for each in rules for holds in each.conditions)
    return Plan((*live, *tried), factors, asked, frozenset(_named_skus(rules)))


def _wallet_plan(wallet: str, shadow: str | None, rules: Sequence[CompiledRule], caps: Sequence[Cap]) -> WalletPlan:
    of_wallet = [each for each in rules if each.rule.wallet == wallet]
    tried = tuple(each for each in of_wallet if each.rule.state == "live" or each.rule.id == shadow)
    return WalletPlan(wallet, shadow, tried, tuple(cap for cap in caps if cap.wallet == wallet))


def _compiled(rule: Rule) -> CompiledRule:
    specificity = SPECIFICITY[rule.scope.kind if rule.scope else None]
    factor = Fraction(1) if rule.multiply is None else rule.multiply
    return CompiledRule(rule, conditions(rule.when), covering(rule.scope), specificity, _rate(rule), factor)


def _rate(rule: Rule) -> Fraction:
    if isinstance(rule.earn, EarnPoints):
        return Fraction(rule.earn.points, rule.earn.per)
    return rule.earn.percent / 100 if rule.earn else Fraction(0)


def _factors(programme: Programme) -> Iterator[CompiledRule]:
    """What levels and memberships multiply points by: each one more stackable multiplier. No rule of a document has a
    slash in its id."""
    levels = programme.tiers.levels if programme.tiers else ()
    multipliers = {f"tier/{level.id}": level.points_multiplier for level in levels}
    multipliers |= {f"membership/{plan.id}": plan.points_multiplier for plan in programme.memberships}
    for name, multiplier in multipliers.items():
        if multiplier is not None:
            yield _compiled(Rule.model_construct(id=name, wallet="points", multiply=multiplier))


def _named_skus(rules: Sequence[CompiledRule]) -> Iterator[str]:
    for scope in (each.rule.scope for each in rules):
        if scope is not None:
            yield from scope.sku or ()
            yield from (scope.except_ and scope.except_.sku) or ()
