"""When members are reminded of what expires: at each offset that still lies ahead, once per last day
(docs/rules.md §5); and of a trial, three days before it ends (docs/rules.md §8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tessera.domain.account import Account
from tessera.domain.calendar import day_of, plus_months
from tessera.domain.due import night_of
from tessera.domain.entries import POINTS, WALLETS
from tessera.domain.expiry import expiry_of
from tessera.domain.lots import Lot, Wallet
from tessera.domain.memberships import MembershipState
from tessera.domain.programme import Programme
from tessera.domain.programme.wallets import Reminders, Rolling
from tessera.domain.versions import Version

MEMBERSHIP = "membership"
TRIAL_DAYS_BEFORE = 3


@dataclass(frozen=True, slots=True)
class Reminder:
    """So many free units `of` a wallet expire after `last_day`; or, `of` the membership, the trial of a `plan` ends as
    that day begins. Told so many days before."""

    of: str
    last_day: date
    days_before: int
    units: int = 0
    plan: str | None = None


def reminders_due(account: Account, now: datetime, version: Version) -> Iterator[Reminder]:
    """The reminders that are due: of each last day the latest whose day has come, unless it was sent; and that of a
    trial."""
    for wallet in WALLETS:
        if reminders := reminders_of(version.programme, wallet):
            yield from _of_wallet(account, wallet, reminders, now, version)
    if trial := _trial_ending(account, day_of(now, version.programme.timezone)):
        yield Reminder(MEMBERSHIP, trial.until, TRIAL_DAYS_BEFORE, plan=trial.plan)


def trial_reminder_day(membership: MembershipState) -> date | None:
    """The day on which the end of a trial is told of; None of what is paid for, and of a trial that has no such day
    ahead when it begins."""
    day = membership.until - timedelta(days=TRIAL_DAYS_BEFORE)
    return day if membership.state == "trial" and membership.since < day else None


def reminders_of(programme: Programme, wallet: str) -> Reminders | None:
    """The reminders of one wallet."""
    return programme.wallets.points.reminders if wallet == POINTS else programme.wallets.cashback.reminders


def _of_wallet(
    account: Account, name: str, reminders: Reminders, now: datetime, version: Version
) -> Iterator[Reminder]:
    wallet, today = account.wallets[name], day_of(now, version.programme.timezone)
    for last_day, lots in _by_last_day(wallet).items():
        offsets = _offsets(lots, last_day, name, reminders, version)
        come = [days for days in offsets if last_day - timedelta(days=days) <= today <= last_day]
        if come and min(come) < account.reminded_at(name, last_day):
            yield Reminder(name, last_day, min(come), sum(lot.units for lot in lots))


def _trial_ending(account: Account, today: date) -> MembershipState | None:
    """The membership whose trial is about to end, also where it was cancelled, unless the member was told so."""
    trial = account.membership
    day = trial_reminder_day(trial) if trial else None
    if trial is None or day is None or not day <= today < trial.until:
        return None
    return trial if account.reminded_at(MEMBERSHIP, trial.until) > TRIAL_DAYS_BEFORE else None


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


def _offsets(lots: list[Lot], last_day: date, name: str, reminders: Reminders, version: Version) -> Iterator[int]:
    """How many days before a last day members are reminded of it: of the offsets that ever lay ahead."""
    begun, zone = _begun(lots, last_day, name, version.programme), version.programme.timezone
    for days in reminders.days_before:
        day = last_day - timedelta(days=days)
        if begun < day and version.is_published(f"reminders/{name}", night_of(day, zone)):
            yield days


def next_reminder(account: Account, now: datetime, version: Version) -> date | None:
    """The first day, from today on, on which a reminder is due; None: none is ahead."""
    today = day_of(now, version.programme.timezone)
    if any(reminders_due(account, now, version)):
        return today
    return min((day for day in _days_of_reminders(account, version) if day > today), default=None)


def _days_of_reminders(account: Account, version: Version) -> Iterator[date]:
    for name in WALLETS:
        if reminders := reminders_of(version.programme, name):
            wallet = account.wallets[name]
            for last_day, lots in _by_last_day(wallet).items():
                reminded_at = account.reminded_at(name, last_day)
                offsets = _offsets(lots, last_day, name, reminders, version)
                yield from (last_day - timedelta(days=days) for days in offsets if days < reminded_at)
    if account.membership and (day := trial_reminder_day(account.membership)):
        yield day
