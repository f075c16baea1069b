"""When a rule holds, and for which lines (docs/rules.md §2, `when` and `scope`)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tessera.domain.calendar import Zone, zone_of
from tessera.domain.order import Cart, Line
from tessera.domain.programme.earning import Hours, Products, Scope, When
from tessera.domain.standing import Standing

Covers = Callable[[Line], bool]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Occasion:
    """What an evaluation looks at besides the cart: the local time of the order, and how the account stood when it
    was recorded."""

    local: datetime
    standing: Standing
    channel: str | None = None
    tags: tuple[str, ...] = ()


def occasion(
    placed_at: datetime, zone: Zone, standing: Standing, *, channel: str | None = None, tags: tuple[str, ...] = ()
) -> Occasion:
    """The occasion of an order placed at an instant, seen on the programme's clock."""
    return Occasion(placed_at.astimezone(zone_of(zone)), standing, channel, tags)


def holds(when: When, cart: Cart, seen: Occasion) -> bool:
    """Whether everything that `when` asks is so."""
    day = seen.local.date()
    return (
        (when.from_ is None or when.from_ <= day)
        and (when.until is None or day <= when.until)
        and (when.weekdays is None or WEEKDAYS[day.weekday()] in when.weekdays)
        and (when.hours is None or _within(when.hours, seen.local))
        and (when.channels is None or seen.channel in when.channels)
        and (when.min_order is None or cart.goods_amount >= when.min_order)
        and (when.first_order is None or seen.standing.orders == 0)
        and (when.tiers is None or seen.standing.tier in when.tiers)
        and (when.segments is None or not set(when.segments).isdisjoint(seen.standing.segments))
        and (when.memberships is None or seen.standing.membership in when.memberships)
        and (when.birthday is None or when.birthday in seen.standing.birthday)
        and (when.order is None or not set(when.order.tagged).isdisjoint(seen.tags))
    )


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


def _within(hours: Hours, local: datetime) -> bool:
    minute = local.hour * 60 + local.minute
    if hours.from_ < hours.until:
        return hours.from_ <= minute < hours.until
    return minute >= hours.from_ or minute < hours.until
