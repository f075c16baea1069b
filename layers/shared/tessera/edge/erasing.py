"""The queue of erasures: whoever is to be erased, and who was and is still to be cleared away (docs/rules.md §11a).

A message says `{"member_id": "anna"}` or `{"everybody": true}`; the parts of everybody are messages of their own. With
`asked_at` beside it, whoever enrolled later under the id is not meant: a queue may hand out a message twice. What
is left of anna once record 7 has closed her account is called for by that number, `{"member_id": "anna", "closed": 7}`:
it comes late and more than once, and whoever has the id by then is not meant.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from tessera.domain.calendar import show_instant
from tessera.edge.queues import send
from tessera.edge.settings import need, settings


class Closed(NamedTuple):
    """An account that was closed: whose it was, and the number of the record that closed it."""

    member_id: str
    number: int


def call_for_erasure(member_ids: Sequence[str], *, asked_at: datetime) -> None:
    """Call for the erasure of who has these ids now; whoever is no member is nothing to do. Raises Unsent."""
    call_with([_text({"member_id": member_id, "asked_at": show_instant(asked_at)}) for member_id in member_ids])


def call_for_clearing(closed: Sequence[Closed], *, delay_seconds: int = 0) -> None:
    """Call for what is left of erased members to be cleared away, of whoever enrols under the id since nothing. Raises
    Unsent."""
    bodies = [_text({"member_id": each.member_id, "closed": each.number}) for each in closed]
    call_with(bodies, delay_seconds=delay_seconds)


def call_for_erasure_of_all() -> None:
    """Call for the erasure of every member there is. Raises Unsent."""
    call_with([_text({"everybody": True})])


def call_with(bodies: Sequence[str], *, delay_seconds: int = 0) -> None:
    """Send messages to the queue, as they are, if there are any. Raises Unsent."""
    if bodies:
        send(erasures_queue(), bodies, what="calls for erasures", delay_seconds=delay_seconds)


def erasures_queue() -> str:
    """The address of the queue. Raises MissingSetting."""
    return need(settings().erasures_queue_url, "ERASURES_QUEUE_URL")


def _text(said: object) -> str:
    return json.dumps(said, separators=(",", ":"))
