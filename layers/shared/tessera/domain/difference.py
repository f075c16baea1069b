"""One place in which two programmes differ, as a merchant reads it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from tessera.domain.money import show_minor, show_rate
from tessera.domain.programme.faults import NOUNS, path_of
from tessera.domain.programme.moments import MonthDay
from tessera.domain.programme.places import Loc, at
from tessera.domain.programme.section import Section
from tessera.domain.quoting import quoted

NOUN_BY_SECTION = {**NOUNS, ("earning", "caps"): "Cap"}
SAID_MAX = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that differs. `path` is that in the document after (of what is gone, in the one before), `what` names
    the thing and what of it; `before` and `after` are values as documents write them, None where there is nothing."""

    path: str
    change: Literal["changed", "added", "removed", "moved"]
    what: str
    before: Any
    after: Any
    text: str


class Place(NamedTuple):
    """The same place in both documents: things of one name may have different numbers."""

    before: Loc
    after: Loc

    def within(self, before: str | int, after: str | int) -> "Place":
        """What lies in it under these steps."""
        return Place((*self.before, before), (*self.after, after))


class Documents(NamedTuple):
    """Both programmes as they were written, and how many decimals their money has."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    digits: int


def difference(documents: Documents, place: Place, before: object, after: object) -> Difference:
    """What differs in a place that means `before` in the one programme and `after` in the other."""
    was, now = _at(documents.before, place.before), _at(documents.after, place.after)
    shown_before = _written(was, before, beside=now, digits=documents.digits)
    shown_after = _written(now, after, beside=was, digits=documents.digits)
    document, loc = (documents.before, place.before) if after is None else (documents.after, place.after)
    thing, inner = _subject(document, loc)
    what = ": ".join(part for part in (thing, inner) if part)
    if before is None:
        text = f"{what} is now {_said(shown_after)}; nothing was said." if inner else f"{what} is new."
        return Difference(path_of(loc), "added", what, None, shown_after, text)
    if after is None:
        text = f"{what} is gone; it was {_said(shown_before)}." if inner else f"{what} is gone."
        return Difference(path_of(loc), "removed", what, shown_before, None, text)
    text = f"{what} is now {_said(shown_after)}; it was {_said(shown_before)}."
    return Difference(path_of(loc), "changed", what, shown_before, shown_after, text)


def moved(place: Place, before: list[str], after: list[str]) -> Difference:
    """The same things in another sequence, where the sequence decides something."""
    path = path_of(place.after)
    text = f"{path}: the sequence is now {', '.join(after)}; it was {', '.join(before)}."
    return Difference(path, "moved", path, before, after, text)


def _at(document: Mapping[str, Any], loc: Loc) -> object:
    value: object = document
    for step in loc:
        value = at(value, step)
    return value


def _written(written: object, meant: object, *, beside: object, digits: int) -> Any:
    """A value as its document has it; one that the document left out, as the other document would write it."""
    if written is not None or meant is None:
        return written
    if isinstance(meant, int) and not isinstance(meant, bool) and isinstance(beside, str):
        return show_minor(meant, digits)
    return _plain(meant)


def _plain(meant: object) -> Any:
    """A default as a document would have it."""
    if isinstance(meant, Fraction):
        return show_rate(meant)
    if isinstance(meant, date | MonthDay):
        return str(meant)
    if isinstance(meant, Section):
        fields = {field.alias or name: getattr(meant, name) for name, field in type(meant).model_fields.items()}
        return {key: _plain(value) for key, value in fields.items() if value is not None}
    return [_plain(each) for each in meant] if isinstance(meant, tuple) else meant


def _subject(document: Mapping[str, Any], loc: Loc) -> tuple[str, str]:
    """The thing that a place belongs to, and what of the thing it is."""
    depth = next((depth for depth in (1, 2) if loc[:depth] in NOUN_BY_SECTION and len(loc) > depth), 0)
    if not depth:
        return "", path_of(loc)
    thing, noun = _at(document, loc[: depth + 1]), NOUN_BY_SECTION[tuple(map(str, loc[:depth]))]
    name = " per ".join(str(at(thing, key)) for key in ("wallet", "per")) if noun == "Cap" else at(thing, "id")
    named = quoted(loc[depth] if isinstance(loc[depth], str) else name)
    return f"{noun} {named}", path_of(loc[depth + 1 :])


def _said(value: object) -> str:
    if isinstance(value, str | int):
        return quoted(value) if not isinstance(value, bool) else str(value).lower()
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SAID_MAX else f"{text[:SAID_MAX]}…"
