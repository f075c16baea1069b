"""Where the next page of a statement starts, as text that clients carry and do not read."""

import base64
import binascii
import hashlib

from tessera.domain.refusals import Fault, InvalidRequest

_CHECK_BYTES = 6


def write_cursor(member_id: str, moment: str) -> str:
    """The page after the record of that moment."""
    return base64.urlsafe_b64encode(_check(member_id, moment) + moment.encode()).decode().rstrip("=")


def read_cursor(member_id: str, cursor: str) -> str:
    """The moment of the record before the page. Raises InvalidRequest for what is no cursor of this member."""
    try:
        written = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        moment = written[_CHECK_BYTES:].decode("ascii")
    except (binascii.Error, ValueError):
        raise _refused() from None
    if cursor != write_cursor(member_id, moment):
        raise _refused()
    return moment


def _check(member_id: str, moment: str) -> bytes:
    return hashlib.sha256(f"{member_id} {moment}".encode()).digest()[:_CHECK_BYTES]


def _refused() -> InvalidRequest:
    fault = Fault("cursor", "is none that this statement gave; send the next_cursor of the page before as it is")
    return InvalidRequest("The cursor cannot be read.", (fault,))
