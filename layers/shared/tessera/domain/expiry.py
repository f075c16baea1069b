"""Which lot a credit goes into, and when a rolling wallet's clock starts again (docs/rules.md §5)."""

from datetime import date, timedelta

from tessera.domain.book import Book
from tessera.domain.calendar import day_in_year, day_of, end_of, plus_months
from tessera.domain.entries import POINTS
from tessera.domain.lots import Lot, restart
from tessera.domain.programme import Programme
from tessera.domain.programme.wallets import Expiry, Fixed, Never, OnDates, Restart, Rolling


def expiry_of(programme: Programme, wallet: str) -> Expiry:
    """The expiry policy of one wallet."""
    return programme.wallets.points.expiry if wallet == POINTS else programme.wallets.cashback.expiry


def new_lot(policy: Expiry, activates_on: date, units: int) -> Lot:
    """The lot of units that activate on a day under a policy."""
    if isinstance(policy, Rolling):
        return Lot(activates_on, plus_months(activates_on, policy.months), units, shared=True)
    return Lot(activates_on, _own_last_day(policy, activates_on), units)


def restart_clocks(book: Book, programme: Programme, event: Restart, day: date) -> None:
    """Let an event of `day` start the clock again in each rolling wallet that listens to it and holds something."""
    today = day_of(book.at, programme.timezone)
    for name, wallet in book.account.wallets.items():
        policy = expiry_of(programme, name)
        if isinstance(policy, Rolling) and event in policy.restarts_on:
            book.keep(name, restart(wallet, plus_months(day, policy.months), today=today))


def _own_last_day(policy: Never | Fixed | OnDates, activates_on: date) -> date | None:
    if isinstance(policy, Never):
        return None
    return _fixed_last_day(policy, activates_on) if isinstance(policy, Fixed) else _next_date(policy, activates_on)


def _fixed_last_day(policy: Fixed, activates_on: date) -> date:
    last_day = plus_months(activates_on, policy.months or 0) + timedelta(days=policy.days or 0)
    return end_of(last_day, policy.round_to)


def _next_date(policy: OnDates, activates_on: date) -> date:
    """The first of the policy's dates on or after the day."""
    years = (activates_on.year, activates_on.year + 1)
    days = [day_in_year(each.month, each.day, year) for year in years for each in policy.dates]
    return min(day for day in days if day >= activates_on)
