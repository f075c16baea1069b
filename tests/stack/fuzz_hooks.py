"""What schemathesis is told besides the description of the API: ids that exist here.

Loaded by its command line, in an environment of its own: it knows nothing of Tessera but the events it reads.
"""

import json
from pathlib import Path
from typing import Any
from zlib import crc32

import schemathesis

EVENTS = Path(__file__).parents[2] / "events"


def _known() -> dict[str, set[str]]:
    """The ids in the paths of the events, by their names."""
    known: dict[str, set[str]] = {}
    for file in sorted(EVENTS.glob("*.json")):
        for name, value in (json.loads(file.read_text()).get("pathParameters") or {}).items():
            known.setdefault(name, set()).add(value)
    return known


KNOWN = _known()


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Of the requests that are as they should be, two of three are about somebody and something that is there."""
    if not case.meta.generation.mode.is_positive:
        return
    case.path_parameters = {name: _real(name, value) for name, value in (case.path_parameters or {}).items()}
    if isinstance(case.body, dict):
        case.body = {name: _real(name, value) for name, value in case.body.items()}


def _real(name: str, value: Any) -> Any:
    drawn = crc32(json.dumps(value, sort_keys=True).encode())
    ids = sorted(KNOWN.get(name, ())) if isinstance(value, str) and name.endswith("_id") else []
    return ids[drawn % len(ids)] if ids and drawn % 3 else value
