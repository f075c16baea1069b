"""What differs between two programmes, by meaning (docs/rules.md §10).

What a document leaves out is what it defaults to, "5.0" is "5", and a thing with a name is the same thing wherever it
stands in its list: only where that decides something (rules, caps) is another sequence a difference.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tessera.domain.difference import Difference, Documents, Place, difference, moved
from tessera.domain.programme import Cap, Programme
from tessera.domain.programme.section import Section

SEQUENCE_COUNTS = {("earning", "rules"), ("earning", "caps"), ("locales",), ("checkout", "auto_apply")}


class _Thing(NamedTuple):
    """Something that has a name, and the step that leads to it in its document."""

    step: str | int
    meant: object


_Things = Mapping[str, _Thing]


def differences(before: Programme, after: Programme) -> tuple[Difference, ...]:
    """All that differs, section by section; nothing when both documents mean the same."""
    documents = Documents(before.source, after.source, after.digits)
    return tuple(_between(documents, Place((), ()), before, after))


def _between(documents: Documents, place: Place, before: object, after: object) -> Iterator[Difference]:
    if isinstance(before, Section) and isinstance(after, Section) and type(before) is type(after):
        yield from _sections(documents, place, before, after)
    elif (was := _things(before)) is not None and (now := _things(after)) is not None:
        yield from _by_name(documents, place, was, now)
    elif not _mean_the_same(place, before, after):
        yield difference(documents, place, before, after)


def _sections(documents: Documents, place: Place, before: Section, after: Section) -> Iterator[Difference]:
    for name, field in type(before).model_fields.items():
        key = field.alias or name
        yield from _between(documents, place.within(key, key), getattr(before, name), getattr(after, name))


def _by_name(documents: Documents, place: Place, before: _Things, after: _Things) -> Iterator[Difference]:
    for name, gone in before.items():
        if name not in after:
            yield difference(documents, place.within(gone.step, gone.step), gone.meant, None)
    for name, now in after.items():
        was = before.get(name, _Thing(now.step, None))
        yield from _between(documents, place.within(was.step, now.step), was.meant, now.meant)
    stayed = [[name for name in one if name in other] for one, other in ((before, after), (after, before))]
    if stayed[0] != stayed[1] and place.after in SEQUENCE_COUNTS:
        yield moved(place, *stayed)


def _things(meant: object) -> _Things | None:
    """Things by their names: the members of a mapping, and of a list whose items all have one."""
    if isinstance(meant, dict):
        return {key: _Thing(key, thing) for key, thing in meant.items()}
    if not isinstance(meant, tuple):
        return None
    names = _names(meant)
    return dict(zip(names, map(_Thing, range(len(meant)), meant), strict=True)) if None not in names else None


def _names(meant: Sequence[Any]) -> list[str]:
    """A name for each thing: its id, or what a cap is about (a second cap on the same is another one)."""
    names: list[Any] = []
    for thing in meant:
        own = f"{thing.wallet} per {thing.per}" if isinstance(thing, Cap) else getattr(thing, "id", None)
        names.append(f"{own}, again" if own is not None and own in names else own)
    return names


def _mean_the_same(place: Place, before: object, after: object) -> bool:
    if isinstance(before, tuple) and isinstance(after, tuple) and place.after not in SEQUENCE_COUNTS:
        return len(before) == len(after) and all(each in after for each in before)
    return before == after
