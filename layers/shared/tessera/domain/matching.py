"""When a rule holds, and for which lines, compiled on publishing (docs/rules.md §2, `when` and `scope`)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from tessera.domain.calendar import Zone, zone_of
from tessera.domain.order import Cart, Line
from tessera.domain.programme.earning import Hours, Products, Scope, When
from tessera.domain.standing import Standing

Covers = Callable[[Line], bool]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Occasion(NamedTuple):
    """What an evaluation looks at besides the cart: the local time of the order, and how the account stood when it
    was recorded."""

    local: datetime
    standing: Standing
    channel: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The day on which the order counts."""
        return self.local.date()


Holds = Callable[[Cart, Occasion], bool]


def occasion(
    placed_at: datetime, zone: Zone, standing: Standing, *, channel: str | None = None, tags: tuple[str, ...] = ()
) -> Occasion:
    """The occasion of an order placed at an instant, seen on the programme's clock."""
    return Occasion(placed_at.astimezone(zone_of(zone)), standing, channel, tags)


CONDITIONS: Mapping[str, Callable[[Any], Holds]] = {
    "from_": lambda first: lambda _, seen: first <= seen.day,
    "until": lambda last: lambda _, seen: seen.day <= last,
    "weekdays": lambda names: _on_weekdays(frozenset(map(WEEKDAYS.index, names))),
    "hours": lambda hours: _over_midnight(hours) if hours.until <= hours.from_ else _within(hours),
    "tiers": lambda names: lambda _, seen: seen.standing.tier in names,
    "segments": lambda names: lambda _, seen: not set(names).isdisjoint(seen.standing.segments),
    "memberships": lambda names: lambda _, seen: seen.standing.membership in names,
    "channels": lambda names: lambda _, seen: seen.channel in names,
    "min_order": lambda least: lambda cart, _: cart.goods_amount >= least,
    "first_order": lambda _: lambda _, seen: seen.standing.orders == 0,
    "birthday": lambda span: lambda _, seen: span in seen.standing.birthday,
    "order": lambda asked: lambda _, seen: not set(asked.tagged).isdisjoint(seen.tags),
}
"""What each key of `when` asks, once it is known what it says."""


def _on_weekdays(numbers: frozenset[int]) -> Holds:
    return lambda _, seen: seen.local.weekday() in numbers


def _within(hours: Hours) -> Holds:
    start, end = hours.from_, hours.until
    return lambda _, seen: start <= seen.local.hour * 60 + seen.local.minute < end


def _over_midnight(hours: Hours) -> Holds:
    start, end = hours.from_, hours.until
    return lambda _, seen: not end <= seen.local.hour * 60 + seen.local.minute < start


def conditions(when: When) -> tuple[Holds, ...]:
    """All that `when` asks, compiled: each of it must hold."""
    asked = [(compile_, getattr(when, name)) for name, compile_ in CONDITIONS.items()]
    return tuple(compile_(said) for compile_, said in asked if said is not None)


def covering(scope: Scope | None) -> Covers:
    """Whether a line is in a scope, compiled; no scope is the whole order."""
    if scope is None:
        return _everything
    names = _naming(scope)
    if scope.except_ is None:
        return names
    excepted = _naming(scope.except_)
    return lambda line: names(line) and not excepted(line)


def _naming(products: Products) -> Covers:
    names = frozenset(products.names)
    match products.kind:
        case "sku":
            return lambda line: line.sku in names
        case "category":
            return lambda line: not names.isdisjoint(line.categories)
        case "brand":
            return lambda line: line.brand in names
        case "label":
            return lambda line: not names.isdisjoint(line.labels)
        case _:
            return _everything


def _everything(_: Line) -> bool:
    return True
