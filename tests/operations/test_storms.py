"""Storms on Amazon's own engine: many at once, and the ledger exact afterwards."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from itertools import permutations

import pytest

from tessera.domain.activity import Deeds
from tessera.domain.filing import Json
from tessera.domain.order import Order
from tessera.domain.refusals import Refusal
from tessera.domain.shop_orders.heard import Cancelled, GivenBack, Paid, Refunded
from tessera.edge.patience import JitteredPatience
from tessera.operations.carrying_out import Answer
from tessera.storage.ledger import DynamoLedger
from tessera.storage.news import DynamoNews
from tessera.storage.prove import prove
from tessera.storage.table import Table
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines

PATIENT_SECONDS = 60.0


@pytest.fixture
def stormy(table: Table) -> Iterator[Shop]:
    """A shop on DynamoDB Local, whose ledger is proven after the storm; who waits here is as patient as the machine is
    slow, and nobody is turned away."""
    shop = Shop(DynamoLedger(table), patience=partial(JitteredPatience, deadline_seconds=PATIENT_SECONDS))
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": {"redeem": {"points": 10, "value": "0.50"}}})
    shop.enrol()
    yield shop
    assert prove(table).disagreements == ()


def _at_once(threads: int, calls: Sequence[Callable[[], Answer]], of: Callable[[Json], str]) -> Counter[str]:
    """How often each outcome came: what `of` says of an answer, or the code of the refusal."""

    def outcome(call: Callable[[], Answer]) -> str:
        try:
            return of(call().body)
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(threads) as pool:
        return Counter(pool.map(outcome, calls))


def test_of_a_thousand_reservations_the_ten_that_are_affordable_succeed(stormy: Shop) -> None:
    stormy.adjust("points", 100)
    cart = {"lines": lines("5.00")}
    calls = [partial(stormy.reserve, f"x{number}", points=10, cart=cart) for number in range(1000)]
    outcomes = _at_once(64, calls, lambda answer: answer["state"])
    assert outcomes == {"reserved": 10, "insufficient_balance": 990}
    assert (stormy.wallet()["reserved"], stormy.wallet()["available"]) == (100, 0)


def test_one_order_sent_by_sixteen_is_one_award_and_one_answer(stormy: Shop) -> None:
    call = partial(stormy.order, "o1", at=stormy.now, lines=lines("10.00"))
    outcomes = _at_once(16, [call] * 64, json.dumps)
    assert len(outcomes) == 1
    assert json.loads(next(iter(outcomes)))["awards"][0]["amount"] == 10
    assert stormy.wallet()["active"] == 10
    assert len(stormy.statement()) == 1


@pytest.mark.parametrize("first", range(12))
def test_an_order_and_its_refunds_at_once_end_in_one_state(stormy: Shop, first: int) -> None:
    calls = [
        partial(stormy.order, "o1", at=stormy.now, lines=lines("10.00", "6.00")),
        partial(stormy.refund, "o1", "r1", lines=[{"line_id": "1", "amount": "4.00"}]),
        partial(stormy.refund, "o1", "r2", lines=[{"line_id": "2", "quantity": 1}]),
    ]
    arrivals = list(permutations(calls))[first % 6]
    assert _at_once(3, arrivals, lambda _: "done") == {"done": 3}
    assert stormy.wallet()["active"] == 6
    assert [line["refunded"] for line in stormy.explanation("o1")["lines"]] == ["4.00", "6.00"]
    assert len(stormy.explanation("o1")["refunds"]) == 2


@pytest.mark.parametrize("first", range(6))
def test_an_enrolment_and_all_that_comes_for_a_guests_order_at_once_end_in_one_state(stormy: Shop, first: int) -> None:
    waits = {"hold": {"days": 14, "from": "completed"}}
    stormy.publish(ONE_POINT_PER_EURO, earning=waits, guests={"claim_days": 30})
    stormy.order("o1", None, email="guest@example.com", lines=lines("10.00", "6.00"))
    calls: list[Callable[[], object]] = [
        partial(stormy.enrol, "bea", email="guest@example.com"),
        partial(stormy.refund, "o1", "r1", lines=[{"line_id": "1", "amount": "4.00"}]),
        partial(stormy.complete, "o1"),
    ]
    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(call) for call in list(permutations(calls))[first]]:
            done.result()
    assert stormy.wallet("points", "bea")["activates"] == [{"day": "2026-01-24", "amount": 12}]
    assert stormy.explanation("o1")["refunds"][0]["reversed"] == [{"wallet": "points", "amount": -4}]


def test_of_eight_who_enrol_at_once_with_one_email_one_has_the_order(stormy: Shop) -> None:
    stormy.publish(ONE_POINT_PER_EURO, guests={"claim_days": 30})
    stormy.order("o1", None, email="guest@example.com", lines=lines("10.00"))
    members = [f"m{number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(partial(stormy.enrol, email="guest@example.com"), members))
    assert sorted(stormy.wallet("points", member_id)["active"] for member_id in members) == [0] * 7 + [10]


def test_a_friends_order_and_its_refunds_at_once_leave_the_advocate_nothing(stormy: Shop) -> None:
    """Each of them credits the advocate, too."""
    stormy.publish(referral={"advocate": {"points": 200}, "every_order": {"percent": "10"}})
    stormy.enrol("bea", referred_by="anna")
    for number in range(6):
        order = partial(stormy.order, f"o{number}", "bea", at=stormy.now, lines=lines("10.00"))
        refunds = [partial(stormy.refund, f"o{number}", f"r{part}", amount="2.50") for part in range(4)]
        assert _at_once(5, [*refunds[:2], order, *refunds[2:]], lambda _: "done") == {"done": 5}
    assert (stormy.wallet()["active"], stormy.wallet("cashback")["active"]) == (0, "0.00")
    assert stormy.account()["referral"]["rewarded"] == 0


@pytest.mark.parametrize("seed", range(2))
def test_all_that_is_heard_of_an_order_at_once_ends_in_one_state(stormy: Shop, table: Table, seed: int) -> None:
    placed = stormy.now - timedelta(hours=1)

    def paid(minutes: int, *prices: str) -> Paid:
        body = {"member_id": "anna", "placed_at": placed.isoformat(), "lines": lines(*prices)}
        return Paid(placed + timedelta(minutes=minutes), Order.model_validate(body, context=stormy.reading))

    heard = [
        paid(1, "10.00", "6.00"),
        Refunded(placed + timedelta(minutes=2), "901", (GivenBack("1", 1),)),
        paid(3, "10.00", "6.00", "7.00"),
        Cancelled(placed + timedelta(minutes=4)),
        paid(5, "10.00", "6.00", "7.00"),
        Refunded(placed + timedelta(minutes=6), "902", (GivenBack("2", 1),)),
    ]
    deliveries = random.Random(seed).sample([*heard, *heard], 2 * len(heard))
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda each: stormy.hear("o1", each, news=DynamoNews(table)), deliveries))
    assert stormy.wallet()["active"] == 17
    assert stormy.book().activity.lifetime == Deeds(spend_minor=1700, orders=1, points=17)
