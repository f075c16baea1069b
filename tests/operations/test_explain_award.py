"""What an order earned is worked out again from the order and the version that awarded it."""

from typing import Any

import pytest

from tests.operations.explaining import newest, told_in_all_languages
from tests.operations.shop import FIVE_PERCENT_BACK, ONE_POINT_PER_EURO, Shop, lines


def test_an_award_is_explained_as_its_wallet_tells_it(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, FIVE_PERCENT_BACK, earning={"hold": {"days": 14}})
    shop.enrol()
    shop.order("o1", lines=lines("10.10", "5.00"))
    told = newest(shop, "accrual", "order/o1")
    assert (told["entry"]["wallet"], told["why"]["about"]) == ("cashback", "order")
    assert {each["wallet"] for row in told["why"]["lines"] for each in row["earned"]} == {"cashback"}
    (award,) = told["why"]["awards"]
    assert (award["exact"], award["amount"], award["activates_on"]) == ("0.755", "0.75", "2026-01-24")
    assert award["hold"] == {"days": 14, "from": "paid"}
    assert told["sentences"][-1].startswith("Together that is €0.755 of cashback, rounded down once to €0.75")


@pytest.mark.parametrize(
    ("expiry", "said"),
    [
        ({"mode": "never"}, "They do not expire."),
        (
            {"mode": "rolling", "months": 1},
            "They share one last day with the whole balance: 1 month after what last restarts it.",
        ),
        ({"mode": "fixed", "days": 30}, "Their last day is 9 February 2026: 30 days after they become active."),
        (
            {"mode": "fixed", "months": 1, "round_to": "year"},
            "Their last day is 31 December 2026: 1 month after they become active, then the end of that year.",
        ),
        (
            {"mode": "calendar", "dates": ["06-30"]},
            "Their last day is 30 June 2026: the first of the programme's dates after they become active.",
        ),
    ],
)
def test_an_award_says_by_which_policy_it_expires(shop: Shop, expiry: dict[str, Any], said: str) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": {"expiry": expiry}})
    shop.enrol()
    shop.order("o1", lines=lines("10.00"))
    told = newest(shop, "accrual")
    assert told["sentences"][-1].endswith(f"They are active at once. {said}")
    assert told["why"]["awards"][0]["expiry"] == expiry
    for locale in ("it", "ro", "de"):
        assert newest(shop, "accrual", locale=locale)["why"] == told["why"]


@pytest.mark.parametrize(("rounding", "said"), [("half_up", "rounded half up once"), ("ceil", "rounded up once")])
def test_an_award_says_how_it_was_rounded(shop: Shop, rounding: str, said: str) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning={"rounding": rounding})
    shop.enrol()
    shop.order("o1", lines=lines("10.50"))
    assert f"Together that is 10.5 points, {said} to 11 points" in newest(shop, "accrual")["sentences"][-1]


def test_a_cap_that_rejects_says_so_and_nothing_is_entered(shop: Shop) -> None:
    caps = [{"wallet": "points", "per": "lifetime", "amount": 15, "overflow": "reject"}]
    shop.publish(ONE_POINT_PER_EURO, earning={"caps": caps})
    shop.enrol()
    shop.order("o1", lines=lines("10.00"))
    shop.order("o2", lines=lines("10.00"))
    cut = "The cap of 15 points for ever had room for 5 points: 10 points are more, so it leaves nothing of them."
    assert shop.explanation("o2")["sentences"][-1].endswith(cut)
    assert shop.explanation("o2")["awards"] == []


def test_a_late_order_says_that_its_days_had_expired(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": {"expiry": {"mode": "rolling", "months": 1}}})
    shop.enrol()
    placed_at = shop.now
    shop.order("o1", lines=lines("10.00"))
    shop.later(days=60).adjust("points", 1)
    shop.order("o2", at=placed_at, lines=lines("10.00"))
    told = next(each for each in shop.statement() if each["cause"] == "order/o2")
    assert "of the days before, everything had expired already" in shop.explain(told["entry_id"])["sentences"][-1]


def test_a_guests_order_that_was_claimed_is_explained_with_all_that_was_refunded_of_it(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, guests={"claim_days": 30}, earning={"hold": {"days": 14}})
    shop.order("o7", None, email="anna@example.com", lines=lines("30.00"))
    shop.refund("o7", "r1", amount="3.00")
    assert shop.explanation("o7")["sentences"][0] == "It is the order of a guest, who earns nothing."
    shop.later(days=3).enrol()
    shop.refund("o7", "r2", amount="6.00")
    told = shop.explanation("o7")
    assert (told["member_id"], told["placed_as_guest"], told["awards"][0]["activates_on"]) == (
        "anna",
        True,
        "2026-01-24",
    )
    assert [each["reversed"][0]["amount"] for each in told["refunds"]] == [-3, -6]
    assert "A guest placed the order; it was awarded as of its own day when that e-mail enrolled." in told["sentences"]
    assert newest(shop, cause="order/o7")["why"]["awards"][0]["amount"] == 30
    assert told_in_all_languages(shop, "o7") == {9}
