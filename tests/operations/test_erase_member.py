"""A member is erased: nothing of them stays but amounts, everything balances, and the id is free (docs/rules.md §11a).

Each story is told in memory and on DynamoDB Local, and the ledger is proven after it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tessera.domain.agenda import Item
from tessera.domain.consents_body import ConsentsBody
from tessera.domain.filing import Json
from tessera.domain.order import Order
from tessera.domain.outbox import Claim, Device, Dispatch, Posted
from tessera.domain.refusals import Busy, Refusal, UnknownMember, UnknownOrder, UnknownRedemption
from tessera.domain.shop_orders.heard import Cancelled, Paid, Refunded
from tessera.storage.prove import Proof
from tests.operations.erasing import PROGRAMME, Erasing, erasing_in_memory, erasing_on
from tests.operations.shop import FIVE_PERCENT_BACK, ONE_POINT_PER_EURO, START, lines

PERSONAL = (
    "anna-secret@example.com",
    "Anna Secret",
    "1990-05-04",
    "Bologna",
    "vip-tag",
    "note of an operator",
    "reason of an operator",
    "review-by-secret",
    "claim-by-secret",
    "gift-to-secret",
    "TEE-SECRET",
    "order-tag",
    "plus",
    "secret phone",
    "CODE-",
    "text-7",
)
SECRETS = {"email": PERSONAL[0], "name": PERSONAL[1], "birthday": "1990-05-04", "tags": ["vip-tag"]}
DISPATCH = Dispatch("anna", "welcome", "enrolment", "mail")


@pytest.fixture(params=["memory", "dynamodb"])
def erasing(request: pytest.FixtureRequest) -> Iterator[Erasing]:
    """A shop of each kind, whose ledger is proven afterwards."""
    erasing = erasing_in_memory() if request.param == "memory" else erasing_on(request.getfixturevalue("table"))
    erasing.shop.publish(ONE_POINT_PER_EURO, FIVE_PERCENT_BACK, **PROGRAMME)
    yield erasing
    assert erasing.proof().disagreements == ()


def enrol(erasing: Erasing, **fields: Any) -> Json:
    consents = ConsentsBody.model_validate({"email": True, "text_version": "text-7"})
    return erasing.shop.enrol(**{**SECRETS, "attributes": {"city": "Bologna"}, "consents": consents, **fields})


def live(erasing: Erasing) -> None:
    """A life with a little of everything."""
    shop = erasing.shop
    shop.enrol("ada")
    enrol(erasing, referred_by="ada")
    shop.order("o1", lines=lines("60.00", sku="TEE-SECRET"), tags=["order-tag"])
    shop.order("o2", lines=lines("80.00", sku="TEE-SECRET"))
    shop.refund("o2", amount="10.00")
    shop.complete("o2")
    shop.adjust("points", 300, "gift-to-secret", reason=PERSONAL[6], note=PERSONAL[5])
    shop.report("review", "review-by-secret")
    shop.claim("five-off", "claim-by-secret")
    shop.membership("paid", "membership-of-secret")
    shop.reserve("x1", points=20, vouchers=[], cart={"lines": lines("20.00", sku="TEE-SECRET")})
    shop.reserve("x2", points=10, vouchers=[], cart={"lines": lines("20.00", sku="TEE-SECRET")})
    shop.capture("x2", order_id="o2")
    shop.enrol("bea", referred_by="anna")
    shop.order("o3", "bea", lines=lines("30.00"))
    tell(erasing)
    carry(erasing)


def tell(erasing: Erasing) -> None:
    claim = erasing.outbox.claim(DISPATCH, at=START)
    assert isinstance(claim, Claim)
    erasing.outbox.settle(Posted(claim, "failed", reason="no such mailbox"))


def carry(erasing: Erasing) -> None:
    phone = Device("hash", "GCM", "endpoint of the secret phone", START.date())
    assert erasing.devices.put("anna", phone, before=None)
    item = Item("birthday_bonuses", "anna", date(2026, 5, 4))
    erasing.agenda.put(item)
    assert erasing.agenda.move_mark(item.job, "anna", None, item.day)


def refusal_of(call: Any, *args: Any, **fields: Any) -> str:
    with pytest.raises(Refusal) as refused:
        call(*args, **fields)
    return refused.value.code


def test_nothing_of_an_erased_member_is_kept_but_the_pseudonym_and_amounts(erasing: Erasing) -> None:
    live(erasing)
    if erasing.table:
        assert [each for each in PERSONAL if each not in erasing.written()] == []
    erasing.erase()
    assert [each for each in PERSONAL if each in erasing.written()] == []
    assert erasing.forgotten == ["endpoint of the secret phone"]
    assert erasing.devices.holder("hash") is None
    assert erasing.outbox.posted("anna", limit=10).traces == ()
    assert erasing.outbox.unsent(since=START, until=START + timedelta(days=1), limit=10) == ()
    assert erasing.agenda.mark("birthday_bonuses", "anna") is None


def test_the_entries_stay_and_the_last_ones_empty_each_wallet(erasing: Erasing) -> None:
    live(erasing)
    before = erasing.proof()
    erased = erasing.erase()
    after = erasing.proof()
    assert (after.members, after.records) == (before.members, before.records + 1)
    moved = sum(units for (wallet, _), units in after.moved.items() if wallet == "points")
    assert moved == sum(erasing.shop.wallet(member_id=each)["active"] for each in ("ada", "bea"))
    assert after.moved["points", "adjustment"] == 300 - sum(before.moved[each] for each in _points_of(before)) + moved
    assert erased.stand.wallets["points"].balance == (0, 0, 0)


def _points_of(proof: Proof) -> list[tuple[str, str]]:
    return [each for each in proof.moved if each[0] == "points"]


def test_an_account_is_closed_at_once_also_while_the_rest_is_still_to_be_cleared(erasing: Erasing) -> None:
    live(erasing)
    shop = erasing.shop
    erasing.close()
    assert refusal_of(shop.account) == "unknown_member"
    assert refusal_of(shop.adjust, "points", 5, "g9") == "unknown_member"
    assert refusal_of(shop.order, "o9", lines=lines("5.00")) == "unknown_member"
    assert refusal_of(shop.reserve, "x9", points=10, cart={"lines": lines("20.00")}) == "unknown_member"
    assert refusal_of(shop.capture, "x1", order_id="o1") == "unknown_member"
    assert shop.ledger.profile("anna") is None
    assert shop.ledger.members_with_email(f"key of {PERSONAL[0]}", limit=5) == ()
    assert shop.refund("o1", "late", amount="60.00").body["reversed"] == []


def test_a_late_refund_of_an_erased_member_is_answered_and_moves_nothing(erasing: Erasing) -> None:
    live(erasing)
    shop = erasing.shop
    erasing.erase()
    before = erasing.proof().moved
    refund = shop.refund("o1", "late", amount="20.00")
    assert refund.body == {"refund_id": "late", "state": "refunded", "reversed": [], "restored": [], "account": None}
    assert shop.refund("o1", "late", amount="20.00").replayed
    assert refusal_of(shop.refund, "o1", "more", amount="60.00") == "over_refund"
    assert shop.complete("o1").body["account"] is None
    assert [(each["line_id"], each["refunded"]) for each in shop.read_order("o1")["lines"]] == [("1", "20.00")]
    assert erasing.proof().moved == before


def test_what_the_platform_told_of_an_order_goes_and_what_it_tells_late_moves_nothing(erasing: Erasing) -> None:
    shop, news = erasing.shop, erasing.news
    enrol(erasing)
    order = {"member_id": "anna", "placed_at": START.isoformat(), "lines": lines("60.00", sku="TEE-SECRET")}
    paid = Paid(START, Order.model_validate(order, context=shop.reading))
    shop.hear("o1", paid, news=news)
    erasing.erase()
    enrol(erasing)
    before = shop.account()
    shop.hear("o1", Refunded(shop.now, "901", (), 1000), replace(paid, at=shop.now), Cancelled(shop.now), news=news)
    assert shop.account() == before
    assert shop.ledger.order("o1~2") is None
    if erasing.table:
        assert news.of("o1") == ()
        assert "TEE-SECRET" not in erasing.written()


def test_what_was_sent_before_is_answered_again_without_the_account(erasing: Erasing) -> None:
    live(erasing)
    shop = erasing.shop
    erasing.erase()
    again = shop.order("o1", lines=lines("60.00", sku="TEE-SECRET"), tags=["order-tag"])
    assert (again.replayed, again.body["account"]) == (True, None)
    assert [each["amount"] for each in again.body["awards"]] == [60, "3.00"]
    assert shop.refund("o2", amount="10.00").replayed
    with pytest.raises(UnknownRedemption):
        shop.redemption("x1")
    with pytest.raises(UnknownOrder, match="only its amounts are left"):
        shop.explanation("o1")


def test_to_erase_twice_is_to_erase_once(erasing: Erasing) -> None:
    live(erasing)
    erased = erasing.erase()
    erasing.shop.later(days=3)
    again = erasing.close()
    assert (again.erased_at, again.is_cleared) == (erased.erased_at, True)
    assert erasing.clear(again)
    assert [each.member_id for each in erasing.erasures.listed(limit=10).erasures] == ["anna"]


def test_who_is_unknown_cannot_be_erased(erasing: Erasing) -> None:
    with pytest.raises(UnknownMember):
        erasing.close("nobody")


def test_the_same_id_enrols_again_as_somebody_new(erasing: Erasing) -> None:
    live(erasing)
    shop = erasing.shop
    erasing.erase()
    shop.later(days=1)
    enrol(erasing, email="anna-again@example.com", birthday="1991-01-12")
    assert [each["cause"] for each in shop.statement()] == ["enrolment"]
    account = shop.account()
    assert (account["wallets"]["points"]["active"], account["vouchers"], account["membership"]) == (50, [], None)
    assert account["referral"]["friends"] == 0
    assert shop.balance("2026-01-10T12:00:00+01:00")["wallets"]["points"]["active"] == 0
    assert shop.report("review", "review-by-secret").body["awards"]
    assert shop.adjust("points", 7, "gift-to-secret").body["entry"]["amount"] == 7
    assert shop.order("o9", lines=lines("10.00")).body["awards"][0]["amount"] == 10


def test_orders_of_before_move_nothing_of_who_has_the_id_now(erasing: Erasing) -> None:
    live(erasing)
    shop = erasing.shop
    erasing.erase()
    enrol(erasing)
    held = shop.account()["wallets"]
    assert shop.refund("o1", "late", amount="60.00").body["reversed"] == []
    assert shop.refund("o3", "late", amount="30.00").body["reversed"][0]["amount"] == -30
    assert shop.account()["wallets"] == held


def test_who_was_erased_twice_enrols_a_third_time(erasing: Erasing) -> None:
    for number in range(2):
        enrol(erasing)
        erasing.shop.order(f"life-{number}", lines=lines("10.00"))
        erasing.erase()
        erasing.shop.later(days=1)
    enrol(erasing)
    assert erasing.shop.wallet()["active"] == 50
    assert len(erasing.erasures.listed(limit=10).erasures) == 2


def test_an_id_is_not_free_before_all_is_cleared(erasing: Erasing) -> None:
    live(erasing)
    erased = erasing.close()
    with pytest.raises(Busy):
        enrol(erasing)
    assert erasing.clear(erased)
    assert enrol(erasing)["wallets"]["points"]["active"] == 50


def test_debt_and_what_is_on_hold_are_closed_too(erasing: Erasing) -> None:
    hold = {"hold": {"days": 14, "from": "paid"}}
    erasing.shop.publish(ONE_POINT_PER_EURO, earning=hold, **{**PROGRAMME, "refunds": {"shortage": "negative"}})
    enrol(erasing)
    erasing.shop.order("o1", lines=lines("100.00"))
    erasing.shop.adjust("points", -50, "all")
    erasing.erase()
    assert sum(erasing.proof().moved.values()) == 0


def test_the_friend_of_an_erased_advocate_goes_on_alone(erasing: Erasing) -> None:
    live(erasing)
    shop = erasing.shop
    erasing.erase()
    shop.order("o4", "bea", lines=lines("30.00"))
    shop.refund("o3", "r9", amount="30.00")
    assert shop.wallet(member_id="bea")["active"] >= 0


def test_an_advocate_keeps_what_an_erased_friend_brought(erasing: Erasing) -> None:
    live(erasing)
    had = erasing.shop.wallet(member_id="ada")["active"]
    erasing.erase()
    erasing.shop.refund("o1", "late", amount="60.00")
    erasing.shop.refund("o2", "late", amount="70.00")
    assert erasing.shop.wallet(member_id="ada")["active"] == had


def test_a_guest_s_orders_are_found_by_nobody_who_comes_later(erasing: Erasing) -> None:
    enrol(erasing)
    erasing.shop.order("g1", None, email=PERSONAL[0], lines=lines("10.00"))
    erasing.erase()
    enrol(erasing)
    assert erasing.shop.wallet()["active"] == 50


def test_a_guest_s_orders_stay_for_who_shares_the_e_mail(erasing: Erasing) -> None:
    enrol(erasing)
    erasing.shop.order("g1", None, email=PERSONAL[0], lines=lines("10.00"))
    erasing.erase()
    erasing.shop.enrol("anselm", email=PERSONAL[0])
    assert erasing.shop.wallet(member_id="anselm")["active"] == 50


def test_pages_that_are_interrupted_are_gone_on_with(erasing: Erasing) -> None:
    enrol(erasing)
    for number in range(40):
        erasing.shop.adjust("points", 1, f"gift-{number}")
    erased = erasing.close()
    if erasing.table:
        assert not erasing.clear(erased, pages=1)
        assert erasing.proof().disagreements == ()
    assert erasing.clear(erased)
    assert "gift-" not in erasing.written()
