"""What an order earns: exact rationals over one denominator, rounded once (docs/rules.md §3).

Rates are compiled on publishing to integers over one denominator per wallet, so evaluating an order is integer
arithmetic alone. `evaluate` is a pure function of the order, the programme and the occasion: explanations call it
again and must find what was recorded.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import lcm, prod

from tessera.domain.basis import Bases, bases_of, earns_nothing
from tessera.domain.caps import capped
from tessera.domain.entries import POINTS, WALLETS
from tessera.domain.matching import Covers, Occasion, covering, holds
from tessera.domain.money import ceil, floor, half_up, spread
from tessera.domain.order import Cart, Line
from tessera.domain.programme import Programme
from tessera.domain.programme.earning import Earning, EarnPoints, Rule

ROUNDINGS: dict[str, Callable[[int, int], int]] = {"floor": floor, "half_up": half_up, "ceil": ceil}
SPECIFICITY = {"sku": 3, "category": 2, "brand": 2, "label": 2, None: 1}


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule and what it takes to apply it fast: its rate in units per minor unit over the wallet's denominator or its
    factor as a quotient, which lines it covers and how narrow its scope is (sku, then category, brand or label, then
    the order)."""

    rule: Rule
    covers: Covers
    specificity: int
    rate: int = 0
    factor: tuple[int, int] = (1, 1)


