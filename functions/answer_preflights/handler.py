"""Preflights: a browser asks whether a page may call with a member token. Those of the shop's own sites may.

Open and asked often, so it imports next to nothing and reads nothing.
"""

from typing import Any

from tessera.edge.origins import VARIES, preflight_headers
from tessera.edge.security_headers import SECURITY_HEADERS

ALLOWED, REFUSED = 204, 403


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Nobody reads the body of such an answer, so there is none; a page of another site is told nothing."""
    allowed = preflight_headers(event)
    status = ALLOWED if allowed else REFUSED
    return {"statusCode": status, "headers": {**SECURITY_HEADERS, **(allowed or VARIES)}, "body": ""}
