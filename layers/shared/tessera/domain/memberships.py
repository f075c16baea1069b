"""Paid memberships: a trial, periods that renewing extends, cancelling and lapsing (docs/rules.md §2)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from tessera.domain.calendar import plus_months
from tessera.domain.programme.members import Membership

State = Literal["trial", "paid"]


@dataclass(frozen=True, slots=True)
class MembershipState:
    """A member's plan, on trial or paid, `since` a day and `until` another, which is the first without it.

    `periods` of the plan have been paid for since then; one that is `is_cancelled` ends there.
    """

    plan: str
    state: State
    since: date
    until: date
    periods: int = 0
    is_cancelled: bool = False

    @property
    def shown(self) -> str:
        """How it stands, in one word."""
        return "cancelled" if self.is_cancelled else self.state


def on_trial(plan: Membership, today: date) -> MembershipState:
    """A trial that begins: days 0 to N − 1."""
    return MembershipState(plan.id, "trial", today, today + timedelta(days=plan.trial_days))


def paid(plan: Membership, before: MembershipState | None, today: date) -> MembershipState:
    """One more period is paid: it extends a paid membership of the same plan, ends a trial, and begins anew else.

    Periods count from the first day, so that one from the 31st comes back to the 31st.
    """
    if before and before.plan == plan.id and before.state == "paid":
        periods = before.periods + 1
        until = plus_months(before.since, periods * plan.period_months)
        return replace(before, periods=periods, until=until, is_cancelled=False)
    return MembershipState(plan.id, "paid", today, plus_months(today, plan.period_months), 1)
