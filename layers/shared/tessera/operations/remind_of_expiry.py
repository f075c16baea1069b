"""Remind a member of units that expire, each offset once per last day, and of a trial that ends (docs/rules.md §5,
§7 and §8)."""

from datetime import datetime

from tessera.domain.account import Account
from tessera.domain.book import Mint
from tessera.domain.calendar import day_of
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.programme import Programme
from tessera.domain.reminding import Reminder, reminders_due
from tessera.domain.views import show_units
from tessera.domain.write import Write
from tessera.operations.carrying_out import Attempt
from tessera.operations.nightly import write_if_due
from tessera.operations.reading import settled_book


def remind_of_expiry(
    member_id: str, *, ledger: Ledger, programmes: Programmes, patience: Patience, mint: Mint, now: datetime
) -> Account | None:
    """Enter the reminders that are due, each in a write of its own, whose fact is what is sent. Gives the account
    after it, None when nothing was written. Raises Busy."""
    version = programmes.in_force(now)

    def propose(attempt: Attempt, account: Account) -> Write | None:
        book = settled_book(attempt, account, version, now, programmes, mint)
        reminder = next(reminders_due(book.account, now, version), None)
        if reminder is None:
            return None
        today = day_of(now, version.programme.timezone)
        book.note_reminder(reminder.of, reminder.last_day, reminder.days_before, today)
        account, record = book.close()
        filing = Filing(_key(member_id, reminder), {}, {}, _told(reminder, version.programme), record)
        return Write(filings=(filing,), account=account, counts=tuple(book.counts))

    account = None
    while written := write_if_due(member_id, propose, ledger=ledger, patience=patience):
        account = written
    return account


def _key(member_id: str, reminder: Reminder) -> Key:
    return Key("reminder", member_id, f"{reminder.of}/{reminder.last_day}/{reminder.days_before}")


def _told(reminder: Reminder, programme: Programme) -> Json:
    last_day = reminder.last_day.isoformat()
    if reminder.plan:
        return {"plan": reminder.plan, "until": last_day}
    amount = show_units(programme, reminder.of, reminder.units)
    return {"wallet": reminder.of, "last_day": last_day, "amount": amount}
