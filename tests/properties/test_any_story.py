"""Whatever happens in a shop, and in whatever sequence, the laws of the ledger hold after every step."""

from collections.abc import Sequence
from pathlib import Path

from tests.properties import retelling
from tests.properties.machine import AnyShop
from tests.properties.proving import prove
from tests.properties.world import Event, Json


class ToldTwice(AnyShop):
    def tell_again(self, programme: Json, story: Sequence[Event]) -> None:
        retelling.twice_is_once(programme, story)


class ToldWithoutNights(AnyShop):
    def tell_again(self, programme: Json, story: Sequence[Event]) -> None:
        retelling.nights_change_nothing(programme, story)


class ToldWithCrashes(AnyShop):
    def tell_again(self, programme: Json, story: Sequence[Event]) -> None:
        retelling.crashes_leave_nothing_behind(programme, story)


def test_the_laws_hold_whatever_happens(seed: int, steps: int, tmp_path: Path) -> None:
    prove(AnyShop, seed, steps, tmp_path)


def test_what_is_sent_twice_happens_once(seed: int, steps: int, tmp_path: Path) -> None:
    prove(ToldTwice, seed, steps // 2, tmp_path)


def test_wallets_are_what_they_are_whether_nights_run_or_not(seed: int, steps: int, tmp_path: Path) -> None:
    prove(ToldWithoutNights, seed, steps // 2, tmp_path)


def test_a_crash_at_any_call_leaves_no_trace_once_it_is_retried(seed: int, steps: int, tmp_path: Path) -> None:
    prove(ToldWithCrashes, seed, steps // 8, tmp_path)
