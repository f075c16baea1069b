"""What an order earns, slow and obvious: docs/rules.md §3 sentence by sentence, in fractions. The engine must agree."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any, NamedTuple

from tessera.domain.entries import WALLETS
from tessera.domain.matching import WEEKDAYS, Occasion
from tessera.domain.order import Cart, Line
from tessera.domain.programme import Programme
from tessera.domain.programme.earning import EarnPoints, Products, Rule, When

Shares = list[dict[str, Fraction]]
"""Of each line, what each rule gave it."""


class Paid(NamedTuple):
    """What vouchers and wallets paid of the goods, and vouchers of the shipping, in minor units."""

    vouchers_minor: int = 0
    wallets_minor: int = 0
    shipping_minor: int = 0


class Earned(NamedTuple):
    """What is earned in one wallet: in all, before caps, of each line, of each rule, and exactly."""

    wallet: str
    amount: int
    uncapped: int
    lines: tuple[int, ...]
    rules: tuple[tuple[str, int], ...]
    shares: Shares


def bases(cart: Cart, programme: Programme, paid: Paid) -> list[Fraction]:
    """§3.1: the basis of each line."""
    policy = programme.earning.basis
    left = [Fraction(line.quantity * line.unit_price - line.discount) for line in cart.lines]
    left = _less(left, cart.discount, cart, "product")
    left = _less(left, paid.shipping_minor, cart, "shipping")
    left = _less(left, paid.vouchers_minor, cart, "product")
    if policy.paid_with_wallets == "cash_part":
        left = _less(left, paid.wallets_minor, cart, "product")
    counted = {"product", "shipping"} if policy.shipping == "included" else {"product"}
    without_tax = policy.tax == "excluded"
    return [
        (amount * _untaxed(line) if without_tax else amount) if line.kind in counted else Fraction(0)
        for amount, line in zip(left, cart.lines, strict=True)
    ]


def earned(cart: Cart, programme: Programme, seen: Occasion, paid: Paid) -> list[Earned]:
    """What the live rules give in each wallet; a wallet in which nothing is earned is left out."""
    live = [rule for rule in programme.earning.rules if rule.state == "live"]
    both = [_in_wallet(wallet, live, cart, programme, seen, paid) for wallet in WALLETS]
    return [] if _earns_nothing(programme, paid) else [each for each in both if each.uncapped]


def shadow(cart: Cart, programme: Programme, seen: Occasion, paid: Paid) -> list[tuple[str, str, int]]:
    """What each shadow rule would have given, were it live."""
    found = []
    for tried in [rule for rule in programme.earning.rules if rule.state == "shadow"]:
        rules = [rule for rule in programme.earning.rules if rule.state == "live" or rule is tried]
        award = _in_wallet(tried.wallet, rules, cart, programme, seen, paid)
        found.append((tried.id, tried.wallet, dict(award.rules).get(tried.id, 0)))
    return [] if _earns_nothing(programme, paid) else found


def _earns_nothing(programme: Programme, paid: Paid) -> bool:
    return programme.earning.basis.paid_with_wallets == "none" and paid.wallets_minor > 0


def _in_wallet(
    wallet: str, rules: Sequence[Rule], cart: Cart, programme: Programme, seen: Occasion, paid: Paid
) -> Earned:
    own = [rule for rule in rules if rule.wallet == wallet and _holds(rule.when, cart, seen)]
    factors = _factors_of(programme, seen) if wallet == "points" else []
    parts = bases(cart, programme, paid)
    shares = [_line_shares(line, basis, own, factors) for line, basis in zip(cart.lines, parts, strict=True)]
    for rule in own:
        for place, units in enumerate(_bonus(rule, cart)):
            if units:
                shares[place][rule.id] = Fraction(units)
    uncapped = _rounded(sum((sum(line.values()) for line in shares), Fraction(0)), programme.earning.rounding)
    amount = _capped(uncapped, wallet, programme, seen)
    by_rule = _by_rule(shares, [rule.id for rule in own if rule.bonus is not None])
    lines = tuple(apportioned(amount, [sum(line.values(), Fraction(0)) for line in shares]))
    parts_of_rules = apportioned(amount, list(by_rule.values())) if amount else []
    return Earned(
        wallet, amount, uncapped, lines, tuple(zip(by_rule, parts_of_rules, strict=False)) if amount else (), shares
    )


def _line_shares(line: Line, basis: Fraction, rules: Sequence[Rule], factors: Sequence[Rule]) -> dict[str, Fraction]:
    """§3.2 and §3.3: what rates give to a line, and what multipliers add to that."""
    if not basis:
        return {}
    shares = {rule.id: basis * _rate(rule) for rule in _claiming([r for r in rules if r.earn is not None], line)}
    multipliers = [rule for rule in rules if rule.multiply is not None and _covers(rule.scope, line)]
    for rule in _counting([*multipliers, *factors]):
        assert rule.multiply is not None
        shares[rule.id] = sum(shares.values(), Fraction(0)) * (rule.multiply - 1)
    return shares


def _claiming(rates: Sequence[Rule], line: Line) -> list[Rule]:
    """The narrowest scope with a matching rule claims the line."""
    for kinds in (("sku",), ("category", "brand", "label"), (None,)):
        claiming = [r for r in rates if (r.scope.kind if r.scope else None) in kinds and _covers(r.scope, line)]
        if claiming:
            return _counting(claiming)
    return []


def _counting(rules: list[Rule]) -> list[Rule]:
    """Of those that are not stackable the highest priority, then the first, counts alone."""
    alone = [rule for rule in rules if not rule.stackable]
    best = max((rule.priority for rule in alone), default=0)
    return [rule for rule in alone if rule.priority == best][:1] or rules


def _bonus(rule: Rule, cart: Cart) -> list[int]:
    """§3.4: what a bonus gives to each line."""
    taken = [line.kind == "product" and _covers(rule.scope, line) for line in cart.lines]
    if rule.bonus is None or not any(taken):
        return [0] * len(taken)
    if rule.per == "unit":
        return [rule.bonus * line.quantity if each else 0 for line, each in zip(cart.lines, taken, strict=True)]
    gross = [Fraction(line.quantity * line.unit_price - line.discount) for line in cart.lines]
    amounts = _less(gross, cart.discount, cart, "product")
    weights = [amount if each else Fraction(0) for amount, each in zip(amounts, taken, strict=True)]
    return apportioned(rule.bonus, weights if any(weights) else [Fraction(each) for each in taken])


def _by_rule(shares: Shares, bonuses: Sequence[str]) -> dict[str, Fraction]:
    """What each rule gave to all lines: line by line as they come, bonuses last."""
    names = [rule for line in shares for rule in line if rule not in bonuses]
    names += [rule for rule in bonuses if any(rule in line for line in shares)]
    return {name: sum((line.get(name, Fraction(0)) for line in shares), Fraction(0)) for name in names}


def _capped(amount: int, wallet: str, programme: Programme, seen: Occasion) -> int:
    before = next((each for each in seen.standing.earned if each.wallet == wallet), None)
    for cap in programme.earning.caps:
        used = getattr(before, cap.per) if before and cap.per != "order" else 0
        room = max(cap.amount - used, 0)
        if cap.wallet == wallet and amount > room:
            amount = room if cap.overflow == "trim" else 0
    return amount


def apportioned(total: int, weights: Sequence[Fraction]) -> list[int]:
    """A total in proportion: everyone the whole part, then one each by what is left over, the first first."""
    whole = sum(weights, Fraction(0))
    if not whole:
        return [total, *[0] * (len(weights) - 1)]
    exact = [total * weight / whole for weight in weights]
    parts = [floor(each) for each in exact]
    leftover = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in leftover[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _less(amounts: list[Fraction], part: int, cart: Cart, kind: str) -> list[Fraction]:
    """Take so much off the lines of a kind, in proportion to what they amount to, and no more than there is."""
    weights = [amount if line.kind == kind else Fraction(0) for amount, line in zip(amounts, cart.lines, strict=True)]
    taken = apportioned(min(part, int(sum(weights))), weights)
    return [amount - each for amount, each in zip(amounts, taken, strict=True)]


def _untaxed(line: Line) -> Fraction:
    gross = line.quantity * line.unit_price - line.discount
    return Fraction(gross - line.tax, gross) if gross else Fraction(1)


def _rate(rule: Rule) -> Fraction:
    if isinstance(rule.earn, EarnPoints):
        return Fraction(rule.earn.points, rule.earn.per)
    return rule.earn.percent / 100 if rule.earn else Fraction(0)


def _rounded(exact: Fraction, rounding: str) -> int:
    half_up = floor(exact + Fraction(1, 2))
    return {"floor": floor(exact), "ceil": ceil(exact), "half_up": half_up}[rounding]


def _factors_of(programme: Programme, seen: Occasion) -> list[Rule]:
    """What the member's level and paid programme multiply points by."""
    levels = programme.tiers.levels if programme.tiers else ()
    owners: list[tuple[str, Any]] = [(f"tier/{each.id}", each) for each in levels if each.id == seen.standing.tier]
    owners += [(f"membership/{m.id}", m) for m in programme.memberships if m.id == seen.standing.membership]
    return [
        Rule.model_construct(id=name, wallet="points", multiply=owner.points_multiplier)
        for name, owner in owners
        if owner.points_multiplier is not None
    ]


