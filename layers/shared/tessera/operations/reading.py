"""What operations begin with: a member's account, and a book in which the clock has been settled."""

from datetime import datetime, timedelta

from tessera.domain.account import Account
from tessera.domain.book import Book, Mint
from tessera.domain.ports import Ledger, Programmes
from tessera.domain.programme.rewards import Reward, VoucherReward
from tessera.domain.refusals import Fault, InvalidRequest, UnknownMember, UnknownReward
from tessera.domain.settling import settle
from tessera.domain.versions import Version
from tessera.domain.voucher import Voucher
from tessera.domain.voucher_uses import Redeemable, RewardOf
from tessera.operations.carrying_out import Attempt

AHEAD_MAX = timedelta(minutes=5)


def known_account(ledger: Ledger, member_id: str, *, sure: bool) -> Account:
    """The member's account, after its last write if it has to be `sure`. Raises UnknownMember, and that is always sure:
    whoever enrolled just now is not refused."""
    account = ledger.account(member_id, consistent=sure)
    if account is None and not sure:
        account = ledger.account(member_id, consistent=True)
    if account is None:
        raise UnknownMember(f'There is no member "{member_id}"; enrol first.')
    return account


def account_for(attempt: Attempt, ledger: Ledger, member_id: str) -> Account:
    """The member's account for an attempt at a write: read, unless the attempt before was told it. Raises
    UnknownMember."""
    if attempt.account is not None and attempt.account.member_id == member_id:
        return attempt.account
    return known_account(ledger, member_id, sure=attempt.sure)


def refuse_ahead(field: str, instant: datetime, now: datetime) -> None:
    """Raises InvalidRequest for what is said to happen more than five minutes ahead: clocks differ, but not so much."""
    if instant > now + AHEAD_MAX:
        ahead = Fault(field, "is more than five minutes ahead of now")
        raise InvalidRequest(f"The {field} lies in the future.", (ahead,))


def settled_book(
    attempt: Attempt, account: Account, version: Version, now: datetime, programmes: Programmes, mint: Mint | None
) -> Book:
    """A book at `now` for a write by a version, in which all that the clock did until then is entered; without a mint
    no voucher has issued itself."""
    book = Book(account, at=now, version=version.number, mint=mint, left=attempt.left)
    settle(book, programmes.in_force(now))
    return book


def reward_in(version: Version, reward_id: str) -> Reward:
    """A reward of a version of the programme. Raises UnknownReward."""
    found = next((reward for reward in version.programme.rewards if reward.id == reward_id), None)
    if found is None:
        raise UnknownReward(f'The programme has no reward "{reward_id}".')
    return found


def reward_of(programmes: Programmes) -> RewardOf:
    """The reward of a voucher, or the stamp card that was full, as it stood in the version by which it was issued."""

    def look_up(voucher: Voucher) -> Redeemable:
        return redeemable_in(programmes.version(voucher.version), voucher.reward_id)

    return look_up


def redeemable_in(version: Version, reward_id: str) -> Redeemable:
    """What a voucher of a version stands for. Raises UnknownReward."""
    cards = {card.id: card for card in version.programme.stamp_cards}
    if reward_id in cards:
        return cards[reward_id]
    reward = reward_in(version, reward_id)
    if not isinstance(reward, VoucherReward):
        raise UnknownReward(f'The reward "{reward_id}" issues no voucher.')
    return reward
