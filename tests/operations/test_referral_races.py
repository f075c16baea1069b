"""Credits and undoings of one order, in any order and two at once, end alike."""

from collections.abc import Callable
from itertools import permutations, product

import pytest

from tessera.domain.outcome import Exhausted, Stale
from tessera.domain.refusals import Busy
from tests.operations.racing import interrupted
from tests.operations.referrals import befriended, units
from tests.operations.shop import Shop, lines

Step = Callable[[Shop], object]
STEPS: dict[str, Step] = {
    "order": lambda shop: shop.order("o1", "bea", at=shop.now, lines=lines("60.00")),
    "r1": lambda shop: shop.refund("o1", "r1", amount="20.00"),
    "r2": lambda shop: shop.refund("o1", "r2", amount="40.00"),
    "credit": lambda shop: shop.credit_referral("o1"),
}


def ordered(shop: Shop) -> Shop:
    """The friend's order has come, and its credit has not."""
    shop.credits_later = True
    STEPS["order"](shop)
    return shop


@pytest.mark.parametrize("steps", sorted(set(permutations(["order", "r1", "r2", "credit", "credit"]))))
def test_credits_and_undoings_end_alike_in_whatever_order_they_come(shop: Shop, steps: tuple[str, ...]) -> None:
    befriended(shop).credits_later = True
    for name in (*steps, "order", "r2", "credit", "r1", "credit"):
        STEPS[name](shop)
    assert (units(shop, "ada"), units(shop, "bea")) == ((0, "0.00"), (0, "0.00"))
    assert shop.account("ada")["referral"]["rewarded"] == 0
    advocate, friend = shop.ledger.account("ada"), shop.ledger.account("bea")
    assert advocate
    assert friend
    assert advocate.referral.recent == ()
    assert friend.referral.friendship
    assert (friend.referral.friendship.order_id, friend.referral.friendship.shared) == (None, 0)


@pytest.mark.parametrize("seen", list(product(["order", "r1", "r2"], repeat=2)))
def test_a_credit_that_looked_too_early_looks_again(friends: Shop, seen: tuple[str, ...]) -> None:
    """The last to write may have been the first to look: a refund and its credit come in between."""
    between = iter(seen)

    def overtake() -> None:
        if name := next(between, None):
            STEPS[name](racing)
            STEPS["credit"](racing)

    racing = interrupted(ordered(friends), "referral", overtake)
    for name in ("credit", "r1", "credit", "r2", "credit"):
        STEPS[name](racing)
    assert (units(friends, "ada"), units(friends, "bea")) == ((0, "0.00"), (0, "0.00"))


def test_a_refund_whose_credit_finds_nothing_still_stops_the_one_that_looked_before(friends: Shop) -> None:
    between = iter(("r1", "r2", "credit"))

    def refunded() -> None:
        for name in between:
            STEPS[name](racing)

    racing = interrupted(ordered(friends), "referral", refunded)
    racing.credit_referral("o1")
    assert units(friends, "ada") == (0, "0.00")


def test_a_credit_that_always_loses_its_race_is_busy(friends: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    ordered(friends)
    for outcome in (Stale(), Exhausted("stock/tea", 0)):
        monkeypatch.setattr(friends.ledger, "record", lambda _, outcome=outcome: outcome)
        with pytest.raises(Busy):
            friends.credit_referral("o1")
