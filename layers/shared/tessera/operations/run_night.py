"""All that a night does for one member, in its order (docs/rules.md §7)."""

from collections.abc import Callable
from datetime import datetime

from tessera.domain.account import Account
from tessera.domain.book import Mint
from tessera.domain.giving import birthday_due, gifts_due
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.reminding import reminders_due
from tessera.domain.settling import is_due
from tessera.domain.versions import Version
from tessera.operations.give_gifts import give_gifts
from tessera.operations.grant_birthday_bonus import grant_birthday_bonus
from tessera.operations.remind_of_expiry import remind_of_expiry
from tessera.operations.settle_account import settle_account


def _is_birthday(account: Account, now: datetime, version: Version) -> bool:
    return birthday_due(account, now, version) is not None


def _has_gifts(account: Account, now: datetime, version: Version) -> bool:
    return any(gifts_due(account, now, version))


def _has_reminders(account: Account, now: datetime, version: Version) -> bool:
    return any(reminders_due(account, now, version))


STEPS: tuple[tuple[Callable[[Account, datetime, Version], bool], Callable[..., Account | None]], ...] = (
    (is_due, settle_account),
    (_is_birthday, grant_birthday_bonus),
    (_has_gifts, give_gifts),
    (_has_reminders, remind_of_expiry),
)


def is_due_tonight(account: Account, now: datetime, version: Version) -> bool:
    """Whether a night at `now` has something to do for the account."""
    return any(is_due_to(account, now, version) for is_due_to, _ in STEPS)


def run_night(
    account: Account, *, ledger: Ledger, programmes: Programmes, patience: Patience, mint: Mint, now: datetime
) -> bool:
    """Settle the account, then give birthday bonuses and gifts, then remind of what expires: whatever is due of it.
    Gives whether something was written. Raises Busy."""
    version, was = programmes.in_force(now), account.version
    for is_due_to, step in STEPS:
        if is_due_to(account, now, version):
            writing = {"ledger": ledger, "programmes": programmes, "patience": patience, "mint": mint, "now": now}
            account = step(account.member_id, **writing) or account
    return account.version > was
