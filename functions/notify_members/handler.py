"""Members are told what happened, by mail and on their phones: each message at most once through each channel."""

from datetime import datetime
from typing import Any

from tessera.domain.asking import ASKING
from tessera.edge.batches import Later, each_message
from tessera.edge.calls import Call, read_call, send_calls
from tessera.edge.observe import count, observed
from tessera.edge.postroom import postroom
from tessera.edge.records import mark_asked, mark_done
from tessera.edge.settings import need, settings
from tessera.edge.wiring import looking, world
from tessera.operations.notify_member import CHANNELS, notify_member


def handler(event: dict[str, Any], context: object) -> Any:
    """Take a batch of calls, in whatever order and however often they come; each that fails comes again by itself."""
    with observed(event):
        return each_message(event, _notify)


def _notify(body: str) -> None:
    call = read_call(body)
    notified = notify_member(
        call.key, postroom=postroom(), channels=("push",) if call.is_held else CHANNELS, **looking()
    )
    for state, dispatches in notified.states.items():
        count(f"Messages{state.capitalize()}", dispatches)
    if notified.held_until:
        _hold(call, notified.held_until)
    if settings().has_test_clock:
        _note(call)


def _note(call: Call) -> None:
    """A story on a test stack waits for it."""
    if call.key.kind == ASKING:
        mark_asked(call.key)
    else:
        mark_done(call.member_id, call.seq, "messages")


def _hold(call: Call, until: datetime) -> None:
    """Pushes wait for the end of quiet hours in a queue of their own, hidden there: mail does not wait behind them."""
    queue = need(settings().held_pushes_queue_url, "HELD_PUSHES_QUEUE_URL")
    if call.is_held:
        raise Later(queue, seconds=int((until - world().clock.now()).total_seconds()) + 1)
    send_calls(queue, [call._replace(is_held=True)])
