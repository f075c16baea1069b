"""Profiles, codes, held referrals and counters, in every ledger alike."""

from dataclasses import replace

import pytest

from tessera.domain.book import Counting
from tessera.domain.outcome import Exhausted, Recorded, Stale
from tessera.domain.ports import Ledger
from tessera.domain.refusals import InvalidRequest
from tessera.domain.write import HeldReferral, Write
from tests.storage.samples import START, newcomer, order_write, profile, recorded


def test_a_profile_is_found_by_its_email(ledger: Ledger) -> None:
    for member_id in ("zoe", "anna", "bea"):
        assert isinstance(ledger.record(Write(profile=profile(member_id))), Recorded)
    assert ledger.profile("anna") == profile("anna")
    assert ledger.members_with_email("key-1", limit=10) == ("anna", "bea", "zoe")
    assert ledger.members_with_email("key-1", limit=2) == ("anna", "bea")


def test_a_changed_email_moves_its_look_up(ledger: Ledger) -> None:
    first, second = profile(), profile(email_key="key-2", revision=2)
    third = replace(second, name="Anna", revision=3)
    assert isinstance(ledger.record(Write(profile=first)), Recorded)
    assert isinstance(ledger.record(Write(profile=second, profile_was=first)), Recorded)
    assert isinstance(ledger.record(Write(profile=third, profile_was=second)), Recorded)
    assert ledger.profile("anna") == third
    assert ledger.members_with_email("key-1", limit=10) == ()
    assert ledger.members_with_email("key-2", limit=10) == ("anna",)


def test_a_change_of_another_revision_of_the_profile_is_stale(ledger: Ledger) -> None:
    first, second = profile(), profile(email_key="key-2", revision=2)
    assert isinstance(ledger.record(Write(profile=second, profile_was=first)), Stale)
    assert isinstance(ledger.record(Write(profile=first)), Recorded)
    assert isinstance(ledger.record(Write(profile=second, profile_was=first)), Recorded)
    assert isinstance(ledger.record(Write(profile=first)), Stale)
    assert isinstance(ledger.record(Write(profile=replace(second, name="B"), profile_was=first)), Stale)
    assert ledger.profile("anna") == second
    assert ledger.members_with_email("key-1", limit=10) == ()


def test_counters_add_up_and_stay_within_their_most(ledger: Ledger) -> None:
    two, three = Counting("stock/tea", 2, most=5), Counting("stock/tea", 3, most=5)
    assert ledger.counted("stock/tea") == 0
    assert ledger.record(Write(counts=(Counting("stock/tea", 6, most=5),))) == Exhausted("stock/tea", 5)
    assert isinstance(ledger.record(Write(counts=(two,))), Recorded)
    assert isinstance(ledger.record(Write(counts=(three, Counting("donated/trees", 200)))), Recorded)
    assert (ledger.counted("stock/tea"), ledger.counted("donated/trees")) == (5, 200)
    assert ledger.record(Write(counts=(two, Counting("donated/trees", 200)))) == Exhausted("stock/tea", 0)
    assert isinstance(ledger.record(Write(counts=(Counting("stock/tea", -1),))), Recorded)
    assert (ledger.counted("stock/tea"), ledger.counted("donated/trees")) == (4, 200)


def test_a_counter_that_has_too_little_says_how_much(ledger: Ledger) -> None:
    tea, budget = Counting("stock/tea", 3, most=5), Counting("budget/g", 50, most=100)
    assert isinstance(ledger.record(Write(counts=(tea, Counting("budget/g", 70)))), Recorded)
    assert ledger.record(Write(counts=(tea,))) == Exhausted("stock/tea", 2)
    assert ledger.record(Write(counts=(Counting("stock/mug", 1, most=1), budget))) == Exhausted("budget/g", 30)
    assert ledger.record(Write(counts=(replace(tea, most=2),))) == Exhausted("stock/tea", 0)  # there are fewer by now
    assert (ledger.counted("stock/tea"), ledger.counted("stock/mug"), ledger.counted("budget/g")) == (3, 0, 70)


def test_what_is_stale_is_told_before_a_counter_that_has_nothing_left(ledger: Ledger) -> None:
    account = recorded(ledger, order_write(newcomer()))
    again = replace(order_write(newcomer()), filings=(), counts=(Counting("stock/tea", 1, most=0),))
    assert ledger.record(again) == Stale(account)


def test_a_code_belongs_to_one_member(ledger: Ledger) -> None:
    recorded(ledger, replace(order_write(newcomer()), code="ANNA7K2PXQ"))
    taken = replace(order_write(newcomer("bea"), "o2"), code="ANNA7K2PXQ")
    assert isinstance(ledger.record(taken), Stale)
    assert ledger.member_with_code("ANNA7K2PXQ") == "anna"
    assert ledger.account("bea", consistent=True) is None


def test_held_referrals_are_listed_in_pages_until_they_are_decided(ledger: Ledger) -> None:
    held = [HeldReferral(name, "ada", START.date(), ("same_email",)) for name in ("bea", "bo", "cleo")]
    for each in reversed(held):
        assert isinstance(ledger.record(Write(held=each)), Recorded)
    first = ledger.held_referrals(limit=2)
    assert first.referrals == tuple(held[:2])
    assert ledger.held_referrals(limit=2, cursor=first.cursor) == ((held[2],), None)
    assert isinstance(ledger.record(Write(decided="bo")), Recorded)
    assert ledger.held_referrals(limit=2) == ((held[0], held[2]), None)


def test_a_statements_cursor_is_none_of_the_held_referrals(ledger: Ledger) -> None:
    with pytest.raises(InvalidRequest):
        ledger.held_referrals(limit=2, cursor="bea")
