"""Guests who enrol later: what their e-mail ordered before is theirs."""

from itertools import permutations
from typing import Any

import pytest

from tessera.domain.refusals import OverRefund, UnknownOrder
from tests.operations.racing import interrupted
from tests.operations.shop import FIVE_PERCENT_BACK, ONE_POINT_PER_EURO, Shop, lines

THIRTY_DAYS = {"guests": {"claim_days": 30}}
WAITS = {"hold": {"days": 14, "from": "completed"}}
ANNAS = "anna@example.com"


@pytest.fixture
def open_to_guests(shop: Shop) -> Shop:
    """A shop where a guest has thirty days to enrol."""
    shop.publish(ONE_POINT_PER_EURO, FIVE_PERCENT_BACK, **THIRTY_DAYS)
    return shop


def guest_order(shop: Shop, order_id: str, *prices: str, **body: Any) -> None:
    assert shop.order(order_id, None, email=ANNAS, lines=lines(*prices or ("10.00",)), **body).body["awards"] == []


def test_whoever_enrols_is_awarded_what_their_email_ordered_as_a_guest(open_to_guests: Shop) -> None:
    guest_order(open_to_guests, "o1")
    guest_order(open_to_guests, "o2", "7.00")
    open_to_guests.order("o3", None, email="bea@example.com", lines=lines("99.00"))
    open_to_guests.order("o4", None, lines=lines("99.00"))
    wallets = open_to_guests.later(days=3).enrol()["wallets"]
    assert (wallets["points"]["active"], wallets["cashback"]["active"]) == (17, "0.85")
    assert [entry["cause"] for entry in open_to_guests.statement()] == ["order/o2"] * 2 + ["order/o1"] * 2
    open_to_guests.prove()


@pytest.mark.parametrize(
    ("enrolled_at", "points"), [("2026-02-09T23:59:59+01:00", 10), ("2026-02-10T00:00:00+01:00", 0)]
)
def test_the_thirtieth_day_is_the_last(open_to_guests: Shop, enrolled_at: str, points: int) -> None:
    guest_order(open_to_guests, "o1")
    assert open_to_guests.at(enrolled_at).enrol()["wallets"]["points"]["active"] == points


def test_a_guests_order_is_awarded_as_of_its_own_day_by_its_own_version(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning={"hold": {"days": 14}}, **THIRTY_DAYS)
    guest_order(shop, "o1")
    shop.later(days=5).publish({**ONE_POINT_PER_EURO, "earn": {"points": 9, "per": "1.00"}})
    assert shop.enrol()["wallets"]["points"]["activates"] == [{"day": "2026-01-24", "amount": 10}]
    told = shop.explanation("o1")
    assert (told["member_id"], told["version"], told["awards"][0]["amount"]) == ("anna", 1, 10)


def test_the_version_in_force_when_it_was_placed_says_how_long_a_guest_has(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO)
    guest_order(shop, "o1")
    shop.later(days=1).publish(ONE_POINT_PER_EURO, guests={"claim_days": 1})
    guest_order(shop, "o2")
    shop.later(days=1).publish(ONE_POINT_PER_EURO, **THIRTY_DAYS)
    assert shop.enrol()["wallets"]["points"]["active"] == 10


def test_only_the_first_of_a_guests_orders_is_a_first_order(shop: Shop) -> None:
    first = {"id": "first", "wallet": "points", "bonus": 20, "when": {"first_order": True}}
    shop.publish(ONE_POINT_PER_EURO, first, **THIRTY_DAYS)
    guest_order(shop, "o2", at=shop.now)
    guest_order(shop, "o1", at=shop.now.replace(month=1, day=9))
    shop.enrol()
    assert [shop.explanation(order_id)["awards"][0]["amount"] for order_id in ("o1", "o2")] == [30, 10]


