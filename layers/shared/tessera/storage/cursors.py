"""Where the next page of a list starts, as text that clients carry and do not read."""

import base64
import binascii
import hashlib

from tessera.domain.refusals import Fault, InvalidRequest

HELD_REFERRALS, ERASURES = "held referrals", "erasures"
"""What the cursors of these lists are of, where those of a statement are of a member."""

_CHECK_BYTES = 6


def write_cursor(of: str, moment: str) -> str:
    """The page after that moment, of a member's statement or of another list."""
    return base64.urlsafe_b64encode(_check(of, moment) + moment.encode()).decode().rstrip("=")


def read_cursor(of: str, cursor: str) -> str:
    """The moment before the page. Raises InvalidRequest for what is no cursor of this member or list."""
    try:
        written = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        moment = written[_CHECK_BYTES:].decode("ascii")
    except (binascii.Error, ValueError):
        raise _refused() from None
    if cursor != write_cursor(of, moment):
        raise _refused()
    return moment


def _check(of: str, moment: str) -> bytes:
    return hashlib.sha256(f"{of} {moment}".encode()).digest()[:_CHECK_BYTES]


def _refused() -> InvalidRequest:
    fault = Fault("cursor", "is none that was given here; send the next_cursor of the page before as it is")
    return InvalidRequest("The cursor cannot be read.", (fault,))
