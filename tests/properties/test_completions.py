"""The laws of an order whose hold waits for its completion, a member's or that of a guest who enrols later."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.domain.activity import Deeds
from tests.amounts import money
from tests.operations.drawn import EXPIRIES, order_lines
from tests.operations.shop import FIVE_PERCENT_BACK, ONE_POINT_PER_EURO, Shop

BONUS = {"id": "bonus", "wallet": "points", "bonus": 7, "per": "unit"}
EMAIL = "anna@example.com"
WALLETS = ("points", "cashback")


def open_shop(days: int, expiry: dict[str, Any]) -> Shop:
    shop = Shop()
    shop.publish(
        ONE_POINT_PER_EURO,
        FIVE_PERCENT_BACK,
        BONUS,
        earning={"hold": {"days": days, "from": "completed"}},
        wallets={name: {"expiry": expiry} for name in WALLETS},
        guests={"claim_days": 30},
    )
    return shop


def deliver(shop: Shop, delivery: str, lines: list[dict[str, Any]], *, is_guests: bool) -> None:
    if delivery == "order":
        shop.order("o1", None if is_guests else "anna", email=EMAIL, lines=lines)
    elif delivery == "complete":
        shop.complete("o1", completed_at=shop.now.isoformat())
    elif delivery == "enrol":
        shop.enrol()
    else:
        shop.refund("o1", delivery, lines=[{"line_id": delivery[1:], "quantity": 1}])


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[list[dict[str, Any]], bool, list[str]]:
    """The lines of an order, whether it is a guest's, and every delivery about it twice, in any order in which a
    guest's comes before the enrolment, and the enrolment before a member's."""
    lines, is_guests = draw(order_lines), draw(st.booleans())
    returned = draw(st.lists(st.sampled_from(lines), unique_by=lambda line: line["line_id"]))
    arrived = draw(st.permutations(["order", "complete", "enrol", *(f"r{line['line_id']}" for line in returned)] * 2))
    first, then = ("order", "enrol") if is_guests else ("enrol", "order")
    arrived = [each for each in arrived if each != then]
    after = draw(st.integers(arrived.index(first) + 1, len(arrived)))
    return lines, is_guests, [*arrived[:after], then, *arrived[after:]]


@settings(max_examples=150, deadline=None)
@given(days=st.integers(0, 10), expiry=st.sampled_from(EXPIRIES), drawn=arrivals())
def test_deliveries_and_a_completion_end_in_one_state_in_whatever_order_they_arrive(
    days: int, expiry: dict[str, Any], drawn: tuple[list[dict[str, Any]], bool, list[str]]
) -> None:
    lines, is_guests, arrived = drawn
    refunds = sorted({each for each in arrived if each.startswith("r")})
    straight = ["order", "enrol"] if is_guests else ["enrol", "order"]
    ends = []
    for sequence in ([*straight, *refunds, "complete"], arrived):
        shop = open_shop(days, expiry)
        for delivery in sequence:
            deliver(shop, delivery, lines, is_guests=is_guests)
        told = shop.explanation("o1")
        ends.append((shop.account()["wallets"], told["member_id"], told["awards"], told["lines"]))
        shop.prove()
    assert ends[0] == ends[1]


@settings(max_examples=100, deadline=None)
@given(
    days=st.integers(0, 10),
    expiry=st.sampled_from(EXPIRIES),
    lines=order_lines,
    is_guests=st.booleans(),
    data=st.data(),
)
def test_an_order_refunded_in_full_around_its_completion_leaves_nothing(
    days: int, expiry: dict[str, Any], lines: list[dict[str, Any]], is_guests: bool, data: st.DataObject
) -> None:
    shop = open_shop(days, expiry)
    for delivery in ("order", "enrol") if is_guests else ("enrol", "order"):
        deliver(shop, delivery, lines, is_guests=is_guests)
    total = sum(int(line["unit_price"].replace(".", "")) * line["quantity"] for line in lines)
    first = data.draw(st.integers(0, total))
    shop.refund("o1", "r1", amount=money(first))
    shop.later(days=data.draw(st.integers(0, 5))).complete("o1")
    shop.later(days=data.draw(st.integers(0, 12))).refund("o1", "r2", amount=money(total - first))
    wallets = [shop.wallet(name) for name in WALLETS]
    assert {(wallet["active"], wallet["pending"]) for wallet in wallets} <= {(0, 0), ("0.00", "0.00")}
    account = shop.ledger.account("anna")
    assert account
    assert (account.activity.days, account.activity.lifetime) == ((), Deeds())
    shop.prove()
