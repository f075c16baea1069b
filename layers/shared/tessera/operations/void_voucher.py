"""Void an unused voucher: an operator takes it back, and what it cost returns (docs/rules.md §6)."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from tessera.domain.book import Mint
from tessera.domain.filing import Filing, Key
from tessera.domain.order import Body, Id
from tessera.domain.papers import canonical, packed
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.views import account_view, voucher_view
from tessera.domain.voiding import enter_void, unused_voucher
from tessera.domain.voucher import VOIDED
from tessera.domain.write import Write
from tessera.operations.carrying_out import Answer, Attempt, carry_out
from tessera.operations.reading import account_for, settled_book


class Voiding(Body):
    """Whose voucher it is, and why it is taken back."""

    member_id: Id
    reason: Annotated[str, StringConstraints(max_length=500)] | None = None


def void_voucher(
    code: str,
    voiding: Voiding,
    *,
    ledger: Ledger,
    programmes: Programmes,
    patience: Patience,
    mint: Mint,
    now: datetime,
) -> Answer:
    """Take a voucher back that nobody has used.

    Points that come back are not turned into a voucher again by this write, even where the reward is automatic: that
    is for the next one, or for the night. The answer is that of `POST /vouchers/{code}/void`. Raises UnknownMember,
    UnknownVoucher, Conflict when the voucher is reserved, Busy.
    """
    version = programmes.in_force(now)
    key = Key("void", voiding.member_id, code)
    body = canonical(voiding)

    def propose(attempt: Attempt) -> Write:
        account = account_for(attempt, ledger, voiding.member_id)
        book = settled_book(attempt, account, version, now, programmes, mint)
        voucher = unused_voucher(book.account, code)
        enter_void(book, key.cause, voucher, version.programme)
        after, record = book.close()
        answer = {"voucher": voucher_view(voucher, VOIDED), "account": account_view(after, version.programme)}
        filing = Filing(key, body, answer, {"voucher": packed(voucher)}, record)
        return Write(filings=(filing,), account=after, counts=tuple(book.counts))

    return carry_out(propose, key=key, body=body, ledger=ledger, patience=patience, trusting=False)
