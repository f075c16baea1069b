"""The laws of vouchers: each code is issued once, used once, and worth what was paid for it."""

from tessera.domain.programme.rewards import StampCard
from tessera.domain.versions import Version
from tessera.domain.voucher import ISSUED, VOIDED, Voucher
from tests.properties.books import Books, Written, hold, is_over
from tests.properties.world import World


def each_code_is_issued_once(written: Written, books: Books, world: World) -> None:
    """What is new was issued just now, or was used and came back."""
    issued = sum(change.now == ISSUED for change in written.changes("voucher"))
    new = written.has.keys() - written.had.keys()
    fresh, back = new - books.vouchers.keys(), new & books.vouchers.keys()
    hold(len(fresh) <= issued, f"{len(fresh)} vouchers are new, {issued} were issued")
    hold(back <= books.used, f"{back - books.used} came back, and were not used")
    codes = [voucher.code for voucher in written.after.vouchers]
    hold(len(set(codes)) == len(codes), f"a code is there twice: {codes}")


def what_is_gone_was_used_or_taken_back_or_is_over(written: Written, books: Books, world: World) -> None:
    changes = [change.now for change in written.changes("voucher")]
    fleeting = changes.count(ISSUED) - len(written.has.keys() - written.had.keys() - books.vouchers.keys())
    voided, taken = changes.count(VOIDED), written.taken.keys() | written.taken_again
    hold(len(taken) <= voided <= len(taken) + fleeting, f"{taken} are gone, {voided} vouchers were taken back")
    hold(not written.used.keys() & books.used, f"used twice: {written.used.keys() & books.used}")
    hold(written.used.keys() <= books.vouchers.keys(), f"used and never issued: {written.used}")


def a_free_voucher_is_not_over(written: Written, books: Books, world: World) -> None:
    over = [voucher for voucher in written.after.vouchers if is_over(voucher, written.today)]
    hold(not over, f"held on {written.today}, and over: {over}")


def what_was_paid_is_what_it_cost(written: Written, books: Books, world: World) -> None:
    """In points, or in stamps of a card that was full."""
    for voucher in written.has.values():
        if voucher.code not in books.vouchers:
            found = (voucher.cost, sum(stamps.count for stamps in voucher.stamps))
            cost = _cost(voucher, world.stores.programmes.version(voucher.version))
            hold(found == cost, f"{voucher} was paid with {found} points and stamps, and cost {cost}")


def _cost(voucher: Voucher, version: Version) -> tuple[int, int]:
    offered = (*version.programme.rewards, *version.programme.stamp_cards)
    reward = next(each for each in offered if each.id == voucher.reward_id)
    return (0, reward.stamps) if isinstance(reward, StampCard) else (reward.cost, 0)


LAWS = (
    each_code_is_issued_once,
    what_is_gone_was_used_or_taken_back_or_is_over,
    a_free_voucher_is_not_over,
    what_was_paid_is_what_it_cost,
)
