"""Member tokens: an hour of access to one member, made for the shop's own logged-in customer (docs/rules.md §10)."""

from datetime import datetime, timedelta

import jwt

ISSUER = "tessera"
AUDIENCE = "tessera-members"
ALGORITHM = "HS256"
TTL_SECONDS_MIN = 60
TTL_SECONDS_MAX = 3600
CLAIMS = ("iss", "sub", "aud", "iat", "exp")


def member_token(key: bytes, member_id: str, *, now: datetime, ttl_seconds: int = TTL_SECONDS_MAX) -> str:
    """A token (a JWT) for this member alone, good for `ttl_seconds` from now."""
    claims = {
        "iss": ISSUER,
        "sub": member_id,
        "aud": AUDIENCE,
        "iat": now,
        "exp": now + timedelta(seconds=ttl_seconds),
    }
    return jwt.encode(claims, key, algorithm=ALGORITHM)


def member_in(key: bytes, token: str) -> str | None:
    """The member_id that a token was made for; None when it is none of ours, or over."""
    try:
        claims = jwt.decode(
            token, key, algorithms=[ALGORITHM], audience=AUDIENCE, issuer=ISSUER, options={"require": list(CLAIMS)}
        )
    except jwt.InvalidTokenError:
        return None
    return str(claims["sub"])
