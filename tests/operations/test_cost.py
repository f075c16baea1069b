"""What an award costs is part of the design: counted at the client, on Amazon's own engine."""

from fractions import Fraction

from bench.cost import award_costs
from tessera.storage.table import Table

AWARD_OF_A_KILOBYTE = 5
"""Write units: the order and the account in a transaction (2 each), and the order's place in the statement (1)."""


def test_an_award_is_two_round_trips_and_five_write_units(table: Table) -> None:
    costs = award_costs(table)
    assert {(cost.buyer, cost.lines) for cost in costs} >= {("new", 1), ("weekly", 1), ("weekly", 10), ("weekly", 500)}
    assert {cost.round_trips for cost in costs} == {2}
    assert {cost.read_units for cost in costs} == {Fraction(1, 2)}
    assert {cost.write_units for cost in costs if cost.lines <= 3} == {AWARD_OF_A_KILOBYTE}
    assert {cost.write_units for cost in costs if cost.lines == 10} <= {AWARD_OF_A_KILOBYTE, AWARD_OF_A_KILOBYTE + 2}
    assert max(cost.write_units for cost in costs if cost.lines == 500) <= 30