def test_what_was_refunded_before_is_undone_with_the_claim_and_the_rest_later(open_to_guests: Shop) -> None:
    open_to_guests.refund("o1", "r1", lines=[{"line_id": "1", "amount": "2.00"}])
    guest_order(open_to_guests, "o1", "10.00", "20.00")
    open_to_guests.refund("o1", "r2", lines=[{"line_id": "2", "quantity": 1}])
    assert open_to_guests.enrol()["wallets"]["points"]["active"] == 8
    causes = [(entry["kind"], entry["cause"]) for entry in open_to_guests.statement() if entry["wallet"] == "points"]
    assert causes == [("reversal", "refund/o1/r2"), ("reversal", "refund/o1/r1"), ("accrual", "order/o1")]
    assert open_to_guests.refund("o1", "r3", amount="8.00").body["account"]["wallets"]["points"]["active"] == 0
    refunds = open_to_guests.explanation("o1")["refunds"]
    assert [each["reversed"][0]["amount"] for each in refunds] == [-2, -20, -8]
    with pytest.raises(OverRefund):
        open_to_guests.refund("o1", "r4", amount="0.01")
    open_to_guests.prove()


def test_a_claimed_order_is_read_as_the_members(open_to_guests: Shop) -> None:
    guest_order(open_to_guests, "o1")
    with pytest.raises(UnknownOrder):
        open_to_guests.explanation("o1", asker="anna")
    open_to_guests.enrol()
    assert open_to_guests.explanation("o1", asker="anna")["sentences"][-1].startswith("Together that is €0.50")
    read = open_to_guests.read_order("o1")
    assert (read["member_id"], [award["amount"] for award in read["awards"]]) == ("anna", [10, "0.50"])


def test_the_order_sent_again_is_answered_as_it_was_then(open_to_guests: Shop) -> None:
    placed_at = open_to_guests.now
    first = open_to_guests.order("o1", None, at=placed_at, email=ANNAS, lines=lines("10.00"))
    open_to_guests.later(days=1).enrol()
    assert open_to_guests.order("o1", None, at=placed_at, email=ANNAS, lines=lines("10.00")) == (first.body, True)


def test_what_a_guest_orders_after_the_enrolment_stays_a_guests(open_to_guests: Shop) -> None:
    open_to_guests.enrol()
    guest_order(open_to_guests.later(days=1), "o1")
    open_to_guests.later(days=1).enrol(name="Anna")
    assert open_to_guests.wallet()["active"] == 0
    assert open_to_guests.explanation("o1")["member_id"] is None


def test_of_two_members_with_one_email_the_first_to_enrol_has_the_orders(open_to_guests: Shop) -> None:
    guest_order(open_to_guests, "o1")
    open_to_guests.enrol("bea", email=ANNAS)
    guest_order(open_to_guests.later(days=1), "o2", "5.00")
    open_to_guests.later(days=1).enrol("anna")
    points = {member_id: open_to_guests.wallet("points", member_id)["active"] for member_id in ("anna", "bea")}
    assert points == {"anna": 5, "bea": 10}


def test_another_email_brings_no_orders(open_to_guests: Shop) -> None:
    guest_order(open_to_guests, "o1")
    open_to_guests.enrol(email="else@example.com")
    open_to_guests.enrol(email=ANNAS)
    open_to_guests.enrol(name="Anna")
    assert open_to_guests.wallet()["active"] == 0


def test_the_email_is_not_kept_with_the_order(open_to_guests: Shop) -> None:
    guest_order(open_to_guests, "o1")
    file = open_to_guests.ledger.order("o1")
    assert file
    assert ANNAS not in str(file)


def test_twenty_are_claimed_at_once_and_the_rest_with_the_first_change(open_to_guests: Shop) -> None:
    for number in range(25):
        guest_order(open_to_guests, f"o{number}")
    assert open_to_guests.later(days=1).enrol()["wallets"]["points"]["active"] == 200
    assert open_to_guests.later(days=60).enrol(name="Anna")["wallets"]["points"]["active"] == 250
    open_to_guests.prove()


def test_nobody_is_asked_for_the_key_of_a_members_email(open_to_guests: Shop) -> None:
    open_to_guests.enrol()
    asked: list[str] = []
    open_to_guests.email_key = lambda email: asked.append(email) or ""
    open_to_guests.order("o1", email=ANNAS, lines=lines("10.00"))
    assert asked == []


