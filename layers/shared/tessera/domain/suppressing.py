"""Addresses that no mail is sent to: it bounced for good, or who reads it called it spam (docs/consents.md).

The port and what it hands over; one contract suite (tests/storage) holds every adapter to the promises written here.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

SuppressionReason = Literal["bounce", "complaint"]


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why no mail is sent to an address, and since when; `detail` is the provider's word for it, such as `General`."""

    reason: SuppressionReason
    at: datetime
    detail: str | None = None


class Suppressions(Protocol):
    """Which addresses are suppressed, by the keyed hash of the e-mail: a member who moves leaves it behind."""

    def of(self, email_key: str) -> Suppression | None:
        """Why no mail is sent there (consistent); None where some is."""
        ...

    def suppress(self, email_key: str, suppression: Suppression) -> None:
        """Send no mail there from now on. The first reason stays, but that a complaint takes the place of a bounce."""
        ...

    def lift(self, email_key: str) -> Suppression | None:
        """Send mail there again; gives what was lifted, None where there was nothing to lift."""
        ...


def is_outdone(known: Suppression | None, new: Suppression) -> bool:
    """Whether a new reason takes the place of what is known."""
    return known is None or (known.reason, new.reason) == ("bounce", "complaint")
