"""Paid memberships: a trial, periods that renewing extends, cancelling and lapsing (docs/rules.md §2)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class MembershipState:
    """A member's plan, on trial or paid, `since` a day and `until` another, which is the first without it.

    `periods` of the plan have been paid for since then; one that is `is_cancelled` is not to be renewed.
    """

    plan: str
    state: Literal["trial", "paid"]
    since: date
    until: date
    periods: int = 0
    is_cancelled: bool = False
