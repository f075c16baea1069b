"""Caps: the most that orders may earn, whatever they are split into, and given back by refunds."""

from typing import Any

import pytest

from tessera.domain.calendar import parse_instant
from tests.operations.shop import FIVE_PERCENT_BACK, ONE_POINT_PER_EURO, Shop, lines


def _cap(per: str, amount: int | str, **fields: Any) -> dict[str, Any]:
    return {"wallet": "points", "per": per, "amount": amount, **fields}


@pytest.mark.parametrize(
    ("caps", "earned"),
    [
        ([_cap("order", 50)], [50, 50, 10]),
        ([_cap("day", 70)], [70, 0, 10]),
        ([_cap("month", 150)], [100, 50, 0]),
        ([_cap("lifetime", 105)], [100, 5, 0]),
        ([_cap("day", 70, overflow="reject")], [0, 60, 10]),
        ([_cap("order", 50), _cap("month", 60)], [50, 10, 0]),
        ([{"wallet": "cashback", "per": "day", "amount": "0.01"}], [100, 60, 10]),
    ],
)
def test_what_exceeds_a_cap_is_trimmed_or_rejected(shop: Shop, caps: list[dict[str, Any]], earned: list[int]) -> None:
    shop.publish(ONE_POINT_PER_EURO, FIVE_PERCENT_BACK, earning={"caps": caps})
    shop.enrol()
    found = [_points(shop, "o1", "100.00"), _points(shop, "o2", "60.00")]
    shop.later(days=1)
    assert [*found, _points(shop, "o3", "10.00")] == earned


def _points(shop: Shop, order_id: str, price: str) -> int:
    awards = shop.order(order_id, lines=lines(price)).body["awards"]
    return sum(award["amount"] for award in awards if award["wallet"] == "points")


def test_a_refund_makes_room_under_the_cap_of_its_own_day(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning={"caps": [_cap("day", 70)]})
    shop.enrol()
    assert _points(shop, "o1", "100.00") == 70
    shop.refund("o1", amount="50.00")
    assert shop.wallet()["active"] == 35
    assert _points(shop, "o2", "100.00") == 35
    shop.refund("o1", "r2", amount="50.00")
    shop.refund("o2", amount="100.00")
    assert shop.wallet()["active"] == 0


def test_an_order_counts_on_the_day_it_was_placed(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning={"caps": [_cap("day", 70)]})
    shop.enrol()
    yesterday = parse_instant("2026-01-09T23:30:00+01:00")
    assert _points(shop, "o1", "100.00") == 70
    late = shop.order("o2", at=yesterday, lines=lines("60.00")).body["awards"]
    assert late[0]["amount"] == 60


def test_what_a_cap_left_is_explained_and_adds_up(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning={"caps": [_cap("order", 7)]})
    shop.enrol()
    shop.order("o1", lines=lines("10.00", "20.00"))
    told = shop.explanation("o1")
    assert told["awards"][0]["uncapped"] == 30
    assert sum(each["amount"] for line in told["lines"] for each in line["earned"]) == 7
    cut = "The cap of 7 points per order had room for 7 points: of 30 points it leaves 7 points."
    assert cut in told["sentences"][-1]
