"""Claim a reward with points: a voucher for the next order (docs/rules.md §6)."""

from datetime import datetime

from tessera.domain.account import Mint
from tessera.domain.calendar import day_of
from tessera.domain.order import Body, Id
from tessera.domain.papers import canonical, packed
from tessera.domain.ports import Filing, Key, Ledger, Patience, Programmes, Write
from tessera.domain.redemption import enter_claim, new_voucher
from tessera.domain.refusals import LimitReached
from tessera.domain.views import account_view, voucher_view
from tessera.domain.vouchers import VOUCHERS_MAX
from tessera.operations.carrying_out import Answer, Attempt, carry_out
from tessera.operations.reading import account_for, reward_in, settled_book


class Claim(Body):
    """Which reward, under the shop's own reference."""

    reward_id: Id
    reference: Id


def claim_reward(
    member_id: str,
    claim: Claim,
    *,
    ledger: Ledger,
    programmes: Programmes,
    mint: Mint,
    patience: Patience,
    now: datetime,
) -> Answer:
    """Turn points into a voucher of a reward.

    The answer is that of `POST /members/{member_id}/rewards`. Raises UnknownMember, UnknownReward,
    InsufficientBalance, LimitReached, Conflict, Busy.
    """
    version = programmes.in_force(now)
    key = Key("claim", member_id, claim.reference)
    body = canonical(claim)
    code = mint.voucher_code()

    def propose(attempt: Attempt) -> Write:
        book = settled_book(attempt, account_for(attempt, ledger, member_id), version, now, programmes, mint)
        reward = reward_in(version, claim.reward_id)
        if len(book.account.vouchers) >= VOUCHERS_MAX:
            raise LimitReached(f"The member holds {VOUCHERS_MAX} unused vouchers; use one first.")
        today = day_of(book.at, version.programme.timezone)
        voucher = new_voucher(code, reward, version.number, today)
        enter_claim(book, key.cause, reward, voucher, version.programme, today)
        account, record = book.close()
        answer = {"voucher": voucher_view(voucher), "account": account_view(account, version.programme)}
        return Write(
            filings=(Filing(key, body, answer, {"voucher": packed(voucher)}, record),),
            account=account,
            counts=tuple(book.counts),
        )

    return carry_out(propose, key=key, body=body, ledger=ledger, patience=patience, trusting=False)