def _covers(scope: Any, line: Line) -> bool:
    return scope is None or (_names(scope, line) and not (scope.except_ and _names(scope.except_, line)))


def _names(products: Products, line: Line) -> bool:
    said = {"sku": {line.sku}, "category": {*line.categories}, "brand": {line.brand}, "label": {*line.labels}}
    return products.kind is None or bool(said[products.kind] & {*products.names})


def _holds(when: When, cart: Cart, seen: Occasion) -> bool:
    day, minute, standing = seen.local.date(), seen.local.hour * 60 + seen.local.minute, seen.standing
    gross = [Fraction(line.quantity * line.unit_price - line.discount) for line in cart.lines]
    left = _less(gross, cart.discount, cart, "product")
    goods = sum(amount for amount, line in zip(left, cart.lines, strict=True) if line.kind == "product")
    asked = {
        "from_": lambda first: day >= first,
        "until": lambda last: day <= last,
        "weekdays": lambda names: WEEKDAYS[day.weekday()] in names,
        "hours": lambda hours: minute in _minutes(hours.from_, hours.until),
        "tiers": lambda names: standing.tier in names,
        "segments": lambda names: bool({*names} & {*standing.segments}),
        "memberships": lambda names: standing.membership in names,
        "channels": lambda names: seen.channel in names,
        "min_order": lambda least: goods >= least,
        "first_order": lambda _: standing.orders == 0,
        "birthday": lambda span: span in standing.birthday,
        "order": lambda order: bool({*order.tagged} & {*seen.tags}),
    }
    return all(holds(getattr(when, key)) for key, holds in asked.items() if getattr(when, key) is not None)


def _minutes(start: int, end: int) -> set[int]:
    """The minutes of a day from one to another, around midnight if need be."""
    length = (end - start) % 1440 or 1440
    return {(start + minute) % 1440 for minute in range(length)}
