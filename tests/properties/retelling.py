"""The same story told otherwise: crashing at every call, each thing sent twice, without nights, on another ledger."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count
from threading import Lock
from typing import Any

from tessera.commands.calls import PUBLISH
from tessera.commands.play.rigs import InProcessScene, Stores, in_memory
from tests.properties.books import hold
from tests.properties.member_verbs import MEMBERS
from tests.properties.wires import Cut, PatientMint, Wire, cut, wired
from tests.properties.world import START, Event, Json, World, perform

_LOCK = type(Lock())


class Sleepless(InProcessScene):
    """A scene in which no night ever runs."""

    def _run_nights(self, until: datetime) -> None:
        self._now = until


def _without_what_issues_itself(document: Json) -> Json:
    """The programme in which no voucher issues itself: how many codes a telling draws, and when, is its own affair."""
    rewards = [{**each, "automatic": False} for each in document.get("rewards", ()) if each["kind"] != "donation"]
    donations = [each for each in document.get("rewards", ()) if each["kind"] == "donation"]
    kept = {name: part for name, part in document.items() if name != "stamp_cards"}
    return {**kept, "rewards": [*rewards, *donations]}


def _without_what_nights_give(document: Json) -> Json:
    bonuses = {name: part for name, part in document.get("bonuses", {}).items() if name != "birthday"}
    return {**_without_what_issues_itself(document), "gifts": [], "bonuses": bonuses}


def _published(story: Sequence[Event], changed: Callable[[Json], Json]) -> list[Event]:
    """The story with other programmes."""
    return [each._replace(body=changed(each.body)) if each.verb == PUBLISH else each for each in story]


def told(scene: InProcessScene, story: Sequence[Event]) -> list[Json]:
    """The answers to a story, and the accounts in the end."""
    answers = [perform(scene, event) for event in story]
    return [*answers, *(scene.account(member_id) for member_id in MEMBERS)]


def crashes_leave_nothing_behind(programme: Json, story: Sequence[Event]) -> None:
    """Each event is cut off at its first call through a port, then at its second …, and sent again."""
    programme, story = _without_what_issues_itself(programme), _published(story, _without_what_issues_itself)
    clean = in_memory()
    told(InProcessScene(clean, programme, START), story)
    for number in count(1):
        for after in (False, True):
            stores = in_memory()
            if not _retried(stores, programme, story, number, after=after):
                return
            said = f"cut off {'after' if after else 'before'} call {number} of each event, and sent again"
            _same_table(clean, stores, said)


def _retried(stores: Stores, programme: Json, story: Sequence[Event], number: int, *, after: bool) -> bool:
    """Tell the story with so many calls of each event before its crash; gives whether there were so many calls."""
    wire = Wire()
    scene = InProcessScene(wired(stores, wire), programme, START)
    scene.mint = mint = PatientMint(scene.mint)
    crashed = False
    for event in story:
        mint.next_event()
        wire.trap(number, cut, after=after)
        try:
            perform(scene, event)
        except Cut:
            crashed = True
            mint.again()
            perform(scene, event)
    return crashed


def twice_is_once(programme: Json, story: Sequence[Event]) -> None:
    """Each event is sent twice: the second answer is the first, and changes nothing."""
    programme, story = _without_what_issues_itself(programme), _published(story, _without_what_issues_itself)
    once, twice = in_memory(), in_memory()
    told(InProcessScene(once, programme, START), story)
    scene = InProcessScene(twice, programme, START)
    scene.mint = mint = PatientMint(scene.mint)
    for event in story:
        mint.next_event()
        first = perform(scene, event)
        mint.again()
        again = perform(scene, event)
        hold(again == first, f"{event.verb} at {event.at} was answered otherwise the second time", {"last": first})
    _same_table(once, twice, "everything was sent twice")


def nights_change_nothing(programme: Json, story: Sequence[Event]) -> None:
    """What a wallet holds is a function of its lots and of the clock, job or no job (docs/rules.md §7).

    Only as long as one version holds: a night settles by the version of its day.
    """
    programme, steady = _without_what_nights_give(programme), [event for event in story if event.verb != PUBLISH]
    with_nights = told(InProcessScene(in_memory(), programme, START), steady)
    without = told(Sleepless(in_memory(), programme, START), steady)
    _same_answers(steady, _unnumbered(with_nights), _unnumbered(without), "without nights")


def twins_agree(programme: Json, story: Sequence[Event], world: World) -> None:
    """A world on another ledger has answered as the twin in memory does."""
    there = [*world.answers, *(world.scene.account(member_id) for member_id in MEMBERS)]
    here = told(InProcessScene(in_memory(), programme, START), story)
    _same_answers(story, here, there, "on the other ledger")


def _unnumbered(answers: list[Json]) -> list[Json]:
    """Answers without the numbers of records: a night is a record of its own."""
    return [{name: value for name, value in answer.items() if name != "entry"} for answer in answers]


def _same_answers(story: Sequence[Event], here: list[Json], there: list[Json], said: str) -> None:
    names = [*(f"{event.verb} at {event.at}" for event in story), *(f"the account of {each}" for each in MEMBERS)]
    for name, one, other in zip(names, here, there, strict=True):
        hold(one == other, f"{name} is otherwise {said}: {_difference(one, other)}")


def _same_table(clean: Stores, stores: Stores, said: str) -> None:
    one, other = _contents(clean), _contents(stores)
    hold(one == other, f"{said}: {_difference(one, other)}")


def _contents(stores: Stores) -> Json:
    """All that stores in memory hold; versions by their documents, for compiled rates are functions."""
    ledger = {name: value for name, value in vars(stores.ledger).items() if not isinstance(value, _LOCK)}
    versions = [stores.programmes.version(number + 1) for number in range(stores.programmes.latest().number)]
    return {**ledger, "versions": [(each.number, each.in_force_from, each.programme.source) for each in versions]}


def _difference(one: Any, other: Any) -> str:
    """Where two things differ, as far as both are objects."""
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return f"{one} or {other}"
    names = [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]
    return "; ".join(f"{name}: {_difference(one.get(name), other.get(name))}" for name in names)
