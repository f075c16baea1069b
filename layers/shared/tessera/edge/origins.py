"""Which pages may call: those of the shop's own sites, each by its exact origin (CORS, docs/security.md).

A token is sent by the page and never by the browser on its own account, so no answer allows credentials.
"""

from collections.abc import Mapping
from typing import Any

from tessera.edge.settings import settings

VARIES = {"Vary": "Origin"}
"""An answer to one origin is not one to another."""

EXPOSED = "Retry-After, Idempotent-Replayed"
VERBS = "GET, POST, PUT, DELETE"
SENT = "Authorization, Content-Type"
# As long as browsers remember it: Chrome two hours, others up to a day.
REMEMBERED_SECONDS = 7200


def origin_headers(event: Mapping[str, Any]) -> dict[str, str]:
    """What lets a page of the shop read an answer; for any other, only that the answer depends on who asks."""
    origin = _own_origin(event)
    allowed = {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": EXPOSED} if origin else {}
    return {**VARIES, **allowed}


def preflight_headers(event: Mapping[str, Any]) -> dict[str, str] | None:
    """What a page of the shop may send; None for any other."""
    origin = _own_origin(event)
    if origin is None:
        return None
    return {
        **VARIES,
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": VERBS,
        "Access-Control-Allow-Headers": SENT,
        "Access-Control-Max-Age": str(REMEMBERED_SECONDS),
    }


def _own_origin(event: Mapping[str, Any]) -> str | None:
    headers = event.get("headers") or {}
    told = next((value for name, value in headers.items() if name.lower() == "origin"), None)
    return told if told and told in settings().shop_origins else None