def test_a_guests_order_is_completed_when_it_is_claimed(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning=WAITS, **THIRTY_DAYS)
    guest_order(shop, "o1")
    assert shop.later(days=3).complete("o1").body["account"] is None
    guest_order(shop, "o2")
    assert shop.later(days=3).enrol()["wallets"]["points"]["activates"] == [{"day": "2026-01-27", "amount": 10}]
    assert shop.wallet()["pending"] == 20
    shop.complete("o2")
    assert shop.later(days=30).wallet()["active"] == 20
    assert shop.explanation("o1")["completed_on"] == "2026-01-13"


def test_deliveries_about_a_guests_order_and_the_enrolment_end_in_one_state_in_whatever_order_they_arrive() -> None:
    ends = []
    for arrival in permutations(["order", "complete", "r1", "r2", "enrol"]):
        if arrival.index("enrol") < arrival.index("order"):
            continue
        shop = Shop()
        shop.publish(ONE_POINT_PER_EURO, FIVE_PERCENT_BACK, earning=WAITS, **THIRTY_DAYS)
        for delivery in arrival:
            _deliver(shop, delivery)
            _deliver(shop, delivery)
        ends.append((shop.account()["wallets"], shop.explanation("o1")["awards"], shop.read_order("o1")["lines"]))
        shop.later(days=20).adjust("points", 1)
        shop.prove()
    assert all(end == ends[0] for end in ends)
    assert ends[0][0]["points"]["activates"] == [{"day": "2026-01-24", "amount": 50}]


def _deliver(shop: Shop, delivery: str) -> None:
    match delivery:
        case "order":
            guest_order(shop, "o1", "60.00", "30.00")
        case "complete":
            shop.complete("o1")
        case "r1":
            shop.refund("o1", "r1", lines=[{"line_id": "1", "amount": "10.00"}])
        case "r2":
            shop.refund("o1", "r2", lines=[{"line_id": "2", "quantity": 1}])
        case _:
            shop.enrol()


def test_a_refund_that_races_the_claim_is_undone_all_the_same(open_to_guests: Shop) -> None:
    guest_order(open_to_guests, "o1")
    racing = interrupted(open_to_guests, "claimed", lambda: open_to_guests.refund("o1", amount="4.00"))
    assert racing.enrol()["wallets"]["points"]["active"] == 6


def test_a_claim_that_races_the_refund_is_undone_all_the_same(open_to_guests: Shop) -> None:
    guest_order(open_to_guests, "o1")
    racing = interrupted(open_to_guests, "refund", open_to_guests.enrol)
    assert racing.refund("o1", amount="4.00").body["reversed"][0] == {"wallet": "points", "amount": -4}
    assert open_to_guests.wallet()["active"] == 6


def test_a_completion_that_races_the_claim_is_not_lost(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning=WAITS, **THIRTY_DAYS)
    guest_order(shop, "o1")
    racing = interrupted(shop, "claimed", lambda: shop.complete("o1"))
    assert racing.enrol()["wallets"]["points"]["activates"] == [{"day": "2026-01-24", "amount": 10}]


def test_a_claim_that_races_the_completion_does_not_lose_it(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning=WAITS, **THIRTY_DAYS)
    guest_order(shop, "o1")
    racing = interrupted(shop, "completion", shop.enrol)
    assert racing.complete("o1").body["awards"][0]["activates_on"] == "2026-01-24"


def test_of_two_enrolments_at_once_one_has_the_order(open_to_guests: Shop) -> None:
    guest_order(open_to_guests, "o1")
    racing = interrupted(open_to_guests, "claimed", lambda: open_to_guests.enrol("bea", email=ANNAS))
    assert racing.enrol()["wallets"]["points"]["active"] == 0
    assert open_to_guests.wallet("points", "bea")["active"] == 10
    assert open_to_guests.explanation("o1")["member_id"] == "bea"


def test_an_enrolment_that_was_cut_short_is_gone_on_with_when_it_is_sent_again(open_to_guests: Shop) -> None:
    for number in range(3):
        guest_order(open_to_guests, f"o{number}")
    left = iter(["o0"])

    def cut_short() -> None:
        if next(left, None) is None:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        interrupted(open_to_guests.later(days=30), "claimed", cut_short).enrol()
    assert open_to_guests.wallet()["active"] == 10
    assert open_to_guests.later(days=1).enrol()["wallets"]["points"]["active"] == 30
