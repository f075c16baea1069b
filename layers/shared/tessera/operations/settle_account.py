"""Settle an account that nobody has written to: enter what the clock did (docs/rules.md §7)."""

from datetime import datetime

from tessera.domain.account import Mint
from tessera.domain.ports import Filing, Key, Ledger, Patience, Programmes, Recorded, Write
from tessera.domain.refusals import Busy
from tessera.domain.settling import is_due
from tessera.operations.carrying_out import Attempt
from tessera.operations.reading import settled_book


def settle_account(
    member_id: str, *, ledger: Ledger, programmes: Programmes, patience: Patience, mint: Mint, now: datetime
) -> bool:
    """Enter what became due until `now`; nothing is written when nothing did. Gives whether something was written.

    Raises Busy.
    """
    version = programmes.in_force(now)
    for _ in patience.attempts():
        account = ledger.account(member_id, consistent=True)
        if account is None or not is_due(account, now, version):
            return False
        book = settled_book(Attempt(sure=True), account, version, now, programmes, mint)
        account, record = book.close()
        key = Key("settlement", member_id, str(account.version))
        if isinstance(ledger.record(Write(filings=(Filing(key, {}, {}, record=record),), account=account)), Recorded):
            return True
    raise Busy("Many writes to this account are under way.")
