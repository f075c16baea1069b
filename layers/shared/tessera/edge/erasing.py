"""The queue of erasures: whoever is to be erased, and who was and is still to be cleared away (docs/rules.md §11a).

A message says `{"member_id": "anna"}` or `{"everybody": true}`; the parts of everybody are messages of their own.
"""

import json
from collections.abc import Sequence

from tessera.edge.queues import send
from tessera.edge.settings import need, settings


def call_for_erasure(member_ids: Sequence[str]) -> None:
    """Call for the erasure of members; whoever is none is nothing to do. Raises Unsent."""
    call_with([_text({"member_id": member_id}) for member_id in member_ids])


def call_for_erasure_of_all() -> None:
    """Call for the erasure of every member there is. Raises Unsent."""
    call_with([_text({"everybody": True})])


def call_with(bodies: Sequence[str]) -> None:
    """Send messages to the queue, as they are, if there are any. Raises Unsent."""
    if bodies:
        send(erasures_queue(), bodies, what="calls for erasures")


def erasures_queue() -> str:
    """The address of the queue. Raises MissingSetting."""
    return need(settings().erasures_queue_url, "ERASURES_QUEUE_URL")


def _text(said: object) -> str:
    return json.dumps(said, separators=(",", ":"))
