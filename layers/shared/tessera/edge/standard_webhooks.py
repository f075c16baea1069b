"""Webhooks in the form of https://www.standardwebhooks.com: signed and verified, to the shop and from it.

What is signed is `id.timestamp.body`, so that none of the three can be exchanged, and no old request played again.
"""

import base64
import binascii
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
PREFIX = "whsec_"
VERSION = "v1,"
TOLERANCE = timedelta(minutes=5)
"""How far the sender's clock may be from ours, either way."""

KEY_LENGTH_MIN, KEY_LENGTH_MAX = 24, 64


class NotSigned(Exception):
    """The request is not from whom it should be, or not of now; the text says which, in few plain words."""


def secret_of(key: bytes) -> str:
    """A key as both sides write it down: `whsec_` and base64."""
    return PREFIX + base64.b64encode(key).decode()


def key_of(secret: str) -> bytes:
    """The key in a secret. Raises ValueError for what is none: base64 of 24 to 64 bytes, `whsec_` before it or not."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise ValueError("a secret is whsec_ and base64") from None
    if not KEY_LENGTH_MIN <= len(key) <= KEY_LENGTH_MAX:
        raise ValueError(f"a secret is of {KEY_LENGTH_MIN} to {KEY_LENGTH_MAX} bytes, this one is of {len(key)}")
    return key


def signed(webhook_id: str, at: datetime, body: bytes, keys: Iterable[bytes]) -> dict[str, str]:
    """The headers that go with a body: signed by each key, two of them while a secret is being rotated."""
    timestamp = str(int(at.timestamp()))
    signatures = (_signature(webhook_id, timestamp, body, key) for key in keys)
    return {ID: webhook_id, TIMESTAMP: timestamp, SIGNATURE: " ".join(signatures)}


def verified(headers: Mapping[str, str], body: bytes, *, keys: Iterable[bytes], now: datetime) -> str:
    """The id of a request that was signed by one of the keys, not more than five minutes from now. Raises NotSigned.

    Each signature is compared with each key's, in constant time; versions other than v1 count for nothing.
    """
    said = {name.lower(): text for name, text in headers.items()}
    missing = [name for name in (ID, TIMESTAMP, SIGNATURE) if not said.get(name)]
    if missing:
        raise NotSigned(f"{' and '.join(missing)} missing")
    _must_be_of_now(said[TIMESTAMP], now)
    expected = [_signature(said[ID], said[TIMESTAMP], body, key).encode() for key in keys]
    given = [each.encode() for each in said[SIGNATURE].split() if each.startswith(VERSION)]
    if not any(hmac.compare_digest(ours, theirs) for ours in expected for theirs in given):
        raise NotSigned("no signature is ours")
    return said[ID]


def _must_be_of_now(timestamp: str, now: datetime) -> None:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= len("9999999999")):
        raise NotSigned("the timestamp is no number of seconds")
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        raise NotSigned("the timestamp is more than five minutes from now")


def _signature(webhook_id: str, timestamp: str, body: bytes, key: bytes) -> str:
    digest = hmac.digest(key, b".".join((webhook_id.encode(), timestamp.encode(), body)), "sha256")
    return VERSION + base64.b64encode(digest).decode()
