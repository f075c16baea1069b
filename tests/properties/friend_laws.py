"""The laws of referral: what advocates and friends have is what the friends' orders are worth by now."""

from collections import defaultdict

from tessera.domain.advocates import NOTHING_YET, Credited
from tessera.domain.entries import POINTS, WALLETS
from tessera.domain.papers import unpacked
from tessera.domain.referral import Friendship
from tessera.domain.refunding import reversal_targets
from tessera.domain.write import Progress, Write
from tessera.operations.filed_orders import FiledOrder
from tests.properties.books import Books, hold
from tests.properties.world import World


class Referrals:
    """What was entered for advocates, by advocate and order of a friend."""

    def __init__(self) -> None:
        self._credited: dict[str, dict[str, Credited]] = defaultdict(dict)

    def enter(self, write: Write) -> None:
        """Note what a write credits an advocate with."""
        for filing in write.filings:
            if filing.key.kind == "referral":
                order_id = filing.key.id.rpartition("/")[0]
                self._credited[filing.key.owner][order_id] = unpacked(Credited, filing.content["credited"])

    def judge(self, all_books: dict[str, Books]) -> None:
        """What advocates count and have is what their friends are and what was entered for each order."""
        open_ones = [each.advocate_id for each in map(_friendship, all_books.values()) if each and each.state == "open"]
        for member_id, books in all_books.items():
            if books.account is None:
                continue
            credited = self._credited[member_id]
            referral, rewarded = books.account.referral, sum(each.is_rewarded for each in credited.values())
            hold(referral.friends == open_ones.count(member_id), f"{member_id} counts {referral.friends} friends")
            hold(referral.rewarded == rewarded, f"{member_id} counts {referral.rewarded} rewarded, {rewarded} are")
            for order_id, each in credited.items():
                _entered_is_credited(member_id, order_id, each, books)

    def judge_order(
        self, order_id: str, filed: FiledOrder, progress: Progress | None, all_books: dict[str, Books], world: World
    ) -> None:
        """What the advocate has of an order is what it is worth by now."""
        order = filed.awarded.referral
        friendship = _friendship(all_books[filed.order.member_id or ""]) if order else None
        if order is None or friendship is None:
            return
        credited = self._credited[order.advocate_id].get(order_id, NOTHING_YET)
        share = sum(order.lines)
        if progress:
            share -= sum(reversal_targets(filed.order, progress.refunded, order.lines))
        policy = world.stores.programmes.version(filed.awarded.version).programme.referral
        counts = friendship.state == "open" and friendship.order_id == order_id and credited.is_within
        points = policy.advocate.points if policy and policy.advocate and counts else 0
        found = (credited.gain(POINTS).units, credited.gain(order.wallet).units)
        due = (points, share if friendship.state == "open" else 0)
        hold(found == due, f"{order.advocate_id} has {found} of {order_id}, which is worth {due}")


def _entered_is_credited(member_id: str, order_id: str, credited: Credited, books: Books) -> None:
    """More only where what had expired was left."""
    entered = books.by_cause[f"referral/{order_id}"]
    for name in WALLETS:
        found, units = entered[name, "accrual"] + entered[name, "reversal"], credited.gain(name).units
        hold(found >= units, f"{member_id} has {found} {name} of {order_id}, credited are {units}")


def _friendship(books: Books) -> Friendship | None:
    return books.account.referral.friendship if books.account else None


def no_referral_counts_any_more(member_id: str, books: Books) -> None:
    """Once every order is refunded in full, nobody is rewarded, and no order of a friend counts."""
    if books.account is None:
        return
    referral, friendship = books.account.referral, books.account.referral.friendship
    hold((referral.rewarded, referral.recent) == (0, ()), f"{member_id} still counts {referral}")
    left = (friendship.order_id, friendship.lot, friendship.shared, friendship.waiting) if friendship else ()
    hold(left in ((), (None, None, 0, ())), f"{member_id} is still {friendship}")
