"""The seats of the sample, in every ledger alike."""

from dataclasses import replace

from tessera.domain.outcome import Recorded, Stale
from tessera.domain.ports import Ledger
from tessera.domain.sample import Seating, seat_of
from tessera.domain.write import Write
from tests.storage.samples import newcomer, order_write


def test_a_seat_is_taken_from_who_is_known_to_have_it(ledger: Ledger) -> None:
    seat = seat_of("anna")
    assert isinstance(ledger.record(Write(seating=Seating("anna", None))), Recorded)
    assert isinstance(ledger.record(Write(seating=Seating("anna", None))), Stale)
    assert isinstance(ledger.record(Write(seating=Seating("anna", "bruno"))), Stale)
    assert (ledger.seated(seat), ledger.sample()) == ("anna", ("anna",))
    assert isinstance(ledger.record(Write(seating=Seating("anna", "anna"))), Recorded)


def test_who_loses_the_race_for_a_seat_writes_nothing(ledger: Ledger) -> None:
    assert isinstance(ledger.record(Write(seating=Seating("anna", None))), Recorded)
    assert isinstance(ledger.record(replace(order_write(newcomer()), seating=Seating("anna", None))), Stale)
    assert ledger.account("anna") is None


def test_the_sample_has_every_seat_that_is_taken(ledger: Ledger) -> None:
    members = {seat_of(f"m{number}"): f"m{number}" for number in range(100)}
    for member_id in members.values():
        assert isinstance(ledger.record(Write(seating=Seating(member_id, None))), Recorded)
    assert ledger.sample() == tuple(members[seat] for seat in sorted(members))
