"""A story that breaks a law, as the file that `tessera play` reads."""

from collections.abc import Iterable
from typing import Any

import yaml

from tests.properties.world import Event, Json

WIDE = 1_000_000
"""One event, one line."""


def story_text(programme: Json, events: Iterable[Event], said: str, expected: Json | None) -> str:
    """The story of what happened, with what it broke, and, where stories can say so, what was to be expected."""
    items = [event.as_item() for event in events] + ([{"expect": expected}] if expected else [])
    told = "\n".join(f"  - {_flow(item)}" for item in items)
    heading = "\n".join(f"# {line}" for line in said.splitlines())
    return f"{heading}\nprogramme: {_flow(programme)}\nevents:\n{told}\n"


class _Plain(yaml.SafeDumper):
    """Writes what stands in two places twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _flow(value: Any) -> str:
    text: str = yaml.dump(value, Dumper=_Plain, default_flow_style=True, sort_keys=False, width=WIDE)
    return text.strip()
