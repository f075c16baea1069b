"""Which keys a place of the document may have: what a misspelt one is compared with."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import Tag

from tessera.domain.programme.document import Programme
from tessera.domain.programme.places import Loc
from tessera.domain.programme.section import Section


def keys_at(loc: Loc) -> list[str]:
    """The keys of the section at a place, its shape among several told by the tag in the place; else of no section."""
    shapes: dict[str, type[Section]] = {"": Programme}
    for step in loc:
        shapes = _next_shapes(shapes, step)
    return _keys(next(iter(shapes.values()))) if len(shapes) == 1 else []


def _next_shapes(shapes: dict[str, type[Section]], step: str | int) -> dict[str, type[Section]]:
    """The shapes one step further in; an index or the name of an action stays where it is."""
    if isinstance(step, int):
        return shapes
    if step in shapes:
        return {"": shapes[step]}
    for shape in shapes.values():
        for name, field in shape.model_fields.items():
            if step == (field.alias or name):
                return dict(_shapes_in(field.annotation, "")) or shapes
    return shapes


def _shapes_in(annotation: Any, tag: str) -> Iterator[tuple[str, type[Section]]]:
    if isinstance(annotation, type) and issubclass(annotation, Section):
        yield tag, annotation
    own = [mark.tag for mark in getattr(annotation, "__metadata__", ()) if isinstance(mark, Tag)]
    for part in get_args(annotation):
        yield from _shapes_in(part, own[0] if own else tag)


def _keys(section: type[Section]) -> list[str]:
    return [field.alias or name for name, field in section.model_fields.items()]
