"""Credit an advocate for one order of a friend: enter what should be there less what is (docs/rules.md §2 and §4).

Each look at the order that finds something to enter files it under the next number. The number is read before the order
is: whoever looked earlier and writes later finds the number taken, and looks again. So credits and undoings may come in
any order, any number of times, two at once, and all end the same.
"""

from dataclasses import dataclass
from datetime import datetime

from tessera.domain.account import Account
from tessera.domain.advocates import Credited, Due, credited_after, enter_credit
from tessera.domain.book import Mint
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.lots import Lot
from tessera.domain.papers import packed, unpacked
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.referral import FriendOrder
from tessera.domain.refunding import reversal_targets
from tessera.domain.settling import settle
from tessera.domain.versions import Version
from tessera.domain.write import Progress, Write
from tessera.operations.acquaintance import has_brought
from tessera.operations.carrying_out import Attempt, see_to
from tessera.operations.case import Case
from tessera.operations.filed_orders import FiledOrder, filed_order
from tessera.operations.reading import settled_book


@dataclass(frozen=True, slots=True)
class _Crediting(Case):
    """One order of a friend, whose advocate is to be credited."""

    order_id: str
    order: FriendOrder
    version: Version

    @property
    def key(self) -> Key:
        """That of all the looks at the order; each has a number besides."""
        return Key("referral", self.order.advocate_id, self.order_id)


def credit_referral(
    order_id: str, *, ledger: Ledger, programmes: Programmes, patience: Patience, mint: Mint, now: datetime
) -> bool:
    """Bring what the advocate has of an order to what it should be now, by the version that awarded the order: the
    reward while it is the order that qualifies, and what refunds left of its share.

    Nothing while the friendship is held, or once it is rejected. Gives whether something was written. Raises Busy.
    """
    filed = filed_order(ledger.order(order_id))
    if filed is None or filed.awarded.referral is None:
        return False
    version, order = programmes.version(filed.awarded.version), filed.awarded.referral
    case = _Crediting(order_id, order, version, ledger=ledger, programmes=programmes, mint=mint, now=now)
    return see_to(lambda attempt: _credit(case, attempt), ledger=ledger, patience=patience) is not None


def _credit(case: _Crediting, attempt: Attempt) -> Write | None:
    last = case.ledger.last_filed(case.key)
    account = case.ledger.account(case.key.owner, consistent=True)
    due = _due(case, account) if account else None
    if due is None or account is None:
        return None
    before = unpacked(Credited, last.content["credited"]) if last else None
    after = credited_after(due, before, account.referral, case.version)
    key = case.key._replace(id=f"{case.order_id}/{_number(last) + 1:06d}")
    if after == before:
        return None
    if before is None and not (after.is_rewarded or after.gains):
        return Write(filings=(Filing(key, {}, {}, _content(after)),))  # so that who looked earlier looks again
    book = settled_book(attempt, account, case.version, case.now, case.programmes, case.mint)
    entered, back = enter_credit(book, due, before, after, case.version)
    settle(book, case.current)
    closed, record = book.close()
    filing = Filing(key, {}, {}, _content(entered, back), record)
    return Write(filings=(filing,), account=closed, counts=tuple(book.counts))


def _content(credited: Credited, back: tuple[Lot, ...] = ()) -> Json:
    content: Json = {"credited": packed(credited)}
    return {**content, "back": [packed(lot) for lot in back]} if back else content


def _number(last: Filing | None) -> int:
    return int(last.key.id.rpartition("/")[2]) if last else 0


def _due(case: _Crediting, advocate: Account) -> Due | None:
    """What the order is worth to the advocate now; None while nothing may be given."""
    file = case.ledger.order(case.order_id)
    filed = filed_order(file)
    if file is None or filed is None:
        return None
    friend = case.ledger.account(filed.order.member_id or "", consistent=True)
    friendship = friend.referral.friendship if friend else None
    if friend is None or friendship is None or friendship.state != "open":
        return None
    if not has_brought(advocate, friend, case.ledger):
        return None
    qualifies, share = friendship.order_id == case.order_id, _share_left(filed, file.progress, case.order)
    return Due(case.order_id, friend.member_id, filed.awarded.placed_on, qualifies, case.order.wallet, share)


def _share_left(filed: FiledOrder, progress: Progress | None, order: FriendOrder) -> int:
    if progress is None:
        return sum(order.lines)
    return sum(order.lines) - sum(reversal_targets(filed.order, progress.refunded, order.lines))
