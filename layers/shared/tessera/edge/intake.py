"""Events from the shop's bus: each is read as the API reads the same thing, and carried out by the same operation.

intake = Intake(reading=reading)

@intake.takes("OrderPaid", ids=("order_id",), body=Order, is_priced=True)
def award(taken: Taken[Order]) -> object: …

handler = intake
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from tessera.domain.quoting import quoted
from tessera.domain.refusals import Fault, InvalidRequest
from tessera.edge.batches import each_message
from tessera.edge.bodies import object_in, read
from tessera.edge.observe import count, observed
from tessera.edge.routes import checked_ids

Body = TypeVar("Body", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Taken(Generic[Body]):
    """An event that may be trusted: its ids, which stand in the path over HTTP, and what it says."""

    ids: Mapping[str, str]
    asked: Body


@dataclass(frozen=True, slots=True)
class _Kind(Generic[Body]):
    """What an event of one name is read as, and who carries it out."""

    ids: tuple[str, ...]
    body: type[Body]
    is_priced: bool
    carry_out: Callable[[Taken[Body]], object]


class Intake:
    """What a function takes from the shop's bus: a Lambda handler for a queue of events, each done by itself.

    An event that is refused, or fails, stays in the queue and comes again: a member may be registered a moment later.
    What is refused each time ends among the queue's failures, whole.
    """

    def __init__(self, *, reading: Callable[[], object]) -> None:
        self._reading = reading
        self._kinds: dict[str, _Kind[Any]] = {}

    def takes(
        self, name: str, *, ids: tuple[str, ...], body: type[Body], is_priced: bool = False
    ) -> Callable[[Callable[[Taken[Body]], object]], Callable[[Taken[Body]], object]]:
        """Declare an event by its detail-type. Its detail is the API's body, and the ids beside it."""

        def declare(carry_out: Callable[[Taken[Body]], object]) -> Callable[[Taken[Body]], object]:
            self._kinds[name] = _Kind(ids, body, is_priced, carry_out)
            return carry_out

        return declare

    @property
    def names(self) -> tuple[str, ...]:
        """The events that are taken."""
        return tuple(self._kinds)

    def __call__(self, event: Mapping[str, Any], context: object) -> Any:
        """Take one batch of the queue."""
        with observed(event):
            return each_message(event, self._take)

    def _take(self, text: str) -> None:
        told = object_in(text)
        name, detail = told.get("detail-type"), told.get("detail")
        kind = self._kinds.get(str(name))
        if kind is None or not isinstance(detail, dict):
            raise InvalidRequest(f"{quoted(str(name))} with such a detail is not an event that is taken here.")
        kind.carry_out(_taken(kind, detail, self._reading))
        count("EventsTaken")


def _taken(kind: _Kind[Any], detail: Mapping[str, Any], reading: Callable[[], object]) -> Taken[Any]:
    missing = tuple(Fault(name, "is needed, as a text") for name in kind.ids if not isinstance(detail.get(name), str))
    if missing:
        raise InvalidRequest("An event names what it is about.", missing)
    ids = checked_ids({name: detail[name] for name in kind.ids})
    rest = {name: value for name, value in detail.items() if name not in kind.ids}
    return Taken(ids, read(kind.body, rest, reading() if kind.is_priced else None))
