"""Whatever happens in a shop, its figures come to what happened."""

from collections.abc import Sequence
from pathlib import Path

from tessera.commands.play.rigs import InProcessScene, Stores, in_memory
from tests.properties import retelling
from tests.properties.figure_laws import figures_come_to_what_was_written
from tests.properties.machine import AnyShop
from tests.properties.proving import prove
from tests.properties.witnessing import Witness
from tests.properties.world import START, Event, Json


class Counted(AnyShop):
    def tell_again(self, programme: Json, story: Sequence[Event]) -> None:
        stores = in_memory()
        witness = Witness(stores.ledger)
        retelling.told(InProcessScene(Stores(witness, stores.programmes), programme, START), story)
        figures_come_to_what_was_written(witness.since_last_asked(), stores)


def test_figures_come_to_what_happened(seed: int, steps: int, tmp_path: Path) -> None:
    prove(Counted, seed, steps // 2, tmp_path)
