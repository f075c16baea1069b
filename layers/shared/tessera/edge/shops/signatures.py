"""Whether a request comes from whom it says: its signature, over the bytes as they came."""

import base64
import hmac
from collections.abc import Sequence

from tessera.domain.refusals import Refusal
from tessera.edge.routes import Signed


class NotSigned(Refusal):
    """The signature is not one of a connected shop; nothing says which part of it is wrong."""

    code = "unauthorized"


def refuse_unsigned(request: Signed, signature: str | None, secrets: Sequence[bytes]) -> None:
    """Raises NotSigned unless the signature is the base64 of an HMAC-SHA256 of the body by one of the secrets. It takes
    as long for one that is nearly right as for any other."""
    given = (signature or "").encode()
    made = [base64.b64encode(hmac.digest(secret, request.raw, "sha256")) for secret in secrets]
    right = [hmac.compare_digest(given, each) for each in made]
    if not any(right):
        raise not_signed()


def not_signed() -> NotSigned:
    """The refusal, the same whatever is wrong."""
    return NotSigned("The signature is not that of a connected shop; check the webhook's secret and the shop's name.")


def header(request: Signed, *names: str) -> str | None:
    """The first of the headers that the request has."""
    return next((request.headers[name] for name in names if request.headers.get(name)), None)
