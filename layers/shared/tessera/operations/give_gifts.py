"""Give the gifts that are due to a member, each once, as long as its budget lasts (docs/rules.md §2 and §7)."""

from dataclasses import replace
from datetime import datetime

from tessera.domain.account import Account
from tessera.domain.book import Mint
from tessera.domain.filing import Filing, Key
from tessera.domain.giving import budget_of, gifts_due, give_points
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.settling import settle
from tessera.domain.write import Write
from tessera.operations.carrying_out import Attempt
from tessera.operations.nightly import write_if_due
from tessera.operations.reading import settled_book


def give_gifts(
    member_id: str, *, ledger: Ledger, programmes: Programmes, patience: Patience, mint: Mint, now: datetime
) -> Account | None:
    """Give what is due for entering a segment and for dates that have come. Whoever comes when the budget cannot pay
    the gift any more is passed over for good. Gives the account after it, None when nothing was
    written. Raises Busy."""
    version = programmes.in_force(now)

    def propose(attempt: Attempt, account: Account) -> Write | None:
        book = settled_book(attempt, account, version, now, programmes, mint)
        gift = next(gifts_due(book.account, now, version), None)
        if gift is None:
            return None
        key, budget = Key("gift", member_id, gift.id), budget_of(gift)
        is_spent = any(attempt.left.get(each.counter, each.amount) < each.amount for each in budget)
        if not is_spent:
            give_points(book, key.cause, gift.points, version)
            book.counts += budget
        book.account = replace(book.account, gifts=(*book.account.gifts, gift.id))
        settle(book, version)
        account, record = book.close()
        filing = Filing(key, {}, {}, {"given": 0 if is_spent else gift.points}, record)
        return Write(filings=(filing,), account=account, counts=tuple(book.counts))

    account = None
    while written := write_if_due(member_id, propose, ledger=ledger, patience=patience):
        account = written
    return account
