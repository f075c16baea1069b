"""Members are erased on the way through any story, and enrol again as it goes on: the ledger balances after each step,
and nobody else loses or gains by it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tessera.commands.play.rigs import InProcessScene, in_memory
from tessera.domain.entries import WALLETS
from tessera.storage.memory.ledger import MemoryLedger
from tessera.storage.prove import prove_books
from tests.properties.books import hold
from tests.properties.machine import AnyShop
from tests.properties.member_verbs import MEMBERS
from tests.properties.proving import prove
from tests.properties.world import START, Event, Json, perform

EVENTS_BETWEEN = 5
"""After so many events the next member is erased, if they are one."""


class ToldWithErasures(AnyShop):
    def tell_again(self, programme: Json, story: Sequence[Event]) -> None:
        """And once more from its beginning, at its end: whatever is sent again after all that happened."""
        stores = in_memory()
        scene, ledger = InProcessScene(stores, programme, START), stores.ledger
        assert isinstance(ledger, MemoryLedger)
        for place, event in enumerate(story, 1):
            perform(scene, event)
            if place % EVENTS_BETWEEN == 0:
                _erase(scene, ledger, MEMBERS[place // EVENTS_BETWEEN % len(MEMBERS)], event.at)
        for event in story:
            scene.call(event.verb, event.body) if event.verb != "night" else scene.run_night()
        _balances(ledger)


def test_whoever_is_erased_on_the_way_leaves_a_ledger_that_balances(few_seeds: int, steps: int, tmp_path: Path) -> None:
    prove(ToldWithErasures, few_seeds, steps // 2, tmp_path)


def _erase(scene: InProcessScene, ledger: MemoryLedger, member_id: str, at: datetime) -> None:
    others = {each: ledger.account(each) for each in MEMBERS if each != member_id}
    was_member = ledger.account(member_id) is not None
    answer = perform(scene, Event(at, "erase", {"member_id": member_id}))
    hold(("refused" not in answer) == (was_member or ledger.erased(member_id) is not None), f"erased: {answer}")
    hold(ledger.account(member_id) is None and ledger.profile(member_id) is None, f"{member_id} is still there")
    hold({each: ledger.account(each) for each in others} == others, f"others moved when {member_id} was erased")
    hold(not list(ledger.filings(member_id, limit=1)), f"something is filed of {member_id}")
    _balances(ledger)


def _balances(ledger: MemoryLedger) -> None:
    proof = prove_books(ledger.books())
    hold(not proof.disagreements, f"the ledger does not agree: {proof.disagreements}")
    for name in WALLETS:
        held = sum(account.wallets[name].total for account, _ in ledger.books())
        entered = sum(units for (wallet, _), units in proof.moved.items() if wallet == name)
        hold(held == entered, f"wallets hold {held} {name}, entries come to {entered}")
