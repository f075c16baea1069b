"""Block a member, or not any more: whether points, cashback and vouchers may be burned (docs/rules.md §6)."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from tessera.domain.blocking import enter_block
from tessera.domain.book import Mint
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.order import Body
from tessera.domain.outcome import Exhausted, Recorded
from tessera.domain.papers import canonical
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.refusals import Busy
from tessera.domain.settling import settle, settled
from tessera.domain.views import account_view
from tessera.domain.write import Write
from tessera.operations.carrying_out import Attempt
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
    attempt = Attempt(sure=True)
    for _ in patience.attempts():
        account = account_for(attempt, ledger, member_id)
        if account.is_blocked == block.blocked:
            return account_view(settled(account, now, version), version.programme)
        book = settled_book(attempt, account, version, now, programmes, mint)
        enter_block(book, is_blocked=block.blocked)
        settle(book, version)
        account, record = book.close()
        view = account_view(account, version.programme)
        filing = Filing(Key("block", member_id, str(account.version)), canonical(block), view, record=record)
        match ledger.record(Write(filings=(filing,), account=account, counts=tuple(book.counts))):
            case Recorded():
                return view
            case Exhausted(counter, left):
                attempt = attempt.with_left(counter, left)
    raise Busy("Many writes to this account are under way; send the same request again.")
