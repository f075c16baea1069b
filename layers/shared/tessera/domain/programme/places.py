"""Places in a document as it was written, whatever is wrong with it: nothing here trusts a shape."""

from collections.abc import Iterator

Loc = tuple[str | int, ...]


def places(document: object, pattern: str) -> Iterator[tuple[Loc, object]]:
    """Every place of a pattern such as `earning.rules[].when.tiers[]` (`*`: any key) that holds something."""
    steps = pattern.replace("[]", ".[]").split(".")
    return _below(document, steps, ())


def sections(document: object, pattern: str) -> Iterator[tuple[Loc, dict[str, object]]]:
    """The places of a pattern that hold a section with keys."""
    return ((loc, value) for loc, value in places(document, pattern) if isinstance(value, dict))


def texts(document: object, pattern: str) -> Iterator[tuple[Loc, str]]:
    """The places of a pattern that hold a text."""
    return ((loc, value) for loc, value in places(document, pattern) if isinstance(value, str))


def position(document: object, loc: Loc) -> tuple[int, ...]:
    """Where a place stands in the document, to sort by; what is missing stands last in its section."""
    found: list[int] = []
    for step in loc:
        keys = list(document) if isinstance(document, dict) else []
        found.append(step if isinstance(step, int) else keys.index(step) if step in keys else len(keys))
        document = at(document, step)
    return tuple(found)


def at(value: object, step: str | int) -> object:
    """What a section or list holds there; None when it holds nothing or is neither."""
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def _below(value: object, steps: list[str], loc: Loc) -> Iterator[tuple[Loc, object]]:
    if value is None:
        return
    if not steps:
        yield loc, value
        return
    for step, held in _children(value, steps[0]):
        yield from _below(held, steps[1:], (*loc, step))


def _children(value: object, step: str) -> Iterator[tuple[str | int, object]]:
    if step == "[]":
        yield from enumerate(value if isinstance(value, list) else [])
    elif isinstance(value, dict):
        yield from value.items() if step == "*" else [(step, value.get(step))]
