"""The shortest story that still breaks something: whatever can be left out of it is.

Choices depend on those before them, events do not: a story without one of its events is a story too, so this is quick
where shrinking hundreds of choices is not.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from tessera.commands.calls import CALLS
from tests.properties.programmes import SHOP
from tests.properties.world import Event, Json

Path = tuple[str | int, ...]


class Story(NamedTuple):
    """A programme, and what happens under it."""

    programme: Json
    events: tuple[Event, ...]

    def with_event(self, index: int, event: Event) -> "Story":
        """The story with another event in a place."""
        return self._replace(events=(*self.events[:index], event, *self.events[index + 1 :]))


Breaks = Callable[[Story], bool]


def shortest(story: Story, breaks: Breaks) -> Story:
    """Leave out as much as can be: events, the time between them, and parts of what they say."""
    story = _without_events(story, breaks)
    for index in range(len(story.events)):
        story = _with_less_said(_sooner(story, index, breaks), index, breaks)
    for path in _paths(story.programme, SHOP):
        shorter = story._replace(programme=_without(story.programme, path))
        story = shorter if breaks(shorter) else story
    return _without_events(story, breaks)


def _without_events(story: Story, breaks: Breaks) -> Story:
    """Half of them at once, then a quarter …, each from the end."""
    size = len(story.events)
    while size := size // 2:
        for start in range(len(story.events) - size, -1, -size):
            shorter = story._replace(events=story.events[:start] + story.events[start + size :])
            story = shorter if breaks(shorter) else story
    return story


def _sooner(story: Story, index: int, breaks: Breaks) -> Story:
    """The event at the instant of the one before it."""
    sooner = story.with_event(index, story.events[index]._replace(at=story.events[max(0, index - 1)].at))
    return sooner if sooner != story and breaks(sooner) else story


def _with_less_said(story: Story, index: int, breaks: Breaks) -> Story:
    event = story.events[index]
    for path in _paths(event.body, CALLS[event.verb].ids if event.verb in CALLS else SHOP):
        shorter = event._replace(body=_without(event.body, path))
        if breaks(story.with_event(index, shorter)):
            event = shorter
    return story.with_event(index, event)


def _paths(value: Any, kept: Any = ()) -> Iterator[Path]:
    """Where something stands that may be left out: wholes before their parts, the last of a list first."""
    names = list(value) if isinstance(value, dict) else range(len(value) - 1, -1, -1) if isinstance(value, list) else []
    for name in names:
        if name not in kept:
            yield (name,)
            yield from ((name, *path) for path in _paths(value[name]))


def _without(value: Any, path: Path) -> Any:
    """The value without what stands there, the same when nothing does."""
    name, *rest = path
    if isinstance(value, dict) and name in value:
        left = {each: part for each, part in value.items() if each != name}
        return {**value, name: _without(value[name], tuple(rest))} if rest else left
    if isinstance(value, list) and isinstance(name, int) and name < len(value):
        middle = [_without(value[name], tuple(rest))] if rest else []
        return [*value[:name], *middle, *value[name + 1 :]]
    return value
