"""Count a friend for the advocate, once the friendship counts (docs/rules.md §2)."""

from dataclasses import replace
from datetime import datetime

from tessera.domain.book import Mint
from tessera.domain.filing import Filing, Key
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.write import Write
from tessera.operations.acquaintance import has_brought
from tessera.operations.carrying_out import Attempt, see_to
from tessera.operations.reading import settled_book


def credit_friend(
    friend_id: str, *, ledger: Ledger, programmes: Programmes, patience: Patience, mint: Mint, now: datetime
) -> bool:
    """Count an enrolled friend in the advocate's account, once, unless the friendship is held or rejected.

    Gives whether it was counted now. Raises Busy.
    """
    friend = ledger.account(friend_id, consistent=True)
    friendship = friend.referral.friendship if friend else None
    if friend is None or friendship is None or friendship.state != "open":
        return False
    key = Key("friend", friendship.advocate_id, friend_id)

    def propose(attempt: Attempt) -> Write | None:
        account = ledger.account(key.owner, consistent=True)
        if account is None or ledger.filed(key) or not has_brought(account, friend, ledger):
            return None
        book = settled_book(attempt, account, programmes.in_force(now), now, programmes, mint)
        book.keep_referral(replace(book.account.referral, friends=book.account.referral.friends + 1))
        after, record = book.close()
        return Write(filings=(Filing(key, {}, {}, record=record),), account=after, counts=tuple(book.counts))

    return see_to(propose, ledger=ledger, patience=patience) is not None
