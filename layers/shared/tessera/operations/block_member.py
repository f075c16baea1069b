"""Block a member, or not any more: whether points, cashback and vouchers may be burned (docs/rules.md §6)."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from tessera.domain.blocking import enter_block
from tessera.domain.book import Book, Mint
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.order import Body
from tessera.domain.papers import canonical
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.settling import settle
from tessera.domain.versions import Version
from tessera.domain.views import account_view
from tessera.domain.write import Write
from tessera.operations.carrying_out import Attempt, see_to
from tessera.operations.looking import account_of
from tessera.operations.reading import account_for, settled_book


class Block(Body):
    """Whether the member is blocked, and why."""

    blocked: bool
    reason: Annotated[str, StringConstraints(max_length=500)] | None = None


def block_member(
    member_id: str,
    block: Block,
    *,
    ledger: Ledger,
    programmes: Programmes,
    patience: Patience,
    mint: Mint,
    now: datetime,
) -> Json:
    """Stop a member from burning anything, or allow it again: last write wins, and what is so already is not entered.

    Gives the account. Raises UnknownMember, Busy.
    """
    version = programmes.in_force(now)

    def propose(attempt: Attempt) -> Write | None:
        account = account_for(attempt, ledger, member_id)
        if account.is_blocked == block.blocked:
            return None
        book = settled_book(attempt, account, version, now, programmes, mint)
        enter_block(book, is_blocked=block.blocked)
        return _write(book, block, version)

    written = see_to(propose, ledger=ledger, patience=patience)
    if written is None:
        return account_of(member_id, ledger=ledger, programmes=programmes, now=now)
    return written.filings[0].answer


def _write(book: Book, block: Block, version: Version) -> Write:
    settle(book, version)
    account, record = book.close()
    key = Key("block", account.member_id, str(account.version))
    filing = Filing(key, canonical(block), account_view(account, version.programme), record=record)
    return Write(filings=(filing,), account=account, counts=tuple(book.counts))
