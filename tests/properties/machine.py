"""A shop in which anything may happen, in any sequence, each thing possibly sent again; whatever does, laws hold."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tessera.commands.play.rigs import Stores, in_memory
from tests.properties.auditing import Auditor
from tests.properties.choosing import Chooser
from tests.properties.friend_laws import no_referral_counts_any_more
from tests.properties.member_verbs import ANNA, MEMBERS
from tests.properties.order_laws import nothing_is_counted_any_more
from tests.properties.programmes import POOL
from tests.properties.verbs import OFTEN, VERBS, cancel, halve
from tests.properties.world import START, Event, Json, World

WAITS = (0, 0, 0, 0, 0, 1, 1, 31, 60 * 15, 60 * 24, 60 * 24 * 6, 60 * 24 * 33)
"""How many minutes pass before the next event."""
FIRST = Event(START, "enrol", {"member_id": ANNA, "email": f"{ANNA}@example.com"})


@st.composite
def events(draw: Any) -> Event | None:
    """The next event of the machine's own world."""
    machine: AnyShop = draw(st.runner())
    return machine.next_event(Chooser(draw))


class AnyShop(RuleBasedStateMachine):
    """A shop in memory. `broken` is what broke, once something did."""

    world: World
    auditor: Auditor
    broken: Exception | None = None

    def stores(self) -> Stores:
        """Where it is played."""
        return in_memory()

    @initialize(programme=st.sampled_from(POOL))
    def open(self, programme: Json) -> None:
        """Begin with a programme and a member."""
        self.begin(programme)
        self.take(FIRST)

    @rule(event=events())
    def step(self, event: Event | None) -> None:
        if event is not None:
            self.take(event)

    def teardown(self) -> None:
        if self.broken is None:
            self.end()

    def begin(self, programme: Json) -> None:
        """An empty world."""
        with self._noting_what_breaks():
            self.world = World(self.stores(), programme)
            self.auditor = Auditor(self.world, MEMBERS)

    def next_event(self, choose: Chooser) -> Event | None:
        """Something that happens next: new, or sent before."""
        at = self.world.now = self.world.now + timedelta(minutes=choose.among(WAITS))
        verb = choose.among((*VERBS, *OFTEN, "again"))
        if verb == "again":
            return choose.among(self.world.events[::-1][:20])._replace(at=at)
        body = VERBS[verb](self.world, choose)
        return None if body is None else Event(at, verb, body)

    def take(self, event: Event) -> None:
        """Let the event happen, and judge what came of it."""
        self.world.events.append(event)
        with self._noting_what_breaks():
            if event.at != self.world.scene.now():
                self.world.move_to(event.at)
                self.auditor.audit()
            self.auditor.judge(event, self.world.happen(event))

    def end(self) -> None:
        """Refund all there is, every second order in two steps: nothing of it counts any more."""
        order_ids = self.world.ids("order", "order_id")
        refunds = [(halve, each) for each in order_ids[::2]] + [(cancel, each) for each in order_ids]
        for part_of, order_id in refunds:
            if part := part_of(self.world, order_id):
                self.take(Event(self.world.now, "refund", part))
        with self._noting_what_breaks():
            for member_id, books in self.auditor.books.items():
                nothing_is_counted_any_more(member_id, books)
                no_referral_counts_any_more(member_id, books)
            self.tell_again(self.world.programme, self.world.events)

    def tell_again(self, programme: Json, story: Sequence[Event]) -> None:
        """Whatever else is to be judged of a whole story."""

    def retell(self, programme: Json, story: Iterable[Event]) -> None:
        """Take the events of a story that was made up before."""
        self.begin(programme)
        for event in story:
            self.take(event)
        self.end()

    @contextmanager
    def _noting_what_breaks(self) -> Iterator[None]:
        try:
            yield
        except Exception as broken:  # whatever it is, its story is shortened by it, and it goes on its way
            self.broken = broken
            raise
