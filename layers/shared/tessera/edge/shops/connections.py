"""Which shops are connected: their names and secrets, kept in one secret of the stack and read again after some
minutes, so that a rotation needs no deployment.

{"shopify": {"domain": "bottega.myshopify.com", "secrets": ["…", "…"]},
 "woocommerce": {"source": "https://bottega.example", "secrets": ["…"]}}
"""

import json
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tessera.edge import aws
from tessera.edge.settings import need, settings

FRESH_FOR_SECONDS = 120.0
SECRETS_MAX = 2
"""The one in use, and during a rotation the one before or the next."""

Configured = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Connection:
    """A shop that may call: the secrets it may sign with, and the name it must give, where it was told to us."""

    secrets: tuple[bytes, ...]
    name: str | None = None


def connection_to(shop: str) -> Connection | None:
    """The connection to a shop of a kind; None when there is none."""
    configured = _configured(_age()).get(shop)
    if not configured:
        return None
    return Connection(_secrets(configured.get("secrets")), configured.get("domain") or configured.get("source"))


def _secrets(written: object) -> tuple[bytes, ...]:
    """None where somebody wrote a text by hand and no list: its letters would be secrets."""
    listed = written[:SECRETS_MAX] if isinstance(written, list) else []
    return tuple(each.encode() for each in listed if isinstance(each, str) and each.strip())


def _age() -> float:
    """Changes when the secret is to be read again: each time where stories are tried, for they wait for no minutes."""
    return time.monotonic() if settings().has_test_clock else time.monotonic() // FRESH_FOR_SECONDS


@lru_cache(maxsize=1)
def _configured(_age: float) -> Configured:
    arn = need(settings().shop_secrets_arn, "SHOP_SECRETS_ARN")
    configured: Configured = json.loads(aws.secretsmanager().get_secret_value(SecretId=arn)["SecretString"])
    return configured
