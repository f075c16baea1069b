"""The keychain: keys with one use each, derived from the stack's one secret."""

import hmac
from functools import cache

from tessera.edge import aws
from tessera.edge.settings import need, settings


class Keychain:
    """Keys of one secret. One that leaks tells nothing of the others, nor of the secret.

    A secret has lines: what is kept was keyed with the first one, which therefore never changes; what is signed is
    signed with the last one, so that a line added below ends every signature of before (docs/operating.md).
    """

    def __init__(self, secret: bytes) -> None:
        lines = secret.splitlines()
        self._first, self._last = lines[0], lines[-1]

    def member_tokens(self) -> bytes:
        """The key that member tokens are signed with (32 bytes)."""
        return self._signing_key("member-token/1")

    def page_links(self) -> bytes:
        """The key that links to a member's page are signed with (32 bytes)."""
        return self._signing_key("page-link/1")

    def webhook_key(self, subscription: str, number: int) -> bytes:
        """The key that webhooks to a subscription are signed with (32 bytes): one for each of its secrets."""
        return hmac.digest(self._signing_key("webhook/1"), f"{subscription}/{number}".encode(), "sha256")

    def email_key(self, email: str) -> str:
        """What an e-mail is looked up by: the same for every spelling in capitals and blanks, and no way back."""
        return hmac.digest(self._key("email/1"), email.strip().lower().encode(), "sha256").hex()

    def _key(self, label: str) -> bytes:
        return _derived(self._first, label)

    def _signing_key(self, label: str) -> bytes:
        return _derived(self._last, label)


def _derived(secret: bytes, label: str) -> bytes:
    return hmac.digest(secret, f"tessera/{label}".encode(), "sha256")


def email_key(email: str) -> str:
    """That of this stack: its secret is read only once an e-mail is looked up."""
    return keychain().email_key(email)


@cache
def keychain() -> Keychain:
    """The keychain of this stack; its secret is read once in a function's life."""
    arn = need(settings().secret_arn, "SECRET_ARN")
    return Keychain(aws.secretsmanager().get_secret_value(SecretId=arn)["SecretString"].encode())
