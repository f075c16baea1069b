"""The queues of calls: a write that calls for something more is one message to whoever does it."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from tessera.domain.filing import Key
from tessera.edge.queues import send


class Call(NamedTuple):
    """A write that calls for something: its natural key, and whose record it made, by number. `is_held`: of what there
    is to tell, only the pushes are left, which waited for the end of quiet hours."""

    key: Key
    member_id: str
    seq: int
    is_held: bool = False


def send_calls(queue_url: str, calls: Sequence[Call]) -> None:
    """Send each call. Raises Unsent."""
    send(queue_url, [message_of(call) for call in calls], what="calls")


def message_of(call: Call) -> str:
    """The body of the call's message: ids and numbers, nothing else."""
    held = {"held": True} if call.is_held else {}
    told = {**call.key._asdict(), "member_id": call.member_id, "seq": call.seq, **held}
    return json.dumps(told, separators=(",", ":"))


def read_call(body: str) -> Call:
    """The call in a message's body."""
    said = json.loads(body)
    return Call(Key(said["kind"], said["owner"], said["id"]), said["member_id"], said["seq"], said.get("held", False))
