"""The sample: each member has one seat, and who sits there does not depend on when they came."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from tessera.domain.sample import SEATS, Seating, seat_of, seating

IDS = st.sets(st.text("ABCabc012._:-", min_size=1, max_size=8), max_size=200)


def seated(member_ids: list[str]) -> dict[int, str]:
    seats: dict[int, str] = {}
    for member_id in member_ids:
        if seating(member_id, seats.get(seat_of(member_id))):
            seats[seat_of(member_id)] = member_id
    return seats


def test_a_free_seat_is_taken() -> None:
    assert seating("anna", None) == Seating("anna", None)


def test_a_member_does_not_take_their_own_seat() -> None:
    assert seating("anna", "anna") is None


@given(IDS)
def test_who_sits_where_does_not_depend_on_who_came_first(member_ids: set[str]) -> None:
    one = sorted(member_ids)
    assert seated(one) == seated(one[::-1])
    assert all(seated(list(some)) == seated(list(one[:4])) for some in permutations(one[:4]))


def test_a_shop_of_some_thousand_members_fills_every_seat() -> None:
    seats = seated([f"member-{number}" for number in range(5000)])
    assert set(seats) == set(range(SEATS))
