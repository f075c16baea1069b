"""Guests' orders by their e-mail, in every ledger alike."""

from dataclasses import replace
from datetime import timedelta

from tessera.domain.outcome import Recorded, Stale
from tessera.domain.ports import Ledger
from tessera.domain.write import Write
from tests.storage.samples import START, guest_order, newcomer, order_write, recorded


def test_a_guests_order_is_found_by_its_email_until_its_time_is_over(ledger: Ledger) -> None:
    for guest in (guest_order(), guest_order("o9", email_key="key-2")):
        assert isinstance(ledger.record(Write(guest=guest)), Recorded)
    last_day = guest_order().until
    assert ledger.guest_orders("key-1", on=START.date(), limit=10) == (guest_order(),)
    assert ledger.guest_orders("key-1", on=last_day, limit=10) == (guest_order(),)
    assert ledger.guest_orders("key-1", on=last_day + timedelta(days=1), limit=10) == ()


def test_guests_orders_come_as_their_time_is_over_and_then_as_they_were_placed(ledger: Ledger) -> None:
    guests = [
        guest_order("o4"),
        guest_order("o3", placed=1, days=29),
        guest_order("o2", placed=2),
        guest_order("o1", placed=3),
    ]
    for guest in reversed(guests):
        assert isinstance(ledger.record(Write(guest=guest)), Recorded)
    assert ledger.guest_orders("key-1", on=START.date(), limit=10) == tuple(guests)
    assert ledger.guest_orders("key-1", on=START.date(), limit=3) == tuple(guests[:3])
    assert ledger.guest_orders("key-1", on=guests[2].until, limit=3) == tuple(guests[2:])


def test_the_look_up_of_a_guests_order_comes_and_goes_with_its_write_alone(ledger: Ledger) -> None:
    account = recorded(ledger, order_write(newcomer()))
    behind = replace(order_write(newcomer(), "o2"), guest=guest_order("o2"))
    assert isinstance(ledger.record(behind), Stale)
    assert ledger.guest_orders("key-1", on=START.date(), limit=10) == ()
    recorded(ledger, replace(order_write(account, "o2"), guest=guest_order("o2")))
    assert isinstance(ledger.record(replace(behind, filings=(), guest=None, guest_was=guest_order("o2"))), Stale)
    assert ledger.guest_orders("key-1", on=START.date(), limit=10) == (guest_order("o2"),)
    assert isinstance(ledger.record(Write(guest_was=guest_order("o2"))), Recorded)
    assert isinstance(ledger.record(Write(guest_was=guest_order("o2"))), Recorded)
    assert ledger.guest_orders("key-1", on=START.date(), limit=10) == ()
