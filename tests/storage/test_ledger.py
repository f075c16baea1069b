"""The promises of the `Ledger` (domain/ports.py), held by every adapter alike: one write under one key."""

from dataclasses import replace

import pytest

from tessera.domain.filing import Filing, Key
from tessera.domain.found import OrderFile
from tessera.domain.outcome import AlreadyFiled, Recorded, Stale
from tessera.domain.ports import Ledger
from tessera.domain.write import Write
from tests.storage.samples import START, earned, newcomer, order_write, profile, recorded


def test_nothing_is_there_before_the_first_write(ledger: Ledger) -> None:
    assert ledger.account("anna") is None
    assert ledger.profile("anna") is None
    assert ledger.filed(Key("order", "o1")) is None
    assert ledger.order("o1") is None
    assert ledger.redemption("x1") is None
    assert ledger.records("anna", limit=10) == ((), None)
    assert ledger.first_record_after("anna", START) is None
    assert ledger.members_with_email("key-1", limit=10) == ()
    assert ledger.guest_orders("key-1", on=START.date(), limit=10) == ()
    assert ledger.last_filed(Key("referral", "anna", "o1")) is None
    assert ledger.member_with_code("ANNA7K2PXQ") is None
    assert ledger.held_referrals(limit=10) == ((), None)
    assert ledger.recent_orders("anna", among=10) == ()
    assert ledger.seated(0) is None
    assert ledger.sample() == ()


def test_an_order_is_there_with_its_account_and_record(ledger: Ledger) -> None:
    write = order_write(newcomer())
    account = recorded(ledger, write)
    filing = write.filings[0]
    assert ledger.account("anna", consistent=True) == ledger.account("anna") == account
    assert ledger.filed(filing.key) == filing
    assert ledger.order("o1") == OrderFile(filing, None, (), (), None)
    assert ledger.records("anna", limit=10) == ((filing.record,), None)


def test_a_second_write_under_a_key_is_shown_the_first(ledger: Ledger) -> None:
    first = order_write(newcomer())
    account = recorded(ledger, first)
    assert ledger.record(order_write(account, points=99)) == AlreadyFiled(first.filings[0])
    assert ledger.account("anna", consistent=True) == account


def test_what_is_already_filed_is_told_before_what_is_stale(ledger: Ledger) -> None:
    first = order_write(newcomer())
    recorded(ledger, first)
    assert ledger.record(first) == AlreadyFiled(first.filings[0])


def test_of_several_keys_the_one_that_is_taken_is_told(ledger: Ledger) -> None:
    closing = Filing(Key("closing", "x1"), {"state": "released"}, {"state": "released"})
    assert isinstance(ledger.record(Write((closing,))), Recorded)
    order = order_write(newcomer())
    captured = Filing(Key("closing", "x1"), {"state": "captured"}, {})
    assert ledger.record(replace(order, filings=(*order.filings, captured))) == AlreadyFiled(closing)
    assert ledger.order("o1") is None
    assert ledger.account("anna", consistent=True) is None


@pytest.mark.parametrize("version_read", [0, 2])
def test_a_write_on_another_version_of_the_account_is_stale(ledger: Ledger, version_read: int) -> None:
    account = recorded(ledger, order_write(newcomer()))
    behind = order_write(replace(account, version=version_read), "o2")
    assert isinstance(ledger.record(behind), Stale)
    assert ledger.account("anna", consistent=True) == account
    assert ledger.filed(Key("order", "o2")) is None


def test_an_enrolment_is_one_write_of_all_that_it_makes(ledger: Ledger) -> None:
    account, record = earned(newcomer(), 50, cause="enrolment")
    enrolment = Filing(Key("enrolment", "anna"), {"email_key": "key-1"}, {}, {}, record)
    write = Write((enrolment,), account, profile=profile())
    recorded(ledger, write)
    assert ledger.record(write) == AlreadyFiled(enrolment)
    assert (ledger.profile("anna"), ledger.account("anna")) == (profile(), account)


def test_what_is_handed_in_and_out_can_be_changed_without_changing_the_ledger(ledger: Ledger) -> None:
    body = {"lines": [{"sku": "TEE-1"}]}
    recorded(ledger, order_write(newcomer(), body=body))
    body["lines"].clear()
    key = Key("order", "o1")
    filed = ledger.filed(key)
    assert filed
    filed.answer["awards"].clear()
    filed.body["lines"].append("more")
    again = ledger.filed(key)
    assert again
    assert (again.body, again.answer["awards"]) == ({"lines": [{"sku": "TEE-1"}]}, [{"wallet": "points", "amount": 10}])


def test_a_float_is_never_kept(ledger: Ledger) -> None:
    with pytest.raises(TypeError, match="float"):
        ledger.record(order_write(newcomer(), body={"discount": 1.5}))
    assert ledger.order("o1") is None


def test_an_order_of_500_lines_is_one_write(ledger: Ledger) -> None:
    lines = [
        {"line_id": str(n), "sku": f"SKU-{n * 7919}", "quantity": 1 + n % 3, "unit_price": n * 31} for n in range(500)
    ]
    write = order_write(newcomer(), body={"lines": lines})
    recorded(ledger, write)
    assert ledger.filed(Key("order", "o1")) == write.filings[0]


def test_the_last_of_numbered_filings_is_the_one_with_the_greatest_number(ledger: Ledger) -> None:
    for number in (1, 2, 10):
        key = Key("referral", "anna", f"o1/{number:06d}")
        assert isinstance(ledger.record(Write((Filing(key, {}, {}, {"number": number}),))), Recorded)
    for other in (Key("referral", "anna", "o10/000011"), Key("referral", "bea", "o1/000012")):
        assert isinstance(ledger.record(Write((Filing(other, {}, {}),))), Recorded)
    last = ledger.last_filed(Key("referral", "anna", "o1"))
    assert last == Filing(Key("referral", "anna", "o1/000010"), {}, {}, {"number": 10})