@dataclass(frozen=True, slots=True)
class WalletPlan:
    """One wallet's rules in document order, split by effect; `denominator` is common to all rates."""

    wallet: str
    denominator: int
    rates: tuple[CompiledRule, ...]
    multipliers: tuple[CompiledRule, ...]
    bonuses: tuple[CompiledRule, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The compiled rules of a programme: the live ones, for each shadow rule the live ones with it, and what its
    levels and memberships multiply points by, under `tier/<level>` and `membership/<plan>`."""

    live: tuple[WalletPlan, ...]
    shadows: tuple[tuple[str, WalletPlan], ...]
    factors: dict[str, CompiledRule]


@dataclass(frozen=True, slots=True)
class WalletAward:
    """What an order earns in one wallet: `amount` units, of each line and of each rule.

    `uncapped` is what it would be without caps; `shares` says what each rule gave to each line before rounding, over
    `denominator`.
    """

    wallet: str
    amount: int
    uncapped: int
    lines: tuple[int, ...]
    rules: tuple[tuple[str, int], ...]
    shares: dict[tuple[int, str], int]
    denominator: int

    def exact(self, line: int, rule: str) -> Fraction:
        """What a rule gave to a line, before rounding."""
        return Fraction(self.shares.get((line, rule), 0), self.denominator)

    @property
    def exact_total(self) -> Fraction:
        """All that was earned, before it was rounded."""
        return Fraction(sum(self.shares.values()), self.denominator)


@dataclass(frozen=True, slots=True)
class ShadowShare:
    """What a shadow rule would have given."""

    rule: str
    wallet: str
    amount: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that an order earns; an award of nothing is left out, one that caps brought to nothing is not."""

    bases: Bases
    awards: tuple[WalletAward, ...]
    shadow: tuple[ShadowShare, ...]


def compiled(programme: Programme) -> Plan:
    """The programme's rules with exact integer rates."""
    rules = programme.earning.rules
    live = tuple(_wallet_plan(name, [rule for rule in rules if rule.state == "live"]) for name in WALLETS)
    shadows = tuple(
        (shadow.id, _wallet_plan(shadow.wallet, [rule for rule in rules if rule.state == "live" or rule is shadow]))
        for shadow in rules
        if shadow.state == "shadow"
    )
    return Plan(live, shadows, {factor.rule.id: factor for factor in _standing_factors(programme)})


def _standing_factors(programme: Programme) -> Iterator[CompiledRule]:
    """What levels and memberships multiply points by: each one more stackable multiplier. No rule of a document has a
    slash in its id."""
    levels = programme.tiers.levels if programme.tiers else ()
    multipliers = {f"tier/{level.id}": level.points_multiplier for level in levels}
    multipliers |= {f"membership/{plan.id}": plan.points_multiplier for plan in programme.memberships}
    for name, multiplier in multipliers.items():
        if multiplier is not None:
            rule = Rule.model_construct(id=name, wallet="points", multiply=multiplier)
            yield _compiled(rule, factor=multiplier.as_integer_ratio())


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
    names = (f"tier/{seen.standing.tier}", f"membership/{seen.standing.membership}")
    factors = [plan.factors[name] for name in names if name in plan.factors]
    award = partial(_wallet_award, cart=cart, bases=bases, seen=seen, earning=programme.earning, factors=factors)
    awards = tuple(award(each) for each in plan.live)
    shadow = tuple(_shadow_share(rule, award(each)) for rule, each in plan.shadows)
    return Evaluation(bases, tuple(award for award in awards if award.uncapped), shadow)


def _wallet_plan(wallet: str, rules: Sequence[Rule]) -> WalletPlan:
    own = [rule for rule in rules if rule.wallet == wallet]
    rates = {rule.id: _rate(rule) for rule in own if rule.earn is not None}
    denominator = lcm(*(rate.denominator for rate in rates.values()))
    return WalletPlan(
        wallet,
        denominator,
        tuple(_compiled(rule, rate=int(rates[rule.id] * denominator)) for rule in own if rule.earn is not None),
        tuple(_compiled(rule, factor=rule.multiply.as_integer_ratio()) for rule in own if rule.multiply is not None),
        tuple(_compiled(rule) for rule in own if rule.bonus is not None),
    )


def _compiled(rule: Rule, *, rate: int = 0, factor: tuple[int, int] = (1, 1)) -> CompiledRule:
    specificity = SPECIFICITY[rule.scope.kind if rule.scope else None]
    return CompiledRule(rule, covering(rule.scope), specificity, rate, factor)


def _rate(rule: Rule) -> Fraction:
    if isinstance(rule.earn, EarnPoints):
        return Fraction(rule.earn.points, rule.earn.per)
    return rule.earn.percent / 100 if rule.earn else Fraction(0)


class _Tally:
    """Exact shares of one wallet, of each line and rule, over one denominator."""

    def __init__(self, denominator: int) -> None:
        self.denominator = denominator
        self.shares: dict[tuple[int, str], int] = {}

    def add(self, line: int, rule: str, share: int) -> None:
        self.shares[line, rule] = self.shares.get((line, rule), 0) + share

    @property
    def total(self) -> int:
        return sum(self.shares.values())

    def of_lines(self, count: int) -> list[int]:
        sums = [0] * count
        for (line, _), share in self.shares.items():
            sums[line] += share
        return sums

    def of_rules(self) -> dict[str, int]:
        sums: dict[str, int] = {}
        for (_, rule), share in self.shares.items():
            sums[rule] = sums.get(rule, 0) + share
        return sums


def _wallet_award(
    plan: WalletPlan, *, cart: Cart, bases: Bases, seen: Occasion, earning: Earning, factors: list[CompiledRule]
) -> WalletAward:
    multipliers = [each for each in plan.multipliers if holds(each.rule.when, cart, seen)]
    multipliers += factors if plan.wallet == POINTS else []
    scale = prod(each.factor[1] for each in multipliers)
    tally = _Tally(plan.denominator * bases.denominator * scale)
    rates = [each for each in plan.rates if holds(each.rule.when, cart, seen)]
    for index, line in enumerate(cart.lines):
        if bases.parts[index]:
            _rate_line(tally, index, line, bases.parts[index] * scale, rates, multipliers)
    for each in plan.bonuses:
        if holds(each.rule.when, cart, seen):
            _add_bonus(tally, each, cart)
    rounded = ROUNDINGS[earning.rounding](tally.total, tally.denominator)
    amount = capped(rounded, plan.wallet, earning.caps, seen.standing.earned_in(plan.wallet))
    return _spread_back(plan.wallet, tally, len(cart.lines), amount, rounded)


def _rate_line(
    tally: _Tally, index: int, line: Line, basis: int, rates: list[CompiledRule], multipliers: list[CompiledRule]
) -> None:
    earned = 0
    for each in _claiming(rates, line):
        tally.add(index, each.rule.id, basis * each.rate)
        earned += basis * each.rate
    for each in _that_count([each for each in multipliers if each.covers(line)]):
        numerator, denominator = each.factor
        multiplied = earned * numerator // denominator
        tally.add(index, each.rule.id, multiplied - earned)
        earned = multiplied


def _claiming(rates: list[CompiledRule], line: Line) -> list[CompiledRule]:
    """The rate rules that count for a line: of the most specific scope that takes it in."""
    matching = [each for each in rates if each.covers(line)]
    narrowest = max((each.specificity for each in matching), default=0)
    return _that_count([each for each in matching if each.specificity == narrowest])


def _that_count(matching: list[CompiledRule]) -> list[CompiledRule]:
    """All of them together, unless one is not stackable: then the one of these with the highest priority alone."""
    alone = [each for each in matching if not each.rule.stackable]
    return [max(alone, key=lambda each: each.rule.priority)] if alone else matching


def _add_bonus(tally: _Tally, bonus: CompiledRule, cart: Cart) -> None:
    """A bonus belongs to the goods it is given for: per unit to each, per order by what they amount to."""
    rule = bonus.rule
    taken_in = [line.is_goods and bonus.covers(line) for line in cart.lines]
    if not any(taken_in) or rule.bonus is None:
        return
    if rule.per == "unit":
        shares = [rule.bonus * line.quantity * taken for line, taken in zip(cart.lines, taken_in, strict=True)]
    else:
        shares = _spread_over(rule.bonus, cart.amounts, taken_in)
    for index, share in enumerate(shares):
        if share:
            tally.add(index, rule.id, share * tally.denominator)


def _spread_over(total: int, amounts: Sequence[int], taken_in: Sequence[bool]) -> list[int]:
    weights = [amount * taken for amount, taken in zip(amounts, taken_in, strict=True)]
    return spread(total, weights if any(weights) else [int(taken) for taken in taken_in])


def _spread_back(wallet: str, tally: _Tally, lines: int, amount: int, uncapped: int) -> WalletAward:
    by_rule = tally.of_rules()
    line_shares = tuple(spread(amount, tally.of_lines(lines))) if amount else (0,) * lines
    rule_shares = tuple(zip(by_rule, spread(amount, list(by_rule.values())), strict=True)) if amount else ()
    return WalletAward(wallet, amount, uncapped, line_shares, rule_shares, tally.shares, tally.denominator)


def _shadow_share(rule: str, award: WalletAward) -> ShadowShare:
    return ShadowShare(rule, award.wallet, dict(award.rules).get(rule, 0))
