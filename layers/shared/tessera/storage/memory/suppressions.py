"""Suppressed addresses in memory."""

from threading import Lock

from tessera.domain.suppressing import Suppression, is_outdone


class MemorySuppressions:
    """The twin in memory."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[str, Suppression] = {}

    def of(self, email_key: str) -> Suppression | None:
        """What is known."""
        return self._known.get(email_key)

    def suppress(self, email_key: str, suppression: Suppression) -> None:
        """Under the lock."""
        with self._lock:
            if is_outdone(self._known.get(email_key), suppression):
                self._known[email_key] = suppression

    def lift(self, email_key: str) -> Suppression | None:
        """What was known."""
        return self._known.pop(email_key, None)
