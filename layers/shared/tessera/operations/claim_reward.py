"""Claim a reward with points: a voucher for the next order, or a donation (docs/rules.md §6)."""

from datetime import datetime

from tessera.domain.account import VOUCHERS_MAX
from tessera.domain.blocking import refuse_blocked
from tessera.domain.book import Book, Mint
from tessera.domain.calendar import day_of
from tessera.domain.catalogue import donation_view
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.order import Body, Id
from tessera.domain.papers import canonical, packed
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.programme.rewards import Donation, Reward
from tessera.domain.redemption import enter_claim, enter_donation, new_voucher
from tessera.domain.refusals import LimitReached
from tessera.domain.versions import Version
from tessera.domain.views import account_view, voucher_view
from tessera.domain.write import Write
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
    """Turn points into a voucher of a reward, or give them for its charity.

    The answer is that of `POST /members/{member_id}/rewards`. Raises UnknownMember, UnknownReward,
    InsufficientBalance, LimitReached, Blocked, Conflict, Busy.
    """
    version = programmes.in_force(now)
    key = Key("claim", member_id, claim.reference)
    body = canonical(claim)
    code = mint.voucher_code()

    def propose(attempt: Attempt) -> Write:
        book = settled_book(attempt, account_for(attempt, ledger, member_id), version, now, programmes, mint)
        reward = reward_in(version, claim.reward_id)
        refuse_blocked(book.account)
        shown, content = _entered(book, key.cause, reward, code, version)
        account, record = book.close()
        answer = {**shown, "account": account_view(account, version.programme)}
        filing = Filing(key, body, answer, content, record)
        return Write(filings=(filing,), account=account, counts=tuple(book.counts))

    return carry_out(propose, key=key, body=body, ledger=ledger, patience=patience, trusting=False)


def _entered(book: Book, cause: str, reward: Reward, code: str, version: Version) -> tuple[Json, Json]:
    """What a claim gives, as clients read it, and as it is kept."""
    today = day_of(book.at, version.programme.timezone)
    if isinstance(reward, Donation):
        enter_donation(book, cause, reward, version.programme, today)
        shown = {"donation": donation_view(reward, version.programme)}
        return shown, shown
    if len(book.account.vouchers) >= VOUCHERS_MAX:
        raise LimitReached(f"The member holds {VOUCHERS_MAX} unused vouchers; use one first.")
    voucher = new_voucher(code, reward, version.number, today)
    voucher = enter_claim(book, cause, reward, voucher, version.programme, today)
    return {"voucher": voucher_view(voucher)}, {"voucher": packed(voucher)}
