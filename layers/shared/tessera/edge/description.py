"""The description of the API as it is deployed: the generated file, read once."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("openapi.json")


@cache
def description() -> dict[str, Any]:
    """The OpenAPI document (docs/api.md says how it is made)."""
    document: dict[str, Any] = json.loads(FILE.read_text())
    return document
