"""The world of a story that is being made up: a scene of `tessera play`, and all that has happened in it."""

import json
from collections import Counter, defaultdict
from datetime import datetime
from typing import Any, NamedTuple

from tessera.commands.calls import NIGHT
from tessera.commands.play.rigs import InProcessScene, Scene, Stores
from tessera.domain.calendar import parse_instant, show_instant
from tessera.operations.explain_order import order_of
from tests.properties.witnessing import Witness

Json = dict[str, Any]
START = parse_instant("2026-01-10T10:00:00+01:00")
ZONE = "Europe/Rome"


class Event(NamedTuple):
    """Something that happens at an instant: a verb of stories with its body."""

    at: datetime
    verb: str
    body: Json

    @property
    def said(self) -> str:
        """What is the same when it is sent again."""
        return f"{self.verb} {json.dumps(self.body, sort_keys=True)}"

    def as_item(self) -> Json:
        """The event as stories write it."""
        return {"at": show_instant(self.at, ZONE), self.verb: self.body}


class World:
    """Plays events as they are made up, and knows what a shop would know of them."""

    def __init__(self, stores: Stores, programme: Json) -> None:
        self.witness, self.programme = Witness(stores.ledger), programme
        self.stores = Stores(self.witness, stores.programmes)
        self.scene = InProcessScene(self.stores, programme, START)
        self.now = START
        self.events: list[Event] = []
        self.answers: list[Json] = []
        self.done: dict[str, list[tuple[Event, Json]]] = defaultdict(list)
        self._numbers: Counter[str] = Counter()

    def new_id(self, letter: str) -> str:
        """An id that no event had yet."""
        self._numbers[letter] += 1
        return f"{letter}{self._numbers[letter]}"

    def id_to_come(self, letter: str, ahead: int = 1) -> str:
        """An id that an event will have."""
        return f"{letter}{self._numbers[letter] + ahead}"

    def move_to(self, at: datetime) -> None:
        """Let time pass, with its nights."""
        self.scene.move_to(at)
        self.now = at

    def happen(self, event: Event) -> Json:
        """Let the event happen, and give the answer."""
        answer = perform(self.scene, event)
        self.answers.append(answer)
        if "refused" not in answer:
            self.done[event.verb].append((event, answer))
        return answer

    def ids(self, verb: str, name: str) -> list[str]:
        """The ids of what was carried out, the newest first."""
        return list(dict.fromkeys(event.body[name] for event, _ in reversed(self.done[verb])))

    def body_of(self, verb: str, name: str, value: str) -> Json | None:
        """The body of what was carried out under an id."""
        return next((event.body for event, _ in self.done[verb] if event.body[name] == value), None)

    def order(self, order_id: str) -> Json:
        """An order as the shop reads it."""
        return order_of(order_id, ledger=self.stores.ledger, programmes=self.stores.programmes)


def perform(scene: Scene, event: Event) -> Json:
    """Let time pass until the event, and let it happen: its answer."""
    scene.move_to(event.at)
    if event.verb == NIGHT:
        scene.run_night()
        return {}
    return scene.call(event.verb, event.body)
