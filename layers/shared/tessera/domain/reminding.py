"""When members are reminded of what expires: at each offset that still lies ahead, once per last day
(docs/rules.md §5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tessera.domain.account import Account
from tessera.domain.calendar import day_of, plus_months
from tessera.domain.due import night_of
from tessera.domain.entries import POINTS, WALLETS
from tessera.domain.expiry import expiry_of
from tessera.domain.lots import Lot, Wallet
from tessera.domain.programme import Programme
from tessera.domain.programme.wallets import Reminders, Rolling
from tessera.domain.versions import Version


@dataclass(frozen=True, slots=True)
class Reminder:
    """So many free units of a wallet expire after `last_day`; told so many days before."""

    wallet: str
    last_day: date
    days_before: int
    units: int


def reminders_due(account: Account, now: datetime, version: Version) -> Iterator[Reminder]:
    """The reminders that are due: of each last day the latest whose day has come, unless it was sent."""
    for wallet in WALLETS:
        if reminders := reminders_of(version.programme, wallet):
            yield from _of_wallet(account, wallet, reminders, now, version)


def reminders_of(programme: Programme, wallet: str) -> Reminders | None:
    """The reminders of one wallet."""
    return programme.wallets.points.reminders if wallet == POINTS else programme.wallets.cashback.reminders


def _of_wallet(
    account: Account, name: str, reminders: Reminders, now: datetime, version: Version
) -> Iterator[Reminder]:
    wallet, today = account.wallets[name], day_of(now, version.programme.timezone)
    for last_day, lots in _by_last_day(wallet).items():
        begun = _begun(lots, last_day, name, version.programme)
        come = [
            days
            for days in reminders.days_before
            if begun < (day := last_day - timedelta(days=days)) <= today <= last_day
            if version.is_published(f"reminders/{name}", night_of(day, version.programme.timezone))
        ]
        if come and min(come) < account.reminded_at(name, last_day):
            yield Reminder(name, last_day, min(come), sum(lot.units for lot in lots))


def _by_last_day(wallet: Wallet) -> dict[date, list[Lot]]:
    days: dict[date, list[Lot]] = {}
    for lot in wallet.lots:
        if last_day := wallet.last_day_of(lot):
            days.setdefault(last_day, []).append(lot)
    return days


def _begun(lots: list[Lot], last_day: date, name: str, programme: Programme) -> date:
    """Since when the units have had that last day: only offsets after it ever lay ahead."""
    policy = expiry_of(programme, name)
    if isinstance(policy, Rolling) and any(lot.shared for lot in lots):
        return plus_months(last_day, -policy.months)
    return min(lot.activates_on for lot in lots)
