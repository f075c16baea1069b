"""What no single value tells: ids that clash, references to nothing, choices that exclude each other.

All of it reads the document as it was written, so that it is found beside whatever else is wrong.
"""

from collections.abc import Iterator
from itertools import chain, pairwise

from tessera.domain.currencies import MINOR_DIGITS
from tessera.domain.money import parse_minor
from tessera.domain.programme.faults import Finding, did_you_mean, one_of
from tessera.domain.programme.places import Loc, places, sections, texts
from tessera.domain.quoting import quoted

PRODUCTS = ("sku", "category", "brand", "label")

UNIQUE = (
    ("rule", "earning.rules[].id"),
    ("level", "tiers.levels[].id"),
    ("reward or stamp card", "rewards[].id", "stamp_cards[].id"),
    ("membership", "memberships[].id"),
    ("segment", "segments[].id"),
    ("gift", "gifts[].id"),
)

REFERENCES = (
    ("earning.rules[].when.tiers[]", "level", "tiers.levels[].id"),
    ("earning.rules[].when.segments[]", "segment", "segments[].id"),
    ("earning.rules[].when.memberships[]", "membership", "memberships[].id"),
    ("gifts[].when.enters", "segment", "segments[].id"),
    ("segments[].all[].tier[]", "level", "tiers.levels[].id"),
    ("segments[].any[].tier[]", "level", "tiers.levels[].id"),
    ("segments[].all[].locale[]", "locale", "locales[]"),
    ("segments[].any[].locale[]", "locale", "locales[]"),
)

EXACTLY_ONE = (
    ("earning.rules[]", ("earn", "multiply", "bonus")),
    ("earning.rules[].scope.except", PRODUCTS),
    ("stamp_cards[].scope.except", PRODUCTS),
    ("rewards[].product", PRODUCTS),
    ("segments[]", ("all", "any")),
    ("gifts[].when", ("enters", "date")),
)


def findings(document: object) -> Iterator[Finding]:
    """Everything that does not fit together."""
    return chain(
        _repeated_ids(document),
        _dangling_references(document),
        _excluding_keys(document),
        _scopes(document),
        _per_without_bonus(document),
        _fixed_expiries(document),
        _empty_hours(document),
        _levels(document),
        _unaffordable_gifts(document),
    )


def _repeated_ids(document: object) -> Iterator[Finding]:
    for noun, *patterns in UNIQUE:
        seen: set[str] = set()
        for loc, own in chain.from_iterable(texts(document, pattern) for pattern in patterns):
            if own in seen:
                yield Finding(loc, f"there is another {noun} of this id; each needs its own")
            seen.add(own)


def _dangling_references(document: object) -> Iterator[Finding]:
    for pattern, noun, target in REFERENCES:
        known = dict.fromkeys(own for _, own in texts(document, target))
        for loc, name in texts(document, pattern):
            if name not in known:
                yield Finding(loc, f"there is no {noun} {quoted(name)}{_instead(name, noun, list(known))}")


def _instead(name: str, noun: str, known: list[str]) -> str:
    if not known:
        return f"; the programme has no {noun} at all"
    return did_you_mean(name, known) or f"; it has {', '.join(map(quoted, known[:10]))}"


def _excluding_keys(document: object) -> Iterator[Finding]:
    for pattern, keys in EXACTLY_ONE:
        for loc, section in sections(document, pattern):
            yield from _unless_one(loc, _given(section, keys), keys)


def _unless_one(loc: Loc, given: list[str], keys: tuple[str, ...]) -> Iterator[Finding]:
    if not given:
        yield Finding(loc, f"it needs one of {one_of(keys)}")
    if len(given) > 1:
        yield Finding(loc, f"it has {' and '.join(given)}; keep exactly one")


def _given(section: dict[str, object], keys: tuple[str, ...]) -> list[str]:
    return [key for key in keys if section.get(key) is not None]


def _scopes(document: object) -> Iterator[Finding]:
    for pattern in ("earning.rules[].scope", "stamp_cards[].scope"):
        for loc, scope in sections(document, pattern):
            given = _given(scope, PRODUCTS)
            if len(given) > 1 or (not given and scope.get("except") is None):
                yield from _unless_one(loc, given, PRODUCTS)


def _per_without_bonus(document: object) -> Iterator[Finding]:
    for loc, rule in sections(document, "earning.rules[]"):
        if rule.get("per") is not None and rule.get("bonus") is None:
            yield Finding((*loc, "per"), 'it goes with "bonus" only; a rate has its "per" inside "earn"')


def _fixed_expiries(document: object) -> Iterator[Finding]:
    for loc, expiry in sections(document, "wallets.*.expiry"):
        if expiry.get("mode") == "fixed":
            yield from _unless_one(loc, _given(expiry, ("months", "days")), ("months", "days"))


def _empty_hours(document: object) -> Iterator[Finding]:
    for loc, hours in sections(document, "earning.rules[].when.hours"):
        if isinstance(hours.get("from"), str) and hours.get("from") == hours.get("until"):
            yield Finding(loc, f"from {hours['from']} until {hours['until']} is no time at all")


def _levels(document: object) -> Iterator[Finding]:
    thresholds = [(loc, _number(value)) for loc, value in places(document, "tiers.levels[].from")]
    for loc, first in thresholds[:1]:
        if loc[2] == 0 and first:
            yield Finding(loc, "the first level starts from 0, so that every member has one")
    for (_, lower), (loc, upper) in pairwise(thresholds):
        if lower is not None and upper is not None and upper <= lower:
            yield Finding(loc, "levels ascend; it must be more than the level before")


def _number(value: object) -> int | None:
    """A threshold, however it is written, only to be compared; None for what is no number."""
    try:
        return parse_minor(str(value) if isinstance(value, int) else value, max(MINOR_DIGITS.values()))
    except ValueError:
        return None


def _unaffordable_gifts(document: object) -> Iterator[Finding]:
    for loc, gift in sections(document, "gifts[]"):
        points, budget = gift.get("points"), gift.get("budget")
        if isinstance(points, int) and isinstance(budget, int) and budget < points:
            yield Finding((*loc, "budget"), f"{quoted(budget)} points cannot pay one gift of {quoted(points)}")
