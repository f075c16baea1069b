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

    One that is `is_cancelled` ends there, unless it is paid for again.
    """

    plan: str
    state: State
    since: date
    until: date
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
        until = plus_months(before.since, _months(before) + plan.period_months)
        return replace(before, until=until, is_cancelled=False)
    return MembershipState(plan.id, "paid", today, plus_months(today, plan.period_months))


def _months(paid_for: MembershipState) -> int:
    first, until = paid_for.since, paid_for.until
    return (until.year - first.year) * 12 + until.month - first.month
