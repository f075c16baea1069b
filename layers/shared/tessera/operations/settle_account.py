"""Settle an account that nobody has written to: enter what the clock did (docs/rules.md §7)."""

from datetime import datetime

from tessera.domain.account import Account
from tessera.domain.book import Mint
from tessera.domain.filing import Filing, Key
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.settling import is_due
from tessera.domain.write import Write
from tessera.operations.carrying_out import Attempt
from tessera.operations.nightly import write_if_due
from tessera.operations.reading import settled_book


def settle_account(
    member_id: str, *, ledger: Ledger, programmes: Programmes, patience: Patience, mint: Mint, now: datetime
) -> Account | None:
    """Enter what became due until `now`, in as many writes as it takes; nothing is written when nothing did. Gives
    the account after it, None when nothing was written.

    Raises Busy.
    """
    version = programmes.in_force(now)

    def propose(attempt: Attempt, account: Account) -> Write | None:
        if not is_due(account, now, version, attempt.left):
            return None
        book = settled_book(attempt, account, version, now, programmes, mint)
        account, record = book.close()
        filing = Filing(Key("settlement", member_id, str(account.version)), {}, {}, record=record)
        return Write(filings=(filing,), account=account, counts=tuple(book.counts))

    settled = write_if_due(member_id, propose, ledger=ledger, patience=patience)
    while settled and is_due(settled, now, version):
        more = write_if_due(member_id, propose, ledger=ledger, patience=patience)
        if more is None:
            break
        settled = more
    return settled
